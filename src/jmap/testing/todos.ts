import * as v from 'valibot';
import type { AccountId } from '../../accounts/accounts.ts';
import { err, ok } from '../../base/result.ts';
import { orNull } from '../arguments.ts';
import type { Capability, SessionAccount } from '../capability.ts';
import type { JsonObject } from '../json.ts';
import { applyPatch } from '../patch.ts';
import { invalidProperties, setError } from '../set-error.ts';
import { changesMethod } from '../standard/changes.ts';
import { copyMethod } from '../standard/copy.ts';
import { type Filter, matchesFilter } from '../standard/filter.ts';
import { getMethod } from '../standard/get.ts';
import { oneByOne } from '../standard/one-by-one.ts';
import { queryMethod } from '../standard/query.ts';
import { queryChangesMethod } from '../standard/query-changes.ts';
import { setMethod } from '../standard/set.ts';
import { cutWindow } from '../standard/window.ts';

export const todoUri = 'https://example.com/jmap/todo';

interface Change {
  readonly id: string;
  readonly kind: 'created' | 'updated' | 'destroyed';
}

interface TodoList {
  readonly todos: Map<string, JsonObject & { readonly id: string }>;
  readonly log: Change[];
}

/** The data type of the examples of RFC 8620 §5.7, in memory, with all standard methods. */
export class Todos {
  readonly #lists = new Map<string, TodoList>();
  #nextId = 1;

  /** Puts a todo into an account as if another user had done it. */
  add(account: string, todo: JsonObject): string {
    const id = `T${this.#nextId++}`;
    const { todos, log } = this.#list(account);
    todos.set(id, { keywords: {}, subTodoIds: null, ...todo, id });
    log.push({ id, kind: 'created' });
    return id;
  }

  get capability(): Capability {
    return {
      uri: todoUri,
      ofServer: {},
      ofAccount: () => ({ 'most todos': 100 }),
      states: { Todo: async (account) => this.#state(account) },
      methods: { ...this.#readers(), ...this.#writers(), ...this.#queries() },
    };
  }

  #readers(): Capability['methods'] {
    return {
      'Todo/get': getMethod({
        capability: todoUri,
        hasProperty: (name) => ['id', 'title', 'keywords', 'subTodoIds'].includes(name),
        defaultProperties: ['title', 'keywords', 'subTodoIds'],
        extra: { shout: orNull(v.boolean()) },
        get: async ({ account, ids, extra }) => {
          const { todos } = this.#list(account.id);
          const found = (ids ?? [...todos.keys()]).flatMap((id) => todos.get(id) ?? []);
          const list = found.map((todo) => (extra.shout ? { ...todo, title: `${todo.title}!` } : todo));
          return { state: this.#state(account.id), list };
        },
      }),
      'Todo/changes': changesMethod({
        capability: todoUri,
        changes: async ({ account, sinceState, changesMax }) => {
          const { log } = this.#list(account.id);
          const since = Number(sinceState);
          if (!(since <= log.length)) return undefined;
          const part = log.slice(since, since + changesMax);
          const ids = (kind: Change['kind']) => part.flatMap((each) => (each.kind === kind ? each.id : []));
          return {
            newState: String(since + part.length),
            hasMoreChanges: since + part.length < log.length,
            created: ids('created'),
            updated: ids('updated'),
            destroyed: ids('destroyed'),
            extra: { updatedProperties: null },
          };
        },
      }),
    };
  }

  #writers(): Capability['methods'] {
    const state = async (account: SessionAccount) => this.#state(account.id);
    return {
      'Todo/set': setMethod({
        capability: todoUri,
        state,
        apply: oneByOne({
          create: async (record, { account }, { createdIds }) => {
            if (typeof record.title !== 'string') return err(invalidProperties(['title'], 'a text'));
            const references = (record.subTodoIds ?? []) as readonly string[];
            const subTodoIds = references.map((each) => createdIds.resolve(each));
            if (!subTodoIds.every((each) => each !== undefined))
              return err(invalidProperties(['subTodoIds']));
            return ok({ id: this.add(account.id, { ...record, subTodoIds }) });
          },
          update: async (id, patch, { account }) => {
            const { todos, log } = this.#list(account.id);
            const todo = todos.get(id);
            if (!todo) return err(setError('notFound'));
            const patched = applyPatch(todo, patch, { keywords: {} });
            if (!patched.ok) return patched;
            todos.set(id, { ...patched.value, id });
            log.push({ id, kind: 'updated' });
            return ok(null);
          },
          destroy: async (id, { account }) => {
            const { todos, log } = this.#list(account.id);
            if (!todos.delete(id)) return setError('notFound');
            log.push({ id, kind: 'destroyed' });
            return undefined;
          },
        }),
      }),
      'Todo/copy': copyMethod({
        capability: todoUri,
        setMethod: 'Todo/set',
        state,
        copy: async (from, to, { id, changes }) => {
          const todo = this.#list(from.id).todos.get(id);
          return todo ? ok({ id: this.add(to.id, { ...todo, ...changes }) }) : err(setError('notFound'));
        },
      }),
    };
  }

  #queries(): Capability['methods'] {
    const terms = {
      capability: todoUri,
      condition: { hasKeyword: v.exactOptional(v.string()) },
      sort: { properties: ['title', 'keyword'], withKeyword: ['keyword'] },
      extra: { backwards: v.optional(v.boolean(), false) },
    };
    return {
      'Todo/query': queryMethod({
        ...terms,
        idsMax: 50,
        query: async ({ account, filter, window, extra }) => {
          const all = this.#find(account.id, filter);
          const cut = cutWindow(extra.backwards ? all.toReversed() : all, window);
          const facts = { queryState: this.#state(account.id), canCalculateChanges: true };
          return cut && { ...facts, ...cut, total: all.length };
        },
      }),
      'Todo/queryChanges': queryChangesMethod({
        ...terms,
        queryChanges: async ({ account, filter, sinceQueryState }) => {
          const { log } = this.#list(account.id);
          if (!(Number(sinceQueryState) <= log.length)) return undefined;
          const touched = new Set(log.slice(Number(sinceQueryState)).map(({ id }) => id));
          const now = this.#find(account.id, filter);
          const added = now.map((id, index) => ({ id, index })).filter(({ id }) => touched.has(id));
          const newQueryState = this.#state(account.id);
          return { newQueryState, removed: [...touched], added, total: now.length };
        },
      }),
    };
  }

  #find(account: string, filter: Filter<{ readonly hasKeyword?: string }> | undefined): string[] {
    const all = [...this.#list(account).todos.values()];
    const meets = (todo: JsonObject) =>
      !filter ||
      matchesFilter(
        filter,
        ({ hasKeyword }) =>
          hasKeyword === undefined || Object.hasOwn(todo.keywords as JsonObject, hasKeyword),
      );
    return all.filter(meets).map(({ id }) => id);
  }

  #list(account: string): TodoList {
    const known = this.#lists.get(account);
    if (known) return known;
    const list: TodoList = { todos: new Map(), log: [] };
    this.#lists.set(account, list);
    return list;
  }

  #state(account: AccountId | string): string {
    return String(this.#list(account).log.length);
  }
}
