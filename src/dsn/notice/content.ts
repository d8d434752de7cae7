import type { Returned } from '../build/returned.ts';
import type { Key } from '../languages/catalogue.ts';
import { type Line, quotedAddress, quotedCode, quotedHost } from '../languages/inline.ts';
import { type Action, actions, type Report, type ReportedRecipient } from '../report.ts';
import type { Block, NoticeContent, Tone } from './blocks.ts';
import { countsSentences } from './counts.ts';
import { messageFacts, returnedSentence } from './message-facts.ts';
import { postmasterDetails } from './postmaster-details.ts';
import { type News, newsOf } from './recipient-news.ts';
import type { NoticeReader, Telling } from './telling.ts';

/** Recipients of one action that are named; the machine-readable part names all. */
export const recipientsShownMax = 20;

/** What a person is told: what happened, why, who must act, what to do, and the facts for those who look closer. */
export function noticeContent(
  report: Report,
  returned: Returned | undefined,
  telling: Telling,
): NoticeContent {
  const { words, reader } = telling;
  const groups = actions.flatMap((action) => groupsOf(action, report, telling));
  const [main = 'failed'] = groups.map(({ action }) => action);
  return {
    language: words.language,
    direction: words.direction,
    tone: tones[main],
    kind: words.plain(reader === 'sender' ? newsKey('kind', main, telling) : keysFor[reader].kind),
    headline: headlineOf(groups, telling),
    blocks: [
      ...actions.flatMap((action) => happenedTo(groups, action, report, telling)),
      messageFacts(report, telling),
      ...(returned
        ? [{ kind: 'paragraph' as const, text: returnedSentence(returned, report, telling) }]
        : []),
      ...notYours(main, telling),
      postmasterDetails(report, telling),
      { kind: 'paragraph', weight: 'quiet', text: footer(report, telling) },
    ],
  };
}

/** What is said to those who did not send the message. */
const keysFor = {
  postmaster: { kind: 'kind.postmaster', headline: 'headline.postmaster', lead: 'lead.postmaster' },
  'forward-owner': { kind: 'kind.forward', headline: 'headline.forward', lead: 'lead.forward' },
} as const satisfies Record<Exclude<NoticeReader, 'sender'>, Record<string, Key>>;

const tones: Readonly<Record<Action, Tone>> = {
  failed: 'bad',
  delayed: 'waiting',
  delivered: 'good',
  relayed: 'good',
  expanded: 'good',
};

/** Whoever was signed in may not have been the owner of the account. */
const notYours = (action: Action, { words, proof, reader }: Telling): Block[] =>
  proof === undefined || action !== 'failed' || reader !== 'sender'
    ? []
    : [{ kind: 'paragraph', weight: 'quiet', text: words.say(`not-yours.${proof}`) }];

const footer = ({ reportingMta }: Report, { words, postmaster }: Telling): Line =>
  words.say('footer', { host: quotedHost(reportingMta.name), postmaster: quotedCode(postmaster) });

/** The text of an action, or of the all-clear where good news is one. */
export const newsKey = <Topic extends 'kind' | 'subject' | 'lead'>(
  topic: Topic,
  action: Action,
  { isAllClear }: Pick<Telling, 'isAllClear'>,
): `${Topic}.${Action | 'all-clear'}` =>
  `${topic}.${isAllClear && tones[action] === 'good' ? 'all-clear' : action}`;

/** Recipients of whom the same is said. */
interface Group extends News {
  readonly action: Action;
  readonly recipients: readonly ReportedRecipient[];
}

function groupsOf(action: Action, report: Report, telling: Telling): Group[] {
  const shown = report.recipients.filter((each) => each.action === action).slice(0, recipientsShownMax);
  const told = shown.map((recipient) => ({ recipient, news: newsOf(recipient, report, telling) }));
  return [...Map.groupBy(told, ({ news }) => JSON.stringify(news)).values()].flatMap((each) => {
    const [first] = each;
    return first ? [{ action, ...first.news, recipients: each.map(({ recipient }) => recipient) }] : [];
  });
}

function headlineOf(groups: readonly Group[], { words, reader }: Telling): string {
  if (reader !== 'sender') return words.plain(keysFor[reader].headline);
  const [first, ...others] = groups;
  const n = groups.reduce((sum, { recipients }) => sum + recipients.length, 0);
  const isOne = others.every(({ headline }) => headline === first?.headline);
  if (first && isOne) return words.plain(first.headline, { n });
  // Of several pieces of good news none is true of all.
  return words.plain(first && tones[first.action] === 'good' ? 'headline.mixed' : 'headline.several', { n });
}

/** Of one action: whom it is about, how many they are of all, and for each group what is to be said. */
function happenedTo(groups: readonly Group[], action: Action, report: Report, telling: Telling): Block[] {
  const { words, reader } = telling;
  const ours = groups.filter((group) => group.action === action);
  const n = report.recipients.filter((each) => each.action === action).length;
  if (n === 0) return [];
  const isMixed = ours.some(({ headline }) => headline !== ours[0]?.headline);
  const leadKey: Key = reader === 'sender' ? newsKey('lead', action, telling) : keysFor[reader].lead;
  const hidden = n - ours.reduce((sum, { recipients }) => sum + recipients.length, 0);
  const counts = countsSentences(action, n, telling);
  const lead = words.sentences(words.say(leadKey, { n }));
  return [
    { kind: 'paragraph', text: lead },
    ...ours.flatMap((group, i) => [
      ...(isMixed ? [headingOf(group, telling)] : []),
      { kind: 'addresses' as const, items: group.recipients.map((each) => addressLine(each, telling)) },
      ...(i === 0 && counts.length > 0 ? [{ kind: 'paragraph' as const, text: counts }] : []),
      ...group.blocks,
    ]),
    ...(hidden > 0 ? [{ kind: 'paragraph' as const, text: words.say('address.more', { n: hidden }) }] : []),
  ];
}

const headingOf = ({ headline, recipients }: Group, { words }: Telling): Block => ({
  kind: 'heading',
  text: words.plain(headline, { n: recipients.length }),
});

function addressLine(
  { finalRecipient, originalRecipient, alias }: ReportedRecipient,
  { words, reader }: Telling,
): Line {
  const address = quotedAddress(finalRecipient.address);
  if (reader === 'forward-owner' && alias !== undefined)
    return words.say('address.forwarded', { address, alias: quotedAddress(alias) });
  const writtenTo = originalRecipient?.address ?? alias ?? finalRecipient.address;
  if (writtenTo === finalRecipient.address) return [address];
  const key = reader === 'sender' ? 'address.written-to' : 'address.written-to.postmaster';
  return words.say(key, { address, original: quotedAddress(writtenTo) });
}
