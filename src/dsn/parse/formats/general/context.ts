import { replyCodeIn } from '../../reply-in-text.ts';
import { delayPhrase } from '../phrases/delay.ts';
import { failurePhrase } from '../phrases/failure.ts';
import { headingPhrase } from '../phrases/heading.ts';
import { successPhrase } from '../phrases/success.ts';
import { addressesIn, type FoundAddress } from '../text/addresses.ts';
import type { Line } from '../text/lines.ts';
import { contact } from './contact.ts';

/** What stands around an address that has a line for itself: quotes, brackets, bullets, numbers, commas. */
const decoration = /^[\s"'<>()[\]*•·+=#|–—.,:;-]*(?:\(?\d{1,2}[.)]\s?)?[\s"'<>()[\]*•·|-]{0,8}$/;
/** An address of X.400 in whose parts the address proper stands: `c=us;a= ;p=inc;dda:smtp=`. */
const x400 = /^\s{0,8}(?:[a-z]{1,4}=[^;]{0,64};\s?){1,12}(?:dda:smtp=)?$/i;
/** What stands between an address and the words about it. */
const separator = /^[>"']*(?:\s{0,3}(?:[:;,(–-]|\.\.\.)|\s{2}|\t)/;
/** `A message sent by`: the address that follows has not failed. */
const senderHeading =
  /\b(?:sent|message|mail|written|received) (?:by|from)\s?:?$|\bsender(?: is| was)?\s?:$/i;
/** A line of a dialogue in which another command is given, or the next recipient. */
const command = /\b(?:rcpt to|mail from|data|rset|quit)\b/i;

const newsPhrases = [failurePhrase, delayPhrase, successPhrase];
const headingPhrases = [headingPhrase, ...newsPhrases];

/** Lines above an address that are looked at for the heading of its list. */
const headingLinesMax = 8;
/** A title has no more characters. */
const titleMax = 80;
/** Lines below an address that are looked at for a reason; of these, so many with words. */
const reasonLinesMax = 6;
const reasonsMax = 3;
/** Characters behind an address in which a reason begins. */
const reasonLengthMax = 160;

/** An address in the lines of a notice, with what stands around it. */
export class Context {
  readonly before: string;
  readonly after: string;
  readonly #lines: readonly Line[];
  readonly #at: number;

  /** @param at the number of the line */
  constructor(lines: readonly Line[], at: number, { start, end }: FoundAddress) {
    const text = lines[at]?.text ?? '';
    this.before = text.slice(0, start);
    this.after = text.slice(end);
    this.#lines = lines;
    this.#at = at;
  }

  /** Nothing stands before it but decoration and other addresses. */
  get beginsLine(): boolean {
    return isDecoration(this.before);
  }

  /** Nothing stands around it but decoration and other addresses. */
  get isAlone(): boolean {
    return this.beginsLine && isDecoration(this.after);
  }

  /** `homer@springfield.test: words` */
  get leadsLine(): boolean {
    return this.beginsLine && /^\s?[:：]/.test(this.after);
  }

  /** `<homer@springfield.test>: reason`, the oldest form of all. */
  get isBracketedBeforeColon(): boolean {
    return (
      /^\s{0,4}$/.test(this.before) &&
      /^(?: \([^()]{0,300}\))?:/.test(this.after) &&
      /^\s{0,4}</.test(this.#text(0))
    );
  }

  /** A list of failures, or of delays, is announced above it. */
  get isUnderHeading(): boolean {
    const [heading, outer] = this.#headings();
    const isHeaded = isHeading(heading) || (/[:：]$/.test(outer) && isHeading(outer));
    return isHeaded && (this.isAlone || /[:：]$/.test(heading) || separator.test(this.after));
  }

  get isUnderSenderHeading(): boolean {
    return senderHeading.test(this.#headings()[0]);
  }

  /** The words behind it, or below it if it stands alone, say why. */
  get hasReason(): boolean {
    if (this.isAlone) return this.#hasReasonBelow();
    const words = this.after.replace(/^[\s:;,.>)\]"'–-]+/, '');
    return failurePhrase.isIn(words.slice(0, reasonLengthMax)) || replyCodeIn(words) !== undefined;
  }

  /** It is named as one to whom to turn: in its sentence before it, or where that began in the line above. */
  get isContact(): boolean {
    const above = this.#text(-1);
    return contact.test(this.before) || (contact.test(above) && !/[.!?:。]$/.test(above));
  }

  get hasReplyInLine(): boolean {
    return replyCodeIn(this.#text(0)) !== undefined;
  }

  /** As an argument of a command, it got a reply that refuses. */
  get isRefused(): boolean {
    return replyCodeIn(this.after) !== undefined || repliesBelow(this.#lines, this.#at).length > 0;
  }

  /** Its line and those beside it speak of what became of a mail. */
  get isToldOf(): boolean {
    const words = [-1, 0, 1].map((offset) => this.#text(offset).trim()).join(' ');
    return newsPhrases.some((phrase) => phrase.isIn(words));
  }

  #text(offset: number): string {
    return this.#lines[this.#at + offset]?.text ?? '';
  }

  /**
   * The last paragraph above it, without the other addresses of its list; and the one above that, where the last is no more than a
   * title.
   */
  #headings(): readonly [string, string] {
    const paragraphs = [''];
    for (let offset = -1; offset >= -headingLinesMax && this.#at + offset >= 0; offset--) {
      const text = this.#text(offset);
      const last = paragraphs.at(-1) ?? '';
      if (text === '' && last !== '') {
        if (paragraphs.length === 2 || last.length > titleMax) break;
        paragraphs.push('');
      } else if (text !== '' && !isDecoration(text)) {
        paragraphs[paragraphs.length - 1] = `${text.trim()} ${last}`;
      }
    }
    return [(paragraphs[0] ?? '').trim(), (paragraphs[1] ?? '').trim()];
  }

  #hasReasonBelow(): boolean {
    const below = Array.from({ length: reasonLinesMax }, (_, i) => this.#text(i + 1).trim());
    let words = '';
    for (const text of below.filter((each) => each !== '').slice(0, reasonsMax)) {
      words = `${words} ${text}`;
      if (failurePhrase.isIn(words) || replyCodeIn(text) !== undefined) return true;
      if (text.includes('@')) return false;
    }
    return false;
  }
}

/** The replies that refuse, in the lines below a command, up to the next command. */
export function repliesBelow(lines: readonly Line[], at: number): Line[] {
  const below = lines.slice(at + 1, at + 4);
  const next = below.findIndex(({ text }) => command.test(text) && replyCodeIn(text) === undefined);
  return below.slice(0, next === -1 ? undefined : next).filter(({ text }) => replyCodeIn(text) !== undefined);
}

function isDecoration(text: string): boolean {
  if (!text.includes('@')) return decoration.test(text) || x400.test(text);
  const rest = addressesIn(text).reduceRight(
    (left, { start, end }) => left.slice(0, start) + left.slice(end),
    text,
  );
  return decoration.test(rest);
}

/** Whom to ask may be told before, in sentences of its own. */
const isHeading = (heading: string): boolean =>
  heading !== '' &&
  !contact.test(heading.split(/[.!?。]\s/).at(-1) ?? '') &&
  headingPhrases.some((phrase) => phrase.isIn(heading));
