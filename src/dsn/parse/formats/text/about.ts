import type { FoundRecipient } from '../../format.ts';
import { labelOf } from '../general/label.ts';
import { failurePhrase } from '../phrases/failure.ts';
import { addressesIn, addressKey } from './addresses.ts';
import type { Line } from './lines.ts';
import type { Notice } from './notice.ts';
import { replyCodeIn, replyIn } from './reply.ts';

/** Where an address stands in a notice. */
export interface Place {
  readonly address: string;
  /** The number of the line; −1 if it is not named in the lines. */
  readonly line: number;
}

/** Characters of the words about one recipient. */
const wordsMax = 1_500;
/** Characters of the notice in which the host is looked for. */
const contextMax = 4_000;
const blockLinesMax = 25;

/**
 * What a notice says of a recipient: the block of lines under its address if that has a reply or a reason; else replies elsewhere that
 * name it (a transcript); else the replies, or the reasons, that are told of all.
 */
export function describe(notice: Notice, place: Place, all: readonly Place[]): FoundRecipient {
  const words = wordsAbout(notice, place, all);
  const originalAddress = originOf(notice.lines, place, all);
  return {
    address: place.address,
    ...(originalAddress !== undefined && { originalAddress }),
    ...replyIn(words, all.length === 1 ? notice.words.slice(0, contextMax) : ''),
    ...(words !== '' && { text: words }),
  };
}

/** Whom the mail was for before it was forwarded to this address. */
function originOf(lines: readonly Line[], place: Place, all: readonly Place[]): string | undefined {
  if (place.line < 0) return undefined;
  const origins = blockAt(lines, place.line, all).flatMap(({ text }) =>
    addressesIn(text).filter(({ start }) => labelOf(text.slice(0, start)) === 'origin'),
  );
  const [origin] = origins.filter(({ address }) => addressKey(address) !== addressKey(place.address));
  return origin?.address;
}

function wordsAbout(notice: Notice, place: Place, all: readonly Place[]): string {
  const { lines } = notice;
  const block = place.line < 0 ? '' : joined(blockAt(lines, place.line, all));
  if (hasReply(block)) return block;
  const transcript = joined(repliesNaming(lines, place.address));
  if (transcript !== '') return joinedWords(block, transcript);
  const isSole = all.length === 1;
  if (!isSole && failurePhrase.isIn(block)) return block;
  const common = joined(lines.filter(({ text }) => isReply(text)));
  if (common !== '') return joinedWords(block, common);
  if (failurePhrase.isIn(block)) return block;
  return joinedWords(block, joined(lines.filter(({ text }) => failurePhrase.isIn(text))));
}

/** The line of the address and those under it, to an empty line that is not followed by indented text, or to the next address. */
function blockAt(lines: readonly Line[], at: number, all: readonly Place[]): Line[] {
  const others = new Set(all.map(({ line }) => line));
  const block = [lines[at] as Line];
  for (let i = at + 1; i < lines.length && block.length < blockLinesMax && !others.has(i); i++) {
    const line = lines[i] as Line;
    if (line.text === '' && !/^\s+\S/.test(lines[i + 1]?.text ?? '')) {
      if (block.length > 1 || others.has(i + 1)) break;
      continue;
    }
    block.push(line);
  }
  return block;
}

/** Lines of a transcript with this address and a reply; where the address stands in a command, the reply follows. */
function repliesNaming(lines: readonly Line[], address: string): Line[] {
  const key = addressKey(address);
  return lines.flatMap((line, i) => {
    if (!line.text.toLowerCase().includes(key)) return [];
    if (isReply(line.text)) return [line];
    return /rcpt to/i.test(line.text) ? lines.slice(i + 1, i + 4).filter(({ text }) => isReply(text)) : [];
  });
}

const hasReply = (text: string): boolean =>
  replyCodeIn(text) !== undefined || /(?<![\d.])[45]\.\d{1,3}\.\d{1,3}(?!\.?\d)/.test(text);
const isReply = (text: string): boolean => hasReply(text);

const joined = (lines: readonly Line[]): string =>
  lines
    .map(({ text }) => text.trim())
    .filter((text) => text !== '')
    .join(' ')
    .slice(0, wordsMax);

const joinedWords = (...parts: string[]): string =>
  parts
    .filter((part) => part !== '')
    .join(' ')
    .slice(0, wordsMax);
