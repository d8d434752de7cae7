import type { Explanation } from '../explain/explanation.ts';
import type { Key } from '../languages/catalogue.ts';
import { quotedHost } from '../languages/inline.ts';
import type { Report, ReportedRecipient } from '../report.ts';
import type { Block, Link } from './blocks.ts';
import { suggestions } from './did-you-mean.ts';
import { mailto } from './mailto.ts';
import type { Telling } from './telling.ts';
import { domainOf } from './understanding.ts';
import { actorOf, whoMustAct } from './who-must-act.ts';
import { causeSentences, permanenceSentence, understandingOf } from './why.ts';

/** What is to be said of a recipient: recipients of whom the same is said are told together. */
export interface News {
  readonly headline: Key;
  readonly blocks: readonly Block[];
}

/** What is to be said of one recipient, by what was done for him. */
export function newsOf(recipient: ReportedRecipient, report: Report, telling: Telling): News {
  const { words, isAllClear } = telling;
  const { action, remoteMta } = recipient;
  const host = remoteMta && !recipient.isConfidential ? { host: quotedHost(remoteMta.name) } : undefined;
  const good = (key: 'delivered.means' | 'expanded.means' | 'all-clear.delivered'): Block[] => [
    { kind: 'paragraph', text: words.say(key) },
  ];
  switch (action) {
    case 'failed':
      return failure(recipient, report, telling);
    case 'delayed':
      return { headline: 'headline.delayed', blocks: delay(recipient, report, telling) };
    case 'delivered':
      return {
        headline: isAllClear ? 'headline.all-clear' : 'headline.delivered',
        blocks: good(isAllClear ? 'all-clear.delivered' : 'delivered.means'),
      };
    case 'relayed': {
      const key = isAllClear ? 'all-clear.relayed' : 'relayed.means';
      const text = host ? words.say(`${key}.host`, host) : words.say(key);
      return {
        headline: isAllClear ? 'headline.all-clear' : 'headline.relayed',
        blocks: [{ kind: 'paragraph', text }],
      };
    }
    case 'expanded':
      return { headline: 'headline.expanded', blocks: good('expanded.means') };
  }
}

/** Cause and permanence in one paragraph, who must act, what to do, what may have been meant. */
function failure(recipient: ReportedRecipient, report: Report, telling: Telling): News {
  const { words, reader } = telling;
  const explanation = understandingOf(recipient);
  const why = words.sentences(
    ...causeSentences(recipient, explanation, telling),
    permanenceSentence(recipient, explanation, report, telling),
  );
  const headline: Key = `headline.${explanation.class}`;
  if (reader === 'postmaster') {
    return {
      headline,
      blocks: [
        { kind: 'paragraph', text: why },
        { kind: 'paragraph', text: words.say('postmaster.instead') },
      ],
    };
  }
  if (reader === 'forward-owner') {
    return {
      headline,
      blocks: [
        { kind: 'paragraph', text: why },
        { kind: 'paragraph', text: words.say('forward.why-you') },
        { kind: 'paragraph', text: words.say('forward.what-to-do'), weight: 'strong' },
      ],
    };
  }
  return {
    headline,
    blocks: [
      { kind: 'paragraph', text: why },
      ...whatToDo(recipient, explanation, report, telling),
      ...suggestions(recipient, report, telling),
    ],
  };
}

function delay(recipient: ReportedRecipient, report: Report, telling: Telling): Block[] {
  const { words, dates } = telling;
  const { willRetryUntil } = recipient;
  const explanation = understandingOf(recipient);
  const why = words.sentences(
    ...causeSentences(recipient, explanation, telling),
    words.say('permanence.delayed'),
  );
  const next =
    willRetryUntil === undefined
      ? words.say('delayed.open')
      : words.say('delayed.until', { date: dates.at(willRetryUntil) });
  return [
    { kind: 'paragraph', text: why },
    { kind: 'paragraph', text: next, weight: 'strong' },
    ...whatToDo(recipient, explanation, report, telling),
  ];
}

function whatToDo(
  recipient: ReportedRecipient,
  explanation: Explanation,
  report: Report,
  telling: Telling,
): Block[] {
  const { words } = telling;
  const domain = quotedHost(domainOf(recipient.finalRecipient.address));
  // What is in the queue still need not be sent again.
  const steps = explanation.steps.filter((step) => recipient.action !== 'delayed' || step !== 'send-later');
  return [
    whoMustAct(recipient, explanation, report, telling),
    {
      kind: 'paragraph',
      text: words.say(`owner.${actorOf(explanation, recipient)}`, { domain }),
      weight: 'strong',
    },
    {
      kind: 'steps',
      title: words.plain('steps.title'),
      items: steps.map((step) => words.say(`step.${step}`, { domain })),
      ...(steps.some((step) => step === 'show-own-postmaster') && { link: toPostmaster(report, telling) }),
    },
  ];
}

/** The subject is the name by which the postmaster finds the message in his logs. */
const toPostmaster = ({ queueId, reportingMta }: Report, { words, postmaster }: Telling): Link => ({
  href: mailto(postmaster, `${queueId ?? ''} @ ${reportingMta.name}`.trim()),
  text: words.say('steps.write-to-postmaster'),
});
