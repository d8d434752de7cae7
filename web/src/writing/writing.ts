import { type Signal, signal } from '@preact/signals';
import type { JmapClient } from '../jmap/client.ts';
import type { EmailAddress } from '../jmap/mail.ts';
import type { Id } from '../jmap/protocol.ts';
import { type Draft, emptyDraft } from './draft.ts';
import { keepDraft, type OwnMailboxes, type Sending, send } from './sending.ts';

/** How safe what is written is. */
export type Kept = 'kept' | 'to-be-kept' | 'keeping' | 'not-kept';

/** As whom one may write (RFC 8621 §6). */
export interface Identity {
  readonly id: Id;
  readonly name: string;
  readonly email: string;
  readonly textSignature: string;
}

/** One mail that is being written, from the first letter to its sending. */
export class Writing {
  readonly draft: Signal<Draft>;
  readonly kept: Signal<Kept> = signal('kept');
  readonly identity: Identity;
  readonly #jmap: JmapClient;
  readonly #mailboxes: OwnMailboxes;
  #emailId: Id | undefined;
  /** What is under way; the next step waits for it, so that no two of them replace the same draft. */
  #step: Promise<unknown> = Promise.resolve();

  constructor(
    jmap: JmapClient,
    mailboxes: OwnMailboxes,
    identity: Identity,
    { draft = emptyDraft, emailId }: { draft?: Draft; emailId?: Id } = {},
  ) {
    this.#jmap = jmap;
    this.#mailboxes = mailboxes;
    this.identity = identity;
    this.draft = signal(draft);
    this.#emailId = emailId;
  }

  change(changes: Partial<Draft>): void {
    this.draft.value = { ...this.draft.value, ...changes };
    this.kept.value = 'to-be-kept';
  }

  /** Writes it to the server if that has not got it yet. Called again and again; it never fails, `kept` says what came of it. */
  async keep(): Promise<void> {
    await this.#next(async () => {
      if (this.kept.value !== 'to-be-kept' && this.kept.value !== 'not-kept') return;
      this.kept.value = 'keeping';
      try {
        const former = this.#emailId;
        const { emailId, moved } = await keepDraft(this.#jmap, this.draft.value, { ...this.#as, former });
        this.#emailId = emailId;
        this.#moveAttachments(moved);
        if (this.kept.value === 'keeping') this.kept.value = 'kept';
      } catch {
        this.kept.value = 'not-kept';
      }
    });
  }

  /** @throws SetRefusedError, OfflineError; the draft is what it was then */
  send(): Promise<Sending> {
    return this.#next(async () => {
      const identityId = this.identity.id;
      const former = this.#emailId;
      const sending = await send(this.#jmap, this.draft.value, { ...this.#as, identityId, former });
      this.#emailId = undefined;
      this.kept.value = 'kept';
      return sending;
    });
  }

  /** Throws it away. */
  async discard(): Promise<void> {
    await this.#next(async () => {
      this.kept.value = 'kept';
      if (this.#emailId !== undefined) await this.#jmap.call('Email/set', { destroy: [this.#emailId] });
    });
  }

  get #as(): { from: EmailAddress; mailboxes: OwnMailboxes } {
    const { name, email } = this.identity;
    return { from: { name: name || null, email }, mailboxes: this.#mailboxes };
  }

  /** What hung on the former self of the draft hangs on the new one. */
  #moveAttachments(moved: ReadonlyMap<Id, Id>): void {
    const attachments = this.draft.value.attachments.map((each) => ({
      ...each,
      blobId: moved.get(each.blobId) ?? each.blobId,
    }));
    this.draft.value = { ...this.draft.value, attachments };
  }

  #next<T>(step: () => Promise<T>): Promise<T> {
    const next = this.#step.then(step);
    this.#step = next.catch(() => {});
    return next;
  }
}
