import type { Action } from '../../../report.ts';
import { delayPhrase } from '../phrases/delay.ts';
import { failurePhrase } from '../phrases/failure.ts';
import { headingPhrase } from '../phrases/heading.ts';
import { successPhrase } from '../phrases/success.ts';
import { addressesIn, type FoundAddress } from '../text/addresses.ts';
import { isBlank, type Line } from '../text/lines.ts';
import { replyCodeIn } from '../text/reply.ts';
import { labelOf } from './label.ts';

/**
 * How a notice speaks of an address, the surest first:
 * - `listed`: in a list that is announced as one of failures, or with its own reason behind it;
 * - `refused`: in a reply of a host, or in the command that got one;
 * - `labelled`: behind a word such as "Recipient:";
 * - `told`: in a sentence about the failure;
 * - `alone`: in a line of its own;
 * - `addressed`: behind "To:", as in the header of the message;
 * - `original`: as the one that led to the address that failed;
 * - `named`: in any other way.
 */
export type Manner =
  | 'listed'
  | 'refused'
  | 'labelled'
  | 'told'
  | 'alone'
  | 'addressed'
  | 'original'
  | 'named';

export interface Mention {
  /** What the heading of its list says, where it says it. */
  readonly action?: Action;
  readonly address: string;
  readonly manner: Manner;
  /** The number of the line. */
  readonly line: number;
}

/** All mentions of addresses in the lines that speak of a failure for them. */
export function mentionsIn(lines: readonly Line[]): Mention[] {
  const mentions: Mention[] = [];
  let listed = -2;
  let section: Action | undefined;
  lines.forEach(({ text }, line) => {
    section = sectionOf(text) ?? section;
    if (!text.includes('@')) return;
    for (const found of addressesIn(text)) {
      const manner = mannerOf(lines, line, found, listed);
      if (!manner) continue;
      if (manner === 'listed') listed = line;
      mentions.push({ address: found.address, manner, line, ...(section && { action: section }) });
    }
  });
  return mentions;
}

/** A notice may have a list of those that failed and one of those that are late. */
function sectionOf(text: string): Action | undefined {
  if (text.length > 120 || !/^\W{0,12}-{2}|[:|]\s*$|-{2}\W{0,12}$/.test(text)) return undefined;
  if (/\b(?:transient|deferred|delayed) (?:\S+ ){0,2}(?:errors?|addresses|recipients|delivery)/i.test(text))
    return 'delayed';
  return /\b(?:permanent|fatal|failed|undeliverable) (?:\w+ ){0,2}(?:errors?|addresses|recipients|delivery)/i.test(
    text,
  )
    ? 'failed'
    : undefined;
}

/** What stands around an address that has a line for itself: quotes, brackets, bullets, numbers, commas. */
const decoration = /^[\s"'<>()[\]*•·+=#|–—.,:;-]*(?:\(?\d{1,2}[.)]\s*)?[\s"'<>()[\]*•·|-]{0,8}$/;
/** An address of X.400 in whose parts the address proper stands: `c=us;a= ;p=inc;dda:smtp=`. */
const x400 = /^\s*(?:[a-z]{1,4}=[^;]{0,64};\s*){1,12}(?:dda:smtp=)?$/i;

function mannerOf(
  lines: readonly Line[],
  at: number,
  found: FoundAddress,
  listed: number,
): Manner | undefined {
  const text = lines[at]?.text ?? '';
  const before = text.slice(0, found.start);
  const after = text.slice(found.end);
  const label = labelOf(before);
  if (label === 'other' || label === 'sender') return undefined;
  if (label === 'command') return hasReplyNear(lines, at) ? 'refused' : 'labelled';
  if (label === 'failed') return 'listed';
  if (isLone(before) && isBeginning(lines, at, before, after, listed)) return 'listed';
  if (label === 'recipient') return 'labelled';
  if (label === 'addressee') return 'addressed';
  if (label === 'origin') return 'original';
  if (isContact(lines, at, before)) return undefined;
  if (replyCodeIn(text) !== undefined) return 'refused';
  if (isLone(before) && isAlone(after)) return 'alone';
  return speaksOfFailure(lines, at) ? 'told' : 'named';
}

/** True if nothing stands before the address but decoration and other addresses. */
const isLone = (before: string): boolean =>
  x400.test(before) ||
  decoration.test(
    addressesIn(before).reduceRight((rest, { start, end }) => rest.slice(0, start) + rest.slice(end), before),
  );

function isBeginning(
  lines: readonly Line[],
  at: number,
  before: string,
  after: string,
  listed: number,
): boolean {
  const [heading, outerHeading] = headingsAbove(lines, at);
  if (senderHeading.test(heading)) return false;
  const isHeaded =
    isFailureHeading(heading) || (/[:：]$/.test(outerHeading) && isFailureHeading(outerHeading));
  if (isAlone(after)) {
    return (
      isHeaded || isNext(lines, listed, at) || (isReason(lines, at + 1) && !isContact(lines, at, before))
    );
  }
  // `<homer@…>: reason`, the oldest form of all.
  if (
    /^\s*$/.test(before) &&
    /^(?: \([^()]{0,300}\))?:/.test(after) &&
    /^\s{0,4}</.test(lines[at]?.text ?? '')
  )
    return true;
  if (isHeaded && (/[:：]$/.test(heading) || separator.test(after))) return true;
  const reason = after.replace(/^[\s:;,.>)\]"'–-]+/, '');
  return failurePhrase.isIn(reason.slice(0, 160)) || replyCodeIn(reason) !== undefined;
}

/** What stands between an address and the words about it. */
const separator = /^[>"'\s]*(?:[:;,(–-]|\s{2,}|\t|\.\.\.)/;

const isAlone = (after: string): boolean => isLone(after);

/** A list goes on: nothing but further addresses and empty lines since the one before. */
const isNext = (lines: readonly Line[], listed: number, at: number): boolean =>
  listed >= 0 && at - listed <= 2 && lines.slice(listed + 1, at).every(isBlank);

const linesBackMax = 8;
/** A title has no more characters. */
const titleMax = 80;

/**
 * The last paragraph above an address, without the other addresses of its list; and the one above that, where the last is no more than
 * a title.
 */
function headingsAbove(lines: readonly Line[], at: number): readonly [string, string] {
  const paragraphs = [''];
  for (let i = at - 1; i >= 0 && i >= at - linesBackMax; i--) {
    const text = lines[i]?.text ?? '';
    const last = paragraphs.at(-1) ?? '';
    if (text === '' && last !== '') {
      if (paragraphs.length === 2 || last.length > titleMax) break;
      paragraphs.push('');
    } else if (text !== '' && !isLone(text)) paragraphs[paragraphs.length - 1] = `${text.trim()} ${last}`;
  }
  return [(paragraphs[0] ?? '').trim(), (paragraphs[1] ?? '').trim()];
}

const newsPhrases = [failurePhrase, delayPhrase, successPhrase];

const isFailureHeading = (heading: string): boolean =>
  heading !== '' &&
  !contact.test(heading) &&
  [headingPhrase, ...newsPhrases].some((phrase) => phrase.isIn(heading));

/** `A message sent by`: the address that follows has not failed. */
const senderHeading =
  /\b(?:sent|message|mail|written|received) (?:by|from)\s*:?$|\bsender(?: is| was)?\s*:$/i;

/** Lines under an address that say why. */
function isReason(lines: readonly Line[], from: number): boolean {
  let words = 0;
  for (let i = from; i < lines.length && i < from + 6 && words < 3; i++) {
    const text = lines[i]?.text ?? '';
    if (text === '') continue;
    words++;
    if (failurePhrase.isIn(text) || replyCodeIn(text) !== undefined) return true;
    if (text.includes('@')) return false;
  }
  return false;
}

function hasReplyNear(lines: readonly Line[], at: number): boolean {
  return lines
    .slice(at, at + 4)
    .some(({ text }, i) => replyCodeIn(i === 0 ? text.slice(text.indexOf('@')) : text) !== undefined);
}

const speaksOfFailure = (lines: readonly Line[], at: number): boolean =>
  [lines[at], lines[at - 1], lines[at + 1]].some(
    (line) => line !== undefined && newsPhrases.some((phrase) => phrase.isIn(line.text)),
  );

/** Whom to ask, where to read more: addresses that nobody has written to. */
const contact =
  /\b(?:contact|questions?|assistance|help ?desk|support|for (?:more|further) (?:help|information|details)|write to|(?:send|sending|forward|direct|address) (?:\w+ ){0,4}(?:e-?mail|mail|message|report|copy|complaint|comment|request|inquir\w{1,5}) to|(?:e-?mail|mail|ask|call|notify) (?:us|me|the)\b|reply to|administrator|postmaster at|kontakt|wenden sie|contactez|contacter|contacte|póngase|contatt|联系|聯繫|お問い合わせ|обра[тщ])/i;

function isContact(lines: readonly Line[], at: number, before: string): boolean {
  const above = lines[at - 1]?.text ?? '';
  return contact.test(before) || (contact.test(above) && !/[.!?:。]$/.test(above));
}
