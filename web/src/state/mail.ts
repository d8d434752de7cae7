import { batch, computed, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { JmapClient } from '../jmap/client.ts';
import { type Email, type EmailRow, type Mailbox, rowProperties, wholeEmail } from '../jmap/mail.ts';
import type { ChangesResponse, GetResponse, Id, QueryResponse } from '../jmap/protocol.ts';
import { applyEmailUpdates, type EmailUpdates, setEmails } from './email-updates.ts';
import { emptyWindow, missingPages, pageLength, type QueryWindow, withPage } from './query-window.ts';

/** What the list shows: a mailbox, or what a search finds in all of them. */
export interface Place {
  readonly mailboxId?: Id;
  readonly text?: string;
}

/**
 * The mail of the account as far as the page has seen it. Views read the signals; every change goes through a method, shows at
 * once, and is taken back if the server refuses it.
 */
export class Mail {
  readonly mailboxes: Signal<ReadonlyMap<Id, Mailbox>> = signal(new Map());
  readonly rows: Signal<ReadonlyMap<Id, EmailRow>> = signal(new Map());
  readonly place: Signal<Place> = signal({});
  readonly list: Signal<QueryWindow> = signal(emptyWindow);
  readonly isListLoaded: Signal<boolean> = signal(false);
  readonly jmap: JmapClient;

  readonly #states = new Map<string, string>();
  readonly #pages = new Set<number>();
  readonly #threads = new Map<Id, Signal<readonly Email[] | undefined>>();

  constructor(jmap: JmapClient) {
    this.jmap = jmap;
  }

  /** The mailboxes as a person wants them: those with a task first, in their usual order. */
  readonly shelf: ReadonlySignal<readonly Mailbox[]> = computed(() =>
    [...this.mailboxes.value.values()].sort(
      (a, b) => a.sortOrder - b.sortOrder || a.name.localeCompare(b.name),
    ),
  );

  mailboxOf(role: string): Mailbox | undefined {
    return this.shelf.value.find((each) => each.role === role);
  }

  async loadMailboxes(): Promise<void> {
    const { list, state } = await this.jmap.call<GetResponse<Mailbox>>('Mailbox/get', { ids: null });
    this.#states.set('Mailbox', state);
    this.mailboxes.value = new Map(list.map((each) => [each.id, each]));
  }

  /** Shows another mailbox or search. */
  async open(place: Place): Promise<void> {
    batch(() => {
      this.place.value = place;
      this.list.value = emptyWindow;
      this.isListLoaded.value = false;
    });
    this.#pages.clear();
    await this.#loadPage(0, place);
  }

  /** Called by the list as it scrolls: rows from `from` to before `to` are to be seen. */
  async show(from: number, to: number): Promise<void> {
    const wanted = missingPages(this.list.value, from, to).filter((page) => !this.#pages.has(page));
    await Promise.all(wanted.map((page) => this.#loadPage(page, this.place.value)));
  }

  /** The mails of a conversation, the oldest first; undefined until they are there. */
  thread(threadId: Id): ReadonlySignal<readonly Email[] | undefined> {
    let known = this.#threads.get(threadId);
    if (!known) {
      known = signal(undefined);
      this.#threads.set(threadId, known);
    }
    return known;
  }

  async loadThread(threadId: Id): Promise<void> {
    const { list } = await this.jmap.request((calls) => {
      const threads = calls.call('Thread/get', { ids: [threadId] });
      return calls.call<GetResponse<Email>>('Email/get', {
        '#ids': threads.ref('/list/*/emailIds'),
        ...wholeEmail,
      }).answer;
    });
    this.thread(threadId);
    const known = this.#threads.get(threadId);
    if (known) known.value = [...list].sort((a, b) => (a.receivedAt < b.receivedAt ? -1 : 1));
    this.#keepRows(list);
  }

  /** Changes keywords or mailboxes of mails. @throws SetRefusedError for the first that is refused */
  async update(updates: EmailUpdates): Promise<void> {
    const before = this.rows.value;
    const after = applyEmailUpdates(before, updates);
    this.rows.value = after;
    for (const [, thread] of this.#threads) {
      thread.value = thread.value?.map((email) => ({ ...email, ...pickFlags(after.get(email.id) ?? email) }));
    }
    try {
      await setEmails(this.jmap, { update: updates });
    } catch (error) {
      this.rows.value = before;
      throw error;
    }
  }

  /** Removes mails for ever. */
  async destroy(ids: readonly Id[]): Promise<void> {
    await setEmails(this.jmap, { destroy: ids });
  }

  /** RFC 8620 §7.1: catches up with what changed. @param types those whose state is another now */
  async catchUp(types: ReadonlySet<string>): Promise<void> {
    await Promise.all([
      types.has('Mailbox') ? this.loadMailboxes() : undefined,
      types.has('Email') ? this.#catchUpEmails() : undefined,
    ]);
  }

  async #catchUpEmails(): Promise<void> {
    const since = this.#states.get('Email');
    if (since !== undefined) {
      const changes = await this.jmap
        .call<ChangesResponse>('Email/changes', { sinceState: since, maxChanges: 500 })
        .catch(() => undefined);
      const seen = changes?.updated.filter((id) => this.rows.value.has(id)) ?? [...this.rows.value.keys()];
      if (seen.length > 0) await this.#loadRows(seen);
    }
    const pages = [...this.#pages];
    this.#pages.clear();
    await Promise.all((pages.length > 0 ? pages : [0]).map((page) => this.#loadPage(page, this.place.value)));
    await Promise.all(
      [...this.#threads].filter(([, thread]) => thread.value).map(([id]) => this.loadThread(id)),
    );
  }

  async #loadRows(ids: readonly Id[]): Promise<void> {
    const { list, state } = await this.jmap.call<GetResponse<EmailRow>>('Email/get', {
      ids,
      properties: rowProperties,
    });
    this.#states.set('Email', state);
    this.#keepRows(list);
  }

  async #loadPage(page: number, place: Place): Promise<void> {
    this.#pages.add(page);
    const position = page * pageLength;
    try {
      const [query, emails] = await this.jmap.request((calls) => {
        const found = calls.call<QueryResponse>('Email/query', {
          filter: filterOf(place),
          sort: [{ property: 'receivedAt', isAscending: false }],
          collapseThreads: place.text === undefined,
          calculateTotal: true,
          limit: pageLength,
          position,
        });
        const got = calls.call<GetResponse<EmailRow>>('Email/get', {
          '#ids': found.ref('/ids'),
          properties: rowProperties,
        });
        return Promise.all([found.answer, got.answer]);
      });
      // Meanwhile the person may have gone elsewhere.
      if (place !== this.place.value) return;
      batch(() => {
        this.#states.set('Email', emails.state);
        this.#keepRows(emails.list);
        this.list.value = withPage(this.list.value, { position, ids: query.ids, total: query.total ?? 0 });
        this.isListLoaded.value = true;
      });
    } catch (error) {
      this.#pages.delete(page);
      throw error;
    }
  }

  #keepRows(rows: readonly EmailRow[]): void {
    this.rows.value = new Map([...this.rows.value, ...rows.map((row): [Id, EmailRow] => [row.id, row])]);
  }
}

const filterOf = ({ mailboxId, text }: Place) => ({
  ...(mailboxId === undefined ? {} : { inMailbox: mailboxId }),
  ...(text === undefined ? {} : { text }),
});

const pickFlags = ({ keywords, mailboxIds }: EmailRow) => ({ keywords, mailboxIds });
