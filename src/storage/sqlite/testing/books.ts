import assert from 'node:assert/strict';
import type { DatabaseSync } from 'node:sqlite';

/** What must be true of every committed state (schema.ts): each query finds what is wrong. */
const audits: Readonly<Record<string, string>> = {
  'a message counts the recipients that are not settled': `
    SELECT queue_id FROM message JOIN (
      SELECT queue_id, sum(phase < 2) AS open, max(settled_at) AS last
      FROM recipient GROUP BY queue_id)
      USING (queue_id)
    WHERE unsettled <> open OR settled_at IS NOT iif(open = 0, last, NULL)`,
  'no recipient is without its message, and no message without recipients': `
    SELECT queue_id FROM recipient WHERE queue_id NOT IN (SELECT queue_id FROM message)
    UNION ALL SELECT queue_id FROM message WHERE queue_id NOT IN (SELECT queue_id FROM recipient)`,
  'a content counts who needs it, and is there as long as somebody does': `
    WITH needed AS (
      SELECT content FROM message WHERE unsettled > 0 UNION ALL SELECT content FROM email UNION ALL SELECT content FROM upload)
    SELECT content_id FROM content
      WHERE "references" <> (SELECT count(*) FROM needed WHERE content = content_id)
    UNION ALL SELECT content FROM needed WHERE content NOT IN (SELECT content_id FROM content)`,
  'a lane is there if anything can be claimed from it, and knows its earliest due': `
    WITH claimable AS (
      SELECT sender, destination, min(due) AS first FROM recipient WHERE phase = 0 AND held = 0 GROUP BY sender, destination)
    SELECT sender FROM claimable LEFT JOIN lane USING (sender, destination) WHERE next_due IS NOT first
    UNION ALL SELECT sender FROM lane WHERE (sender, destination) NOT IN (SELECT sender, destination FROM claimable)`,
  'the columns of a state are those of its phase': `
    SELECT queue_id FROM recipient WHERE (phase = 0) <> (due IS NOT NULL) OR (phase = 1) <> (lease IS NOT NULL)
      OR (phase = 1) <> (lease_until IS NOT NULL) OR (phase = 1) <> (since IS NOT NULL)
      OR (phase = 2) <> (settled_at IS NOT NULL) OR (phase = 2) <> (outcome IS NOT NULL)`,
  'a mailbox counts its emails, and gives no uid twice': `
    SELECT mailbox_id FROM mailbox LEFT JOIN (
      SELECT mailbox, count(*) AS entries, sum(is_unread) AS unread_entries, max(uid) AS last
      FROM mailbox_entry JOIN email ON email_id = email GROUP BY mailbox)
      ON mailbox = mailbox_id
    WHERE emails <> coalesce(entries, 0) OR unread <> coalesce(unread_entries, 0) OR uid_next <= coalesce(last, 0)`,
  'a digested email is of a thread, and its entries say so': `
    SELECT email_id FROM email WHERE (thread_id IS NULL) <> (modseq IS NULL) OR (thread_id IS NULL) <> (digest IS NULL)
    UNION ALL SELECT email FROM mailbox_entry AS entry JOIN email ON email_id = email WHERE entry.thread_id IS NOT email.thread_id
    UNION ALL SELECT email_id FROM email WHERE thread_id IS NOT NULL AND thread_id NOT IN (SELECT thread_id FROM thread)
    UNION ALL SELECT thread_id FROM thread WHERE thread_id NOT IN (SELECT thread_id FROM email WHERE thread_id IS NOT NULL)`,
  'no modseq is above that of its account': `
    SELECT email_id FROM email JOIN account_mail AS mail USING (account_id) WHERE email.modseq > mail.email_modseq
    UNION ALL SELECT mailbox_id FROM mailbox JOIN account_mail AS mail USING (account_id)
      WHERE max(mailbox.modseq, counts_modseq) > mail.mailbox_modseq
    UNION ALL SELECT thread_id FROM thread JOIN account_mail AS mail USING (account_id) WHERE thread.modseq > mail.thread_modseq`,
  'an account counts its emails and their octets': `
    SELECT account_id FROM account_mail LEFT JOIN (
      SELECT account_id, count(*) AS counted, sum(size_bytes) AS octets FROM email GROUP BY account_id) USING (account_id)
    WHERE emails <> coalesce(counted, 0) OR bytes <> coalesce(octets, 0)`,
  'an email lies in some mailbox of its account, and is there as long as it lies in one': `
    SELECT email_id FROM email WHERE NOT EXISTS (
      SELECT 1 FROM mailbox_entry JOIN mailbox ON mailbox_id = mailbox WHERE email = email_id AND mailbox.account_id = email.account_id)
    UNION ALL SELECT email FROM mailbox_entry WHERE email NOT IN (SELECT email_id FROM email)`,
  'no entry is without its mailbox, no history without its message': `
    SELECT uid FROM mailbox_entry WHERE mailbox NOT IN (SELECT mailbox_id FROM mailbox)
    UNION ALL SELECT history_id FROM history WHERE queue_id NOT IN (SELECT queue_id FROM message)`,
};

/** Asserts that the books balance. */
export function assertBooksBalance(database: DatabaseSync): void {
  for (const [rule, sql] of Object.entries(audits)) assert.deepEqual(database.prepare(sql).all(), [], rule);
  assert.deepEqual({ ...database.prepare('PRAGMA integrity_check').get() }, { integrity_check: 'ok' });
}
