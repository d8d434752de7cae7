import type { Body } from '../authentication/authenticate.ts';
import { renameResults } from '../authentication/forged-results.ts';
import { padField } from '../authentication/results-field.ts';
import { ByteBuilder } from '../base/byte-builder.ts';
import { type Bytes, concat, fromLatin1, isAscii, NO_BYTES } from '../base/bytes.ts';
import { EightBitScan } from '../message/eight-bit.ts';
import type { Field, Header } from '../message/fields.ts';
import { HeaderReader, headerBytesMax } from '../message/header-reader.ts';
import type { MemoryBudget } from '../policy/limits.ts';
import type { Content } from '../queue/queue-store.ts';
import type { Spool, SpoolFile } from '../queue/spool.ts';
import { renameNotices } from './forged-notices.ts';
import { headerSection, type Prefix } from './prefix.ts';

/**
 * Octets of one message that stay in memory; what is longer goes to the spool. Not below headerBytesMax, because what we put
 * before the message depends on its header section.
 */
export const draftMemoryBytesMax = headerBytesMax + 64 * 1024;

/** Octets at the start of a message that are kept at hand, where they are asked for. A report of 1,000 recipients has as many. */
export const headBytesMax = 256 * 1024;

/** What a draft needs to know of its message. */
export interface DraftPlan {
  /** Makes what stands before the message, once its header section is known. @param results the fields of our results, or nothing */
  readonly prefixFor: (header: Header, results: string) => Prefix;
  /** Whether the start of the message will be looked at again. */
  readonly keepsHead?: (header: Header) => boolean;
  /** Fields in which somebody else gives himself out for us: they are renamed. */
  readonly forgedResults?: (header: Header) => readonly Field[];
  /** Fields that say what only we say of notices: they are renamed. */
  readonly forgedNotices?: (header: Header) => readonly Field[];
  /** Octets to keep free in a file for the fields of our results; 0 if there will be none. */
  readonly reservedBytes?: (header: Header) => number;
  /** Sees all of the message while it comes in, and keeps nothing of it. */
  readonly watch?: { readonly push: (chunk: Bytes) => void };
}

/** A message of which all has come. */
export interface WholeMessage {
  readonly header: Header;
  readonly headerSection: Bytes;
  readonly body: Body;
  /** The start of it; nothing of a large one whose head was not to be kept, or for which there was no memory. */
  readonly head: Bytes;
  /** Octets of all of it. */
  readonly sizeBytes: number;
  /** Room was kept free for the fields of our results: there must be one. */
  readonly hasRoom: boolean;
}

/**
 * Looks at the message before it is finished: the fields of our results, or undefined to refuse it. Nothing only where nothing is
 * kept free for them.
 */
export type Examine = (message: WholeMessage) => Promise<string | undefined>;

export type DraftResult =
  | { readonly kind: 'complete'; readonly draft: CompleteDraft }
  | { readonly kind: 'header-too-large' }
  | { readonly kind: 'too-many-hops' }
  /** Whoever examined it does not want it. */
  | { readonly kind: 'refused' }
  /** The budget of all sessions together is used up. */
  | { readonly kind: 'no-memory' };

export interface CompleteDraft {
  readonly content: Content;
  readonly prefix: Prefix;
  readonly header: Header;
  /** Its header section with the empty line; nothing if it is all body. */
  readonly headerSection: Bytes;
  /** Octets of the message as it came, without the prefix. */
  readonly sizeBytes: number;
  readonly isHeader8bit: boolean;
  readonly isBody8bit: boolean;
}

/** RFC 5321 §6.3: a threshold of 100 Received fields or more. */
export const receivedFieldsMax = 100;

/** A message on its way in: collects it, in memory or in the spool, and learns what its acceptance depends on. */
export class Draft {
  readonly #spool: Spool;
  readonly #memory: MemoryBudget;
  readonly #plan: DraftPlan;
  readonly #reader = new HeaderReader();
  readonly #eightBit = new EightBitScan();
  readonly #held = new ByteBuilder();
  /** Our share of the memory of all sessions. */
  #reservedBytes = 0;
  #sizeBytes = 0;
  #file: SpoolFile | undefined;
  #prefix: Prefix | undefined;
  /** Of a message that lies in the spool. */
  #head: Bytes = NO_BYTES;
  /** What the spool met while the content came; told when it is complete. */
  #failure: unknown;
  /** Set once the message cannot be accepted any more. */
  #verdict: Exclude<DraftResult['kind'], 'complete' | 'refused'> | undefined;
  /** Set once it was discarded, by whomever; octets that still come are thrown away. */
  #isOver = false;

  constructor(spool: Spool, memory: MemoryBudget, plan: DraftPlan) {
    this.#spool = spool;
    this.#memory = memory;
    this.#plan = plan;
  }

  /** Takes the next octets, copying what it keeps. A promise, which never rejects, means: wait before you bring more. */
  push(chunk: Bytes): void | Promise<void> {
    if (this.#isOver) return;
    this.#sizeBytes += chunk.length;
    this.#eightBit.push(chunk);
    this.#plan.watch?.push(chunk);
    if (this.#file) return this.#guard(this.#file.write(chunk));
    if (!this.#reserveFor(chunk.length)) return this.#refuse('no-memory');
    if (this.#reader.push(chunk) === 'header-too-large') return this.#refuse('header-too-large');
    this.#held.push(chunk);
    if (this.#held.length > draftMemoryBytesMax) return this.#guard(this.#moveToSpool());
  }

  /** The message is over. @throws StoreFullError, StoreError */
  async finish(examine: Examine = async () => ''): Promise<DraftResult> {
    if (this.#failure) throw this.#failure;
    if (!this.#verdict && this.#reader.end() === 'header-too-large') await this.#refuse('header-too-large');
    if (this.#verdict) return { kind: this.#verdict };
    const { header } = this.#reader;
    if (header.count('Received') >= receivedFieldsMax) return { kind: 'too-many-hops' };
    const results = await examine(this.#whole(header));
    if (results === undefined) return { kind: 'refused' };
    const prefix = this.#prefix ?? this.#plan.prefixFor(header, results);
    const content = this.#file
      ? await this.#finishFile(this.#file, prefix, header, results)
      : this.#contentInMemory(prefix, header);
    const draft = { content, prefix, header, sizeBytes: this.#sizeBytes, ...this.#look(header) };
    return { kind: 'complete', draft };
  }

  /** Gives back the memory, and removes the file. Call it once the message is stored or given up; it never rejects. */
  async discard(): Promise<void> {
    this.#isOver = true;
    this.#releaseMemory();
    const file = this.#file;
    this.#file = undefined;
    await file?.discard().catch(() => {});
  }

  #headAtHand(): Bytes {
    return this.#file ? this.#head : this.#held.bytes.subarray(0, headBytesMax);
  }

  #whole(header: Header): WholeMessage {
    const section = headerSection(header);
    const offset = section.length + (this.#prefix?.bytes.length ?? 0);
    const content: Content = this.#file?.written() ?? { kind: 'bytes', bytes: this.#held.bytes };
    const body: Body =
      content.kind === 'file'
        ? { kind: 'file', path: content.path, offset, sizeBytes: content.sizeBytes - offset }
        : { kind: 'bytes', bytes: content.bytes.subarray(offset) };
    const hasRoom = this.#file !== undefined && this.#reservedFor(header) > 0;
    return {
      header,
      headerSection: section,
      body,
      head: this.#headAtHand(),
      sizeBytes: this.#sizeBytes,
      hasRoom,
    };
  }

  /** Nothing is renamed before it was examined: a signature may be about it. */
  #contentInMemory(prefix: Prefix, header: Header): Content {
    const bytes = concat([prefix.bytes, this.#held.bytes]);
    this.#renameForged(bytes.subarray(prefix.bytes.length), header);
    return { kind: 'bytes', bytes };
  }

  async #finishFile(file: SpoolFile, prefix: Prefix, header: Header, results: string): Promise<Content> {
    const reserved = this.#reservedFor(header);
    if (reserved > 0) await file.overwrite(prefix.returnPathBytes, fromLatin1(padField(results, reserved)));
    return await file.finish();
  }

  #reservedFor(header: Header): number {
    return this.#plan.reservedBytes?.(header) ?? 0;
  }

  /** @param bytes begin with the header section; they are changed where they lie */
  #renameForged(bytes: Bytes, header: Header): void {
    renameResults(bytes, this.#plan.forgedResults?.(header) ?? []);
    renameNotices(bytes, this.#plan.forgedNotices?.(header) ?? []);
  }

  /** By now the header section has ended: it is shorter than what stays in memory. */
  async #moveToSpool(): Promise<void> {
    const file = await this.#spool.open();
    // The session may have ended while we waited.
    if (this.#isOver) return await file.discard();
    this.#file = file;
    const { header } = this.#reader;
    this.#prefix = this.#plan.prefixFor(header, ' '.repeat(this.#reservedFor(header)));
    const start = concat([this.#prefix.bytes, this.#held.bytes]);
    this.#renameForged(start.subarray(this.#prefix.bytes.length), header);
    await file.write(start);
    const head = this.#held.bytes.subarray(0, headBytesMax);
    this.#releaseMemory();
    if (this.#plan.keepsHead?.(header)) this.#keepHead(head);
  }

  /** Who waits for memory may have taken what we had: then it has to do without. */
  #keepHead(head: Bytes): void {
    if (this.#isOver || !this.#memory.reserve(head.length)) return;
    this.#reservedBytes = head.length;
    this.#head = new Uint8Array(head);
  }

  #guard(work: Promise<void>): Promise<void> {
    return work.catch((error: unknown) => {
      this.#failure = error;
      return this.discard();
    });
  }

  #refuse(verdict: Exclude<DraftResult['kind'], 'complete' | 'refused'>): Promise<void> {
    this.#verdict = verdict;
    return this.discard();
  }

  /** Until its end is found, the header section is kept a second time. */
  #reserveFor(count: number): boolean {
    const bytes = this.#held.growthFor(count) + (this.#reader.progress === 'reading' ? count : 0);
    if (!this.#memory.reserve(bytes)) return false;
    this.#reservedBytes += bytes;
    return true;
  }

  #releaseMemory(): void {
    this.#memory.release(this.#reservedBytes);
    this.#reservedBytes = 0;
    this.#held.clear();
    this.#head = NO_BYTES;
  }

  /** A message may have no empty line, so that octets that were taken for its header are body after all. */
  #look(header: Header): Pick<CompleteDraft, 'headerSection' | 'isHeader8bit' | 'isBody8bit'> {
    const section = headerSection(header);
    const rest = header.bytes.subarray(section.length);
    const { isHeader8bit, isBody8bit } = this.#eightBit;
    return {
      headerSection: section,
      isHeader8bit: isHeader8bit && !isAscii(section),
      isBody8bit: isBody8bit || (isHeader8bit && !isAscii(rest)),
    };
  }
}
