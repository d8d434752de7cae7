import { type Signal, signal } from '@preact/signals';
import type { JmapClient } from '../jmap/client.ts';
import { type Email, wholeEmail } from '../jmap/mail.ts';
import type { GetResponse } from '../jmap/protocol.ts';
import type { Mail } from '../state/mail.ts';
import { AddressChecks } from './address-checks.ts';
import { Contacts } from './contacts.ts';
import { type Draft, draftOf } from './draft.ts';
import type { OwnMailboxes, Sending } from './sending.ts';
import { unsend } from './sending.ts';
import { type Identity, Writing } from './writing.ts';

/** What is being written on the desk, and what has just been sent and may still be stopped. */
export class DeskWriting {
  readonly current: Signal<Writing | undefined> = signal(undefined);
  readonly justSent: Signal<(Sending & { readonly draft: Draft }) | undefined> = signal(undefined);
  readonly jmap: JmapClient;
  readonly checks: AddressChecks;
  readonly contacts: Contacts;
  readonly #mail: Mail;
  #identities: readonly Identity[] = [];

  constructor(mail: Mail) {
    this.#mail = mail;
    this.jmap = mail.jmap;
    this.checks = new AddressChecks(mail.jmap);
    this.contacts = new Contacts(mail.jmap);
  }

  /** Opens a mail for writing; one that was open is kept first. */
  async open(draft?: Draft, emailId?: string): Promise<void> {
    await this.current.value?.keep();
    const identities = await this.identities();
    const identity = identities.find(({ id }) => id === draft?.identityId) ?? identities[0];
    const mailboxes = this.#mailboxes();
    if (!identity || !mailboxes) throw new Error('this account cannot send mail');
    // Without them nothing is offered, and all the rest works.
    this.contacts.load(mailboxes.sent).catch(() => {});
    this.current.value = new Writing(this.#mail.jmap, mailboxes, identity, {
      ...(draft && { draft }),
      ...(emailId !== undefined && { emailId }),
    });
  }

  async identities(): Promise<readonly Identity[]> {
    if (this.#identities.length === 0) {
      const { list } = await this.#mail.jmap.call<GetResponse<Identity>>('Identity/get', { ids: null });
      this.#identities = list;
    }
    return this.#identities;
  }

  /** @throws SetRefusedError, OfflineError */
  async send(): Promise<void> {
    const writing = this.current.value;
    if (!writing) return;
    const draft = writing.draft.value;
    const sending = await writing.send();
    this.current.value = undefined;
    this.justSent.value = { ...sending, draft };
  }

  /** Stops what was just sent and opens it again. @throws SetRefusedError if it is too late */
  async undo(): Promise<void> {
    const sent = this.justSent.value;
    const mailboxes = this.#mailboxes();
    if (!sent || !mailboxes) return;
    this.justSent.value = undefined;
    await unsend(this.jmap, sent, mailboxes);
    // What hangs on it hangs on the mail that was sent.
    const { list } = await this.jmap.call<GetResponse<Email>>('Email/get', {
      ids: [sent.emailId],
      ...wholeEmail,
    });
    const [email] = list;
    await this.open(email ? draftOf(email, sent.draft.text) : sent.draft, sent.emailId);
  }

  async close(): Promise<void> {
    await this.current.value?.keep();
    this.current.value = undefined;
  }

  async discard(): Promise<void> {
    await this.current.value?.discard();
    this.current.value = undefined;
  }

  #mailboxes(): OwnMailboxes | undefined {
    const [drafts, sent] = ['drafts', 'sent'].map((role) => this.#mail.mailboxOf(role)?.id);
    return drafts === undefined || sent === undefined ? undefined : { drafts, sent };
  }
}
