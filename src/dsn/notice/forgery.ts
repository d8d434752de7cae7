import type { Instant } from '../../base/instant.ts';
import type { Key } from '../languages/catalogue.ts';
import { type Line, quotedAddress, quotedCode, quotedHost, quotedWords } from '../languages/inline.ts';
import type { Words } from '../languages/words.ts';
import type { Block, Fact, NoticeContent } from './blocks.ts';
import type { Telling } from './telling.ts';

/** What a person is told whose address somebody forges. Names that others gave are untrusted. */
export interface Forgery {
  /** His addresses to which the notices came. */
  readonly addresses: readonly string[];
  /** Notices that nobody can prove, so far. */
  readonly notices: number;
  readonly firstAt: Instant;
  readonly lastAt: Instant;
  /** Set when it is over: since when hardly any have come. */
  readonly quietSince?: Instant;
  /** Some of the hosts that brought them, and of their subjects. */
  readonly hosts: readonly string[];
  readonly subjects: readonly string[];
  /** The server that writes this. */
  readonly hostname: string;
}

/** Hosts and subjects that are shown. */
const shownMax = 5;

/** One card in the place of hundreds of notices: what happens, that it is none of his doing, and that there is nothing to be done. */
export function forgeryContent(
  forgery: Forgery,
  { words, dates, postmaster }: Pick<Telling, 'words' | 'dates' | 'postmaster'>,
): NoticeContent {
  const { addresses, notices, firstAt, lastAt, quietSince, hosts, subjects, hostname } = forgery;
  const fact = (key: Key, value: Line): Fact => ({ label: words.plain(key), value });
  const several = (quotes: readonly Line[]): Line =>
    quotes.slice(0, shownMax).flatMap((each, i) => (i === 0 ? each : [' · ', ...each]));
  const rows = [
    fact('forgery.count', [String(notices)]),
    fact('forgery.first', [dates.at(firstAt)]),
    fact('forgery.last', [dates.at(lastAt)]),
    ...(hosts.length > 0 ? [fact('forgery.hosts', several(hosts.map((each) => [quotedHost(each)])))] : []),
    ...(subjects.length > 0
      ? [fact('forgery.subjects', several(subjects.map((each) => [quotedWords(each)])))]
      : []),
  ];
  const says = (key: Key): Block => ({ kind: 'paragraph', text: words.say(key) });
  return {
    language: words.language,
    direction: words.direction,
    tone: 'waiting',
    kind: words.plain('kind.forgery'),
    headline: words.plain(quietSince === undefined ? 'headline.forgery' : 'headline.forgery-over'),
    blocks: [
      quietSince === undefined
        ? says('forgery.lead')
        : { kind: 'paragraph', text: words.say('forgery.over', { at: dates.at(quietSince) }) },
      { kind: 'paragraph', text: words.say('forgery.addresses', { n: addresses.length }) },
      { kind: 'addresses', items: addresses.map((each): Line => [quotedAddress(each)]) },
      ...(quietSince === undefined ? measures(words) : []),
      { kind: 'facts', title: words.plain('forgery.facts'), rows },
      {
        kind: 'paragraph',
        weight: 'quiet',
        text: words.say('footer', { host: quotedHost(hostname), postmaster: quotedCode(postmaster) }),
      },
    ],
  };
}

/** What is done as long as it lasts, and what he can do. */
const measures = (words: Words): readonly Block[] => [
  { kind: 'heading', text: words.plain('forgery.measures') },
  ...(['forgery.samples', 'forgery.proven', 'forgery.once'] as const).map(
    (key): Block => ({ kind: 'paragraph', text: words.say(key) }),
  ),
  {
    kind: 'steps',
    title: words.plain('forgery.steps'),
    items: [words.say('forgery.nothing'), words.say('forgery.ignore'), words.say('forgery.tell')],
  },
];
