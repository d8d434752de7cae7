import { dayMs, hourMs, type Instant, minuteMs } from '../../base/instant.ts';
import { printable } from '../../base/printable.ts';
import { formatDate } from '../../message/dates.ts';
import type { Report, ReportedRecipient } from '../report.ts';
import type { Actor } from './catalogue.ts';
import { domainOf, explain, type Permanence } from './explain-recipient.ts';
import { listed, paragraph, quoted } from './text-layout.ts';

export interface ReadableOptions {
  /** When the notice is written. */
  readonly at: Instant;
  readonly zoneMinutes: number;
  /** The postmaster is told of what its sender may not be told. */
  readonly reader: 'sender' | 'postmaster';
  /** Recipients that the message has in all, where that may be told. */
  readonly recipientsInAll: number | undefined;
}

/** What is to be said of one recipient, by what was done for him. */
export function fateParagraphs(
  recipient: ReportedRecipient,
  report: Report,
  options: ReadableOptions,
): string[] {
  const { action, willRetryUntil, remoteMta } = recipient;
  switch (action) {
    case 'failed':
      return failureSaid(recipient, report, options);
    case 'delayed': {
      const until =
        willRetryUntil === undefined ? '' : ` until ${formatDate(willRetryUntil, options.zoneMinutes)}`;
      return [
        paragraph(explain(recipient).cause),
        paragraph(
          `You need not do anything, and need not send it again: we keep trying${until}, ` +
            'and tell you if all of that fails. If it is urgent, reach the person in another way.',
        ),
      ];
    }
    case 'delivered':
      return [paragraph('It is in the mailbox now. That does not mean that anybody has read it.')];
    case 'relayed': {
      const host = remoteMta ? `, ${quoted(remoteMta.name)},` : '';
      return [
        paragraph(
          `The next mail server${host} has taken it, but that server sends no notices of delivery. ` +
            'If all goes well, you will hear no more of it.',
        ),
      ];
    }
    case 'expanded':
      return [paragraph('Should it not reach one of them, you may get another notice.')];
  }
}

function failureSaid(
  recipient: ReportedRecipient,
  report: Report,
  { at, reader }: ReadableOptions,
): string[] {
  const { cause, permanence, actor, steps } = explain(recipient);
  const tried =
    report.arrivalDate === undefined ? 'for a long time' : `for ${duration(at - report.arrivalDate)}`;
  const domain = quoted(domainOf(recipient.finalRecipient.address));
  const permanenceSentence = permanenceSentences[permanence].replace('{tried}', tried);
  const reason = paragraph(`${printable(cause)} ${permanenceSentence}`);
  if (reader === 'postmaster')
    return [reason, paragraph('The sender is not told of it; you are told instead.')];
  const actorSentence = actorSentences[actor].replace('{domain}', () => domain);
  return [
    reason,
    paragraph(`${actorSentence} What you can do:`),
    listed(steps.map((step) => printable(step))),
  ];
}

const permanenceSentences: Readonly<Record<Permanence, string>> = {
  permanent: 'This is final: we will not try again.',
  policy: 'This is final unless they change their rules: we will not try again.',
  'given-up': 'We tried again and again {tried}, and have now given up.',
  temporary: '',
};

const actorSentences: Readonly<Record<Actor, string>> = {
  sender: 'You can put this right yourself.',
  'sender-postmaster': 'Your own postmaster has to act.',
  'recipient-side': 'The people at {domain} have to act.',
};

/** In words, rounded down: `5 days`. */
function duration(ms: number): string {
  if (ms >= 2 * dayMs) return `${Math.floor(ms / dayMs)} days`;
  if (ms >= 2 * hourMs) return `${Math.floor(ms / hourMs)} hours`;
  return ms >= 2 * minuteMs ? `${Math.floor(ms / minuteMs)} minutes` : 'a minute';
}
