import { printable } from '../../base/printable.ts';
import { formatDate } from '../../message/dates.ts';
import { parseHeader } from '../../message/fields.ts';
import { decodeWords } from '../../message/words.ts';
import type { Returned } from '../build/returned.ts';
import {
  type Action,
  actions,
  isSaidByOther,
  type Original,
  type Report,
  type ReportedRecipient,
} from '../report.ts';
import { fateParagraphs, type ReadableOptions } from './fate.ts';
import { block, paragraph, quoted } from './text-layout.ts';

/** Recipients of one action that the text names; the machine-readable part names all. */
export const recipientsShownMax = 20;
/** Characters of a remote host's words that the text repeats. */
const wordsLengthMax = 1000;

/**
 * What a person reads, in plain English: what happened, why, what to do, and the facts for those who look
 * closer.
 */
export function readableText(
  report: Report,
  returned: Returned | undefined,
  options: ReadableOptions,
): string {
  const happened = actions.flatMap((action) => {
    const recipients = report.recipients.filter((each) => each.action === action);
    return recipients.length === 0 ? [] : happenedTo(recipients, action, report, options);
  });
  return [
    ...happened,
    ...(report.original ? aboutMessage(report.original, returned, options) : []),
    ...details(report, options),
    paragraph(
      `This notice was written by the mail server ${quoted(report.reportingMta.name)}. ` +
        'An answer to it goes to the postmaster, who reads it.',
    ),
  ]
    .join('\n\n')
    .concat('\n');
}

/** What happened, in words that stand between "Your message" and the addresses. */
const happenings: Readonly<Record<Action, string>> = {
  failed: 'could not be delivered to',
  delayed: 'has not been delivered yet to',
  delivered: 'has been delivered, as you wished to know, to',
  relayed: 'has been handed on, as you wished to know, towards',
  expanded: 'has been delivered, and passed on to the people behind',
};

/** The recipients of one action, those together of which the same is to be said. */
function happenedTo(
  recipients: readonly ReportedRecipient[],
  action: Action,
  report: Report,
  options: ReadableOptions,
): string[] {
  const shown = recipients.slice(0, recipientsShownMax);
  const groups = Map.groupBy(shown, (recipient) => fateParagraphs(recipient, report, options).join('\n\n'));
  const whose = options.reader === 'sender' ? 'Your' : 'A';
  const hidden = recipients.length - shown.length;
  return [
    paragraph(
      `${whose} message ${happenings[action]} ${whichOf(recipients.length, options.recipientsInAll)}:`,
    ),
    ...[...groups].flatMap(([said, each]) => [block(each.map((one) => addressLine(one, options))), said]),
    ...(hidden > 0
      ? [paragraph(`${hidden} more are listed in the part of this notice that is for programs.`)]
      : []),
  ];
}

function whichOf(count: number, all = count): string {
  if (all > count) return `${count} of its ${all} recipients`;
  return count === 1 ? 'this address' : `these ${count} addresses`;
}

function addressLine(recipient: ReportedRecipient, { reader }: ReadableOptions): string {
  const { finalRecipient, originalRecipient, alias } = recipient;
  const address = quoted(finalRecipient.address);
  const writtenTo = originalRecipient?.address ?? alias ?? finalRecipient.address;
  const who = reader === 'sender' ? 'you' : 'the sender';
  return writtenTo === finalRecipient.address ? address : `${address} (${who} wrote to ${quoted(writtenTo)})`;
}

function aboutMessage(
  { message, sizeBytes }: Original,
  returned: Returned | undefined,
  { reader }: ReadableOptions,
): string[] {
  const header = parseHeader(message);
  const names =
    reader === 'sender' ? ['Subject', 'Date', 'To'] : ['Return-Path', 'From', 'Subject', 'Date', 'To'];
  const facts = names.flatMap((name) => {
    const value = header.value(name);
    return value === undefined ? [] : [`${name}: ${quoted(decodeWords(value))}`];
  });
  const title = facts.length === 0 ? [] : [paragraph('The message:'), block(facts)];
  if (!returned) return title;
  // What its sender asked for, and can do with it, is nothing to the postmaster.
  const sentence = reader === 'sender' ? returnedSentence(returned, sizeBytes) : 'Its header is attached.';
  return [...title, paragraph(sentence)];
}

function returnedSentence({ extent, reason }: Returned, sizeBytes: number | undefined): string {
  if (extent === 'whole') return 'It is attached to this notice, so you need not write it again.';
  switch (reason) {
    case 'asked-for':
      return 'Its header alone is attached, as your mail program asked for.';
    case 'too-large': {
      const size = sizeBytes === undefined ? '' : ` of ${Math.ceil(sizeBytes / 1024)} KiB`;
      return `Its header alone is attached: the whole message${size} is too long for a notice.`;
    }
    case 'not-lawful':
      return 'Its header alone is attached: the whole message might not have survived the way back.';
    default:
      return 'Its header is attached.';
  }
}

function details(report: Report, { zoneMinutes }: ReadableOptions): string[] {
  const host = quoted(report.reportingMta.name);
  const reference = report.queueId === undefined ? [] : [`Reference: ${quoted(report.queueId)} at ${host}`];
  const arrival =
    report.arrivalDate === undefined ? [] : [`Taken in: ${formatDate(report.arrivalDate, zoneMinutes)}`];
  const recipients = report.recipients.slice(0, recipientsShownMax).flatMap((recipient) => {
    const { finalRecipient, status, lastAttemptDate } = recipient;
    const tried =
      lastAttemptDate === undefined ? '' : `, last tried ${formatDate(lastAttemptDate, zoneMinutes)}`;
    return [`${quoted(finalRecipient.address)}: status ${status}${tried}`, ...diagnosticLines(recipient)];
  });
  return [paragraph('Details for a postmaster:'), block([...reference, ...arrival, ...recipients])];
}

/** Word for word what the other host said, or what we found ourselves. */
function diagnosticLines(recipient: ReportedRecipient): string[] {
  const { diagnosticCode, remoteMta } = recipient;
  if (!diagnosticCode) return [];
  const words = printable(diagnosticCode.text, wordsLengthMax);
  if (!remoteMta) return [`We found: ${words}`];
  const ip = remoteMta.ip === undefined ? '' : ` (${quoted(remoteMta.ip)})`;
  const host = `${quoted(remoteMta.name)}${ip}`;
  return [isSaidByOther(recipient) ? `${host} said: ${words}` : `We found at ${host}: ${words}`];
}
