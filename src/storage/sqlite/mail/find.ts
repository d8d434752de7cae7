import type { SQLInputValue } from 'node:sqlite';
import type { EmailFilter, EmailOrder, EmailQuery } from '../../../mailbox/email-query.ts';
import { accountWord, matchExpression } from './words.ts';

/** SQL with what stands for its question marks. */
export interface Sql {
  readonly text: string;
  readonly values: readonly SQLInputValue[];
}

/**
 * The emails that a query finds, in their order: the columns email, thread_id. A filter that asks for one mailbox is answered from
 * the entries of that mailbox, which lie in the order of their arrival; else from all emails of the account.
 */
export function findSql(account: string, { filter, sort }: Pick<EmailQuery, 'filter' | 'sort'>): Sql {
  const { mailbox, rest } = drivenBy(filter);
  const condition = rest && conditionSql(rest, account);
  const order = orderSql(sort, mailbox === undefined ? 'e.received_at' : 'x.received_at', idOf(mailbox));
  const where = [
    mailbox === undefined
      ? 'e.account_id = ? AND e.thread_id IS NOT NULL'
      : 'x.mailbox = ? AND x.thread_id IS NOT NULL',
    ...(mailbox === undefined
      ? []
      : ['EXISTS (SELECT 1 FROM mailbox WHERE mailbox_id = x.mailbox AND account_id = ?)']),
    ...(condition ? [condition.text] : []),
  ].join(' AND ');
  const needsEmail = condition !== undefined || order.text.includes('e.');
  const from =
    mailbox === undefined
      ? 'email e'
      : `mailbox_entry x${needsEmail ? ' JOIN email e ON e.email_id = x.email' : ''}`;
  const columns = mailbox === undefined ? 'e.email_id AS email, e.thread_id' : 'x.email, x.thread_id';
  return {
    text: `SELECT ${columns} FROM ${from} WHERE ${where} ORDER BY ${order.text}`,
    values: [
      ...(mailbox === undefined ? [] : [mailbox]),
      account,
      ...(condition?.values ?? []),
      ...order.values,
    ],
  };
}

const idOf = (mailbox: number | undefined) => (mailbox === undefined ? 'e.email_id' : 'x.email');

/** The mailbox that the filter as a whole asks for, and what it asks for beside. */
function drivenBy(filter: EmailFilter | undefined): {
  readonly mailbox?: number;
  readonly rest?: EmailFilter;
} {
  if (!filter) return {};
  if (filter.kind === 'in-mailbox') return { mailbox: numberOf(filter.mailbox) };
  if (filter.kind !== 'all') return { rest: filter };
  const [first] = filter.of.filter((each) => each.kind === 'in-mailbox');
  if (!first) return { rest: filter };
  const others = filter.of.filter((each) => each !== first);
  return {
    mailbox: numberOf(first.mailbox),
    ...(others.length > 0 && { rest: { kind: 'all', of: others } }),
  };
}

const joined = (parts: readonly Sql[], by: string): Sql => ({
  text: parts.map(({ text }) => text).join(by),
  values: parts.flatMap(({ values }) => values),
});

const sql = (text: string, ...values: SQLInputValue[]): Sql => ({ text, values });

function conditionSql(filter: EmailFilter, account: string): Sql {
  switch (filter.kind) {
    case 'all':
    case 'any':
    case 'none': {
      const parts = filter.of.map((each) => conditionSql(each, account));
      const { text, values } = joined(parts, filter.kind === 'all' ? ' AND ' : ' OR ');
      const whole = parts.length === 0 ? String(Number(filter.kind === 'all')) : text;
      return sql(filter.kind === 'none' ? `NOT (${whole})` : `(${whole})`, ...values);
    }
    case 'in-mailbox':
      return sql(
        'EXISTS (SELECT 1 FROM mailbox_entry i WHERE i.email = e.email_id AND i.mailbox = ?)',
        numberOf(filter.mailbox),
      );
    case 'in-mailbox-other-than':
      return sql(
        `EXISTS (SELECT 1 FROM mailbox_entry i WHERE i.email = e.email_id
           AND i.mailbox NOT IN (SELECT value FROM json_each(?)))`,
        JSON.stringify(filter.mailboxes.map(numberOf)),
      );
    case 'before':
      return sql('e.received_at < ?', filter.at);
    case 'after':
      return sql('e.received_at >= ?', filter.at);
    case 'size-from':
      return sql('e.size_bytes >= ?', filter.bytes);
    case 'size-below':
      return sql('e.size_bytes < ?', filter.bytes);
    case 'keyword':
    case 'keyword-in-all-of-thread':
    case 'keyword-in-some-of-thread':
      return keywordSql(filter.kind, filter.keyword);
    case 'attachment':
      return sql('e.has_attachment = ?', Number(filter.has));
    case 'text': {
      const match = matchExpression(filter.text, filter.fields, accountWord(account));
      if (match === undefined) return sql('1');
      return sql('e.email_id IN (SELECT rowid FROM email_text WHERE email_text MATCH ?)', match);
    }
    case 'header':
      return sql(
        `EXISTS (SELECT 1 FROM content c WHERE c.content_id = e.content AND has_header(c.bytes, c.file, ?, ?))`,
        filter.name,
        filter.value ?? null,
      );
  }
}

type ByKeyword = 'keyword' | 'keyword-in-all-of-thread' | 'keyword-in-some-of-thread';

function keywordSql(kind: ByKeyword, keyword: string): Sql {
  const sought = ` ${keyword} `;
  switch (kind) {
    case 'keyword':
      return sql('instr(e.keywords, ?) > 0', sought);
    case 'keyword-in-all-of-thread':
      return sql(
        'NOT EXISTS (SELECT 1 FROM email t WHERE t.thread_id = e.thread_id AND instr(t.keywords, ?) = 0)',
        sought,
      );
    case 'keyword-in-some-of-thread':
      return sql(
        'EXISTS (SELECT 1 FROM email t WHERE t.thread_id = e.thread_id AND instr(t.keywords, ?) > 0)',
        sought,
      );
  }
}

const columns = {
  sent: 'e.sent_at',
  size: 'e.size_bytes',
  from: 'e.sort_from',
  to: 'e.sort_to',
  subject: 'e.sort_subject',
} as const;

function orderSql(sort: readonly EmailOrder[], received: string, id: string): Sql {
  const parts = sort.map((order) => {
    const { text, values } = termSql(order, received);
    return sql(`${text} ${order.isAscending ? 'ASC' : 'DESC'}`, ...values);
  });
  // What is equal stands in the direction of the first order: so one index serves both.
  const direction = sort[0]?.isAscending === false ? 'DESC' : 'ASC';
  return joined([...parts, sql(`${id} ${direction}`)], ', ');
}

function termSql({ by, keyword = '' }: EmailOrder, received: string): Sql {
  switch (by) {
    case 'received':
      return sql(received);
    case 'keyword':
    case 'keyword-in-all-of-thread':
    case 'keyword-in-some-of-thread':
      return keywordSql(by, keyword);
    default:
      return sql(columns[by]);
  }
}

const numberOf = (id: string): number => Number(id.slice(1));
