import type { Action } from '../../../report.ts';
import { addressesIn, type FoundAddress } from '../text/addresses.ts';
import { isBlank, type Line } from '../text/lines.ts';
import { Context } from './context.ts';
import { labelOf } from './label.ts';

/**
 * How a notice speaks of an address, the surest first:
 * - `listed`: in a list that is announced as one of failures, or with its own reason behind it;
 * - `refused`: in a reply of a host, or in the command that got one;
 * - `labelled`: behind a word such as "Recipient:";
 * - `told`: in a sentence about the failure;
 * - `alone`: in a line of its own, or before the colon that begins one;
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

/** All mentions of addresses in the lines, but for those of senders and of people to ask. */
export function mentionsIn(lines: readonly Line[]): Mention[] {
  const mentions: Mention[] = [];
  let listed: number | undefined;
  let form: string | undefined;
  let section: Action | undefined;
  lines.forEach(({ text }, line) => {
    section = sectionOf(text) ?? section;
    if (!text.includes('@')) return;
    for (const found of addressesIn(text)) {
      const ownForm = formOf(text, found);
      const isFurther = form !== undefined && ownForm === form;
      const manner = isFurther ? 'listed' : mannerOf(lines, line, found, listed);
      if (!manner) continue;
      if (manner === 'listed') {
        listed = line;
        form = ownForm;
      }
      mentions.push({ address: found.address, manner, line, ...(section && { action: section }) });
    }
  });
  return mentions;
}

/** What stands around an address at the beginning of a line with words behind it: where it is the same again, a list goes on. */
function formOf(text: string, { start, end }: FoundAddress): string | undefined {
  const before = text.slice(0, start);
  const after = text.slice(end, end + formLength);
  return after.length === formLength && /^[\s"'<*-]*$/.test(before) ? `${before}@${after}` : undefined;
}

const formLength = 5;

const late = /\b(?:transient|deferred|delayed) (?:\S+ ){0,2}(?:errors?|addresses|recipients|delivery)/i;
const failed =
  /\b(?:permanent|fatal|failed|undeliverable) (?:\w+ ){0,2}(?:errors?|addresses|recipients|delivery)/i;

/** A notice may have a list of those that failed and one of those that are late. */
function sectionOf(text: string): Action | undefined {
  const isTitle = text.length <= 120 && /^\W{0,12}-{2}|[:|]\s*$|-{2}\W{0,12}$/.test(text);
  if (isTitle && late.test(text)) return 'delayed';
  return isTitle && failed.test(text) ? 'failed' : undefined;
}

/** @param listed the line of the last address that is listed, if there is one above */
function mannerOf(
  lines: readonly Line[],
  line: number,
  found: FoundAddress,
  listed: number | undefined,
): Manner | undefined {
  const context = new Context(lines, line, found);
  switch (labelOf(context.before)) {
    case 'sender':
    case 'other':
      return undefined;
    case 'failed':
      return 'listed';
    case 'command':
      return context.isRefused ? 'refused' : 'labelled';
    case 'recipient':
      return isListed(context) ? 'listed' : 'labelled';
    case 'addressee':
      return isListed(context) ? 'listed' : 'addressed';
    case 'origin':
      return 'original';
    default:
      if (isListed(context) || (context.isAlone && goesOn(lines, line, listed))) return 'listed';
      return unlisted(context);
  }
}

function isListed(context: Context): boolean {
  if (!context.beginsLine || context.isUnderSenderHeading) return false;
  if (context.isUnderHeading || context.isBracketedBeforeColon) return true;
  return context.hasReason && !(context.isAlone && context.isContact);
}

function unlisted(context: Context): Manner | undefined {
  if (context.isContact || context.isUnderSenderHeading) return undefined;
  if (context.hasReplyInLine) return 'refused';
  if (context.isAlone || context.leadsLine) return 'alone';
  return context.isToldOf ? 'told' : 'named';
}

/** A list goes on: nothing but further addresses and an empty line since the last one. */
const goesOn = (lines: readonly Line[], line: number, listed: number | undefined): boolean =>
  listed !== undefined && line - listed <= 2 && lines.slice(listed + 1, line).every(isBlank);
