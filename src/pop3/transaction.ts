import type { AccountId } from '../accounts/accounts.ts';
import type { Bytes } from '../base/bytes.ts';
import { invariant } from '../base/invariant.ts';
import type { MailboxEntry } from '../mailbox/mailbox-store.ts';
import type { CommandOf } from './command.ts';
import { DotStuffer } from './dot-stuffer.ts';
import { Maildrop, scanListing, uniqueIdListing } from './maildrop.ts';
import type { PhaseHolder } from './phases.ts';
import type { Speaker } from './speaker.ts';
import { Top } from './top.ts';

export type TransactionCommand = CommandOf<
  'STAT' | 'LIST' | 'UIDL' | 'RETR' | 'TOP' | 'DELE' | 'RSET' | 'NOOP'
>;

/** The TRANSACTION and UPDATE states (RFC 1939 §5, §6): the maildrop is open. */
export class Transaction {
  readonly #account: AccountId;
  readonly #maildrop: Maildrop;
  readonly #phase: PhaseHolder;
  readonly #speaker: Speaker;
  /** The response that is on its way: what was asked for, and how it is written. */
  #response:
    | { readonly entry: MailboxEntry; readonly top: Top | undefined; readonly lines: DotStuffer }
    | undefined;

  constructor(account: AccountId, entries: readonly MailboxEntry[], phase: PhaseHolder, speaker: Speaker) {
    this.#account = account;
    this.#maildrop = new Maildrop(entries);
    this.#phase = phase;
    this.#speaker = speaker;
    speaker.accept(this.#summary());
  }

  command(command: TransactionCommand): void {
    switch (command.kind) {
      case 'STAT':
        this.#speaker.accept(`${this.#maildrop.count} ${this.#maildrop.sizeBytes}`);
        break;
      case 'LIST':
        this.#list(command.message, scanListing);
        break;
      case 'UIDL':
        this.#list(command.message, uniqueIdListing);
        break;
      case 'RETR':
        this.#fetch(command.message, undefined);
        break;
      case 'TOP':
        this.#fetch(command.message, new Top(command.lines));
        break;
      case 'DELE':
        this.#delete(command.message);
        break;
      case 'RSET':
        this.#maildrop.unmarkAll();
        this.#speaker.accept(this.#summary());
        break;
      case 'NOOP':
        this.#speaker.accept();
    }
  }

  /** The message that was asked for can be read: its content follows. */
  found(): void {
    this.#phase.move('message-found');
    const { entry, top } = this.#responding();
    this.#speaker.accept(top ? 'the top of the message follows' : `${entry.sizeBytes} octets`);
  }

  notFound(isGone: boolean): void {
    this.#phase.move('refused');
    this.#response = undefined;
    if (isGone) this.#speaker.refuse('the message is there no more');
    else this.#speaker.refuse('the message cannot be read now', 'SYS/TEMP');
  }

  content(chunk: Bytes): void {
    const { top, lines } = this.#responding();
    const part = top?.take(chunk) ?? { bytes: chunk, isComplete: false };
    this.#speaker.send(lines.push(part.bytes));
    if (!part.isComplete) return;
    this.#speaker.output({ kind: 'stop-content' });
    this.contentEnd();
  }

  contentEnd(): void {
    this.#speaker.send(this.#responding().lines.end());
    this.#response = undefined;
    this.#phase.move('message-ended');
  }

  /** RFC 1939 §6: only now messages go. */
  quit(): void {
    this.#phase.move('quit');
    const uids = this.#maildrop.deletedUids();
    if (uids.length > 0) this.#speaker.ask({ kind: 'remove', account: this.#account, uids });
    else this.updated(true);
  }

  updated(isDone: boolean): void {
    if (isDone) this.#speaker.accept(`bye, ${this.#summary()}`);
    else this.#speaker.refuse('some deleted messages were not removed', 'SYS/TEMP');
    this.#speaker.close('quit');
  }

  #list(message: number | undefined, describe: (entry: MailboxEntry) => string): void {
    if (message === undefined) {
      this.#speaker.acceptLines(this.#summary(), this.#maildrop.listing(describe));
      return;
    }
    const entry = this.#find(message);
    if (entry) this.#speaker.accept(`${message} ${describe(entry)}`);
  }

  #fetch(message: number, top: Top | undefined): void {
    const entry = this.#find(message);
    if (!entry) return;
    this.#response = { entry, top, lines: new DotStuffer() };
    this.#phase.move('message-asked');
    this.#speaker.ask({ kind: 'read', account: this.#account, uid: entry.uid });
  }

  #delete(message: number): void {
    const entry = this.#find(message);
    if (!entry) return;
    this.#maildrop.markDeleted(entry);
    this.#speaker.accept('the message is marked as deleted');
  }

  /** Says so itself if there is no such message. */
  #find(message: number): MailboxEntry | undefined {
    const entry = this.#maildrop.find(message);
    if (!entry) this.#speaker.refuse('no such message');
    return entry;
  }

  #responding() {
    invariant(this.#response, 'a message was asked for');
    return this.#response;
  }

  #summary(): string {
    const { count, sizeBytes } = this.#maildrop;
    return `${count} ${count === 1 ? 'message' : 'messages'} (${sizeBytes} octets)`;
  }
}
