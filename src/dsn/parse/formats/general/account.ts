import type { FoundRecipient } from '../../format.ts';
import { failurePhrase } from '../phrases/failure.ts';
import { headingPhrase } from '../phrases/heading.ts';
import { addressesIn, addressKey } from '../text/addresses.ts';
import type { Line } from '../text/lines.ts';
import type { Notice } from '../text/notice.ts';
import { hasReply, replyIn } from '../text/reply.ts';
import { repliesBelow } from './context.ts';
import { labelOf } from './label.ts';

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

/** What a notice says of each of its recipients. What is the same for all is looked for once: there may be a thousand of them. */
export class Account {
  readonly #notice: Notice;
  readonly #places: readonly Place[];
  readonly #placeLines: ReadonlySet<number>;
  #transcript: ReadonlyMap<string, readonly Line[]> | undefined;
  #common: { readonly replies: string; readonly reasons: string } | undefined;

  constructor(notice: Notice, places: readonly Place[]) {
    this.#notice = notice;
    this.#places = places;
    this.#placeLines = new Set(places.map(({ line }) => line));
  }

  of(place: Place): FoundRecipient {
    const block = place.line < 0 ? [] : this.#blockAt(place.line);
    const words = this.#wordsAbout(place, joined(block));
    const originalAddress = originIn(block, place.address);
    const context = this.#places.length === 1 ? this.#notice.words.slice(0, contextMax) : '';
    return {
      address: originalAddress !== undefined && isInternal(place.address) ? originalAddress : place.address,
      ...(originalAddress !== undefined && { originalAddress }),
      ...replyIn(words, context),
      ...(words !== '' && { text: words }),
    };
  }

  /**
   * The block of lines under its address if that has a reply or a reason; else replies elsewhere that name it; else the replies, or
   * the reasons, that are told of all.
   */
  #wordsAbout({ address }: Place, block: string): string {
    if (hasReply(block)) return block;
    this.#transcript ??= transcriptIn(this.#notice.lines);
    const replies = this.#transcript.get(addressKey(address));
    if (replies) return joinedWords(block, joined(replies));
    const isReason = failurePhrase.isIn(block);
    if (isReason && this.#places.length > 1) return block;
    this.#common ??= commonWords(this.#notice.lines);
    if (this.#common.replies !== '') return joinedWords(block, this.#common.replies);
    return isReason ? block : joinedWords(block, this.#common.reasons);
  }

  /** The line of the address and those under it, to an empty line that is not followed by indented text, or to the next address. */
  #blockAt(at: number): Line[] {
    const { lines } = this.#notice;
    const block = [lines[at] as Line];
    for (let i = at + 1; i < lines.length && block.length < blockLinesMax && !this.#placeLines.has(i); i++) {
      const line = lines[i] as Line;
      if (line.text === '' && !/^\s+\S/.test(lines[i + 1]?.text ?? '')) {
        if (block.length > 1 || this.#placeLines.has(i + 1)) break;
        continue;
      }
      block.push(line);
    }
    return block;
  }
}

/** A name that is known within one system only: its host is no domain, but a channel, as in `lisa@ims-ms-daemon`. */
const isInternal = (address: string): boolean => !address.slice(address.lastIndexOf('@') + 1).includes('.');

/** Whom the mail was for before it was forwarded to this address. */
function originIn(block: readonly Line[], address: string): string | undefined {
  const origins = block.flatMap(({ text }) =>
    addressesIn(text).filter(({ start }) => labelOf(text.slice(0, start)) === 'origin'),
  );
  return origins.find((each) => addressKey(each.address) !== addressKey(address))?.address;
}

/** The replies by the addresses that they name; where an address stands in a command, the reply follows. */
function transcriptIn(lines: readonly Line[]): Map<string, Line[]> {
  const transcript = new Map<string, Line[]>();
  lines.forEach((line, i) => {
    if (!line.text.includes('@')) return;
    const replies = hasReply(line.text) ? [line] : repliesTo(lines, i);
    if (replies.length === 0) return;
    for (const { address } of addressesIn(line.text)) {
      const key = addressKey(address);
      transcript.set(key, [...(transcript.get(key) ?? []), ...replies].slice(0, blockLinesMax));
    }
  });
  return transcript;
}

const repliesTo = (lines: readonly Line[], command: number): Line[] =>
  /rcpt to/i.test(lines[command]?.text ?? '') ? repliesBelow(lines, command) : [];

/** Words that announce a list say that it failed, not why. */
function commonWords(lines: readonly Line[]) {
  const replies = joined(lines.filter(({ text }) => hasReply(text)));
  const reasons = lines.filter(({ text }) => failurePhrase.isIn(text));
  const proper = joined(reasons.filter(({ text }) => !headingPhrase.isIn(text)));
  return { replies, reasons: proper === '' ? joined(reasons) : proper };
}

const joined = (lines: readonly Line[]): string => joinedWords(...lines.map(({ text }) => text.trim()));

const joinedWords = (...parts: string[]): string =>
  parts
    .filter((part) => part !== '')
    .join(' ')
    .slice(0, wordsMax);
