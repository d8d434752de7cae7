/**
 * The tables, and how a database of an older version becomes one of this version.
 *
 * Three rules hold in every committed state; the tests check them after each kill:
 * - message.unsettled counts the recipients of the message that are not settled; settled_at is set when it is 0.
 * - content.references counts who needs a content: a message with unsettled recipients, and each email and upload. At 0 it is gone.
 * - lane has one row for each sender and destination with claimable recipients, and next_due is the earliest due of them.
 */

/** 'Evgr': how `file` and we tell our database from others (PRAGMA application_id). */
export const applicationId = 0x45766772;

const tables = `
  CREATE TABLE content (
    content_id INTEGER PRIMARY KEY,
    size_bytes INTEGER NOT NULL,
    "references" INTEGER NOT NULL,
    file TEXT,
    bytes BLOB,
    CHECK ((file IS NULL) <> (bytes IS NULL))
  ) STRICT;
  CREATE UNIQUE INDEX content_file ON content (file) WHERE file IS NOT NULL;

  CREATE TABLE message (
    message_id INTEGER PRIMARY KEY,
    queue_id TEXT NOT NULL UNIQUE,
    sender TEXT NOT NULL,
    reverse_path_key TEXT,
    arrived_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    size_bytes INTEGER NOT NULL,
    return_path_bytes INTEGER NOT NULL,
    detail TEXT NOT NULL,
    recipients INTEGER NOT NULL,
    unsettled INTEGER NOT NULL,
    settled_at INTEGER,
    content INTEGER
  ) STRICT;
  CREATE INDEX message_reverse_path ON message (reverse_path_key, queue_id);
  CREATE INDEX message_open ON message (queue_id) WHERE settled_at IS NULL;
  CREATE INDEX message_open_reverse_path ON message (reverse_path_key, queue_id) WHERE settled_at IS NULL;
  CREATE INDEX message_settled ON message (settled_at) WHERE settled_at IS NOT NULL;

  -- phase: 0 waiting, 1 attempting, 2 settled
  CREATE TABLE recipient (
    queue_id TEXT NOT NULL,
    idx INTEGER NOT NULL,
    sender TEXT NOT NULL,
    destination TEXT NOT NULL,
    address_key TEXT NOT NULL,
    held INTEGER NOT NULL,
    is_delay_reported INTEGER NOT NULL,
    detail TEXT NOT NULL,
    phase INTEGER NOT NULL,
    due INTEGER,
    lease TEXT,
    lease_until INTEGER,
    since INTEGER,
    settled_at INTEGER,
    attempts INTEGER NOT NULL,
    last TEXT,
    outcome TEXT,
    PRIMARY KEY (queue_id, idx)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX recipient_destination ON recipient (destination, queue_id);
  CREATE INDEX recipient_address ON recipient (address_key, queue_id);
  CREATE INDEX recipient_open_destination ON recipient (destination, queue_id) WHERE phase < 2;
  CREATE INDEX recipient_open_address ON recipient (address_key, queue_id) WHERE phase < 2;
  CREATE INDEX recipient_claimable ON recipient (sender, destination, due) WHERE phase = 0 AND held = 0;
  CREATE INDEX recipient_held ON recipient (destination) WHERE phase = 0 AND held = 1;
  CREATE INDEX recipient_leased ON recipient (lease_until) WHERE phase = 1;

  CREATE TABLE lane (
    sender TEXT NOT NULL,
    destination TEXT NOT NULL,
    next_due INTEGER NOT NULL,
    is_ripe INTEGER NOT NULL,
    PRIMARY KEY (sender, destination)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX lane_sleeping ON lane (next_due) WHERE is_ripe = 0;
  CREATE INDEX lane_ripe ON lane (sender, next_due, destination) WHERE is_ripe = 1;
  CREATE INDEX lane_destination ON lane (destination);

  CREATE TABLE history (
    history_id INTEGER PRIMARY KEY,
    queue_id TEXT NOT NULL,
    at INTEGER NOT NULL,
    recipients TEXT NOT NULL,
    event TEXT NOT NULL
  ) STRICT;
  CREATE INDEX history_message ON history (queue_id);

  CREATE TABLE account (
    account_id TEXT PRIMARY KEY,
    address_key TEXT NOT NULL UNIQUE,
    address TEXT NOT NULL,
    quota_bytes INTEGER,
    created_at INTEGER NOT NULL,
    password_hash TEXT,
    scram_iterations INTEGER,
    scram_salt BLOB,
    scram_stored_key BLOB,
    scram_server_key BLOB
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE alias (
    address_key TEXT PRIMARY KEY,
    address TEXT NOT NULL,
    targets TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;

  -- RFC 9051 §2.3.1.1: uid_next and uid_validity; RFC 7162 §3.1.2.1: highest_modseq
  CREATE TABLE mailbox (
    mailbox_id INTEGER PRIMARY KEY,
    account_id TEXT NOT NULL,
    name TEXT NOT NULL,
    uid_validity INTEGER NOT NULL,
    uid_next INTEGER NOT NULL,
    highest_modseq INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    messages INTEGER NOT NULL,
    UNIQUE (account_id, name)
  ) STRICT;

  CREATE TABLE mailbox_entry (
    mailbox INTEGER NOT NULL,
    uid INTEGER NOT NULL,
    modseq INTEGER NOT NULL,
    content INTEGER NOT NULL,
    size_bytes INTEGER NOT NULL,
    received_at INTEGER NOT NULL,
    queue_id TEXT NOT NULL,
    PRIMARY KEY (mailbox, uid)
  ) STRICT, WITHOUT ROWID;
`;

/**
 * An email belongs to an account and lies in one or more of its mailboxes, where it has a uid. The state of an account's mail is a
 * mod-sequence: account_mail.modseq is the last that was given, and each kind of object has that of its own last change. An email
 * has mod-sequences, a thread and what else its columns from `created_modseq` on hold once it has been digested.
 *
 * parent_id is 0 for a mailbox at the top. uid_next and uid_validity: RFC 9051 §2.3.1.1. keywords have a blank before and behind each.
 */
const mailboxesWithRoles = `
  CREATE TABLE account_mail (
    account_id TEXT PRIMARY KEY,
    modseq INTEGER NOT NULL,
    email_modseq INTEGER NOT NULL,
    mailbox_modseq INTEGER NOT NULL,
    thread_modseq INTEGER NOT NULL,
    forgotten_modseq INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    emails INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE email (
    email_id INTEGER PRIMARY KEY AUTOINCREMENT,
    account_id TEXT NOT NULL,
    content INTEGER NOT NULL,
    size_bytes INTEGER NOT NULL,
    received_at INTEGER NOT NULL,
    queue_id TEXT NOT NULL,
    keywords TEXT NOT NULL,
    is_unread INTEGER NOT NULL GENERATED ALWAYS AS (instr(keywords, ' $seen ') = 0 AND instr(keywords, ' $draft ') = 0) STORED,
    created_modseq INTEGER,
    modseq INTEGER,
    thread_id INTEGER,
    sent_at INTEGER,
    sort_subject TEXT,
    sort_from TEXT,
    sort_to TEXT,
    has_attachment INTEGER,
    digest TEXT
  ) STRICT;
  CREATE INDEX email_undigested ON email (account_id) WHERE thread_id IS NULL;
  CREATE INDEX email_changed ON email (account_id, modseq);
  CREATE INDEX email_thread ON email (thread_id);

  ALTER TABLE mailbox RENAME TO old_mailbox;
  ALTER TABLE mailbox_entry RENAME TO old_entry;

  CREATE TABLE mailbox (
    mailbox_id INTEGER PRIMARY KEY AUTOINCREMENT,
    account_id TEXT NOT NULL,
    parent_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    role TEXT,
    sort_order INTEGER NOT NULL,
    is_subscribed INTEGER NOT NULL,
    uid_validity INTEGER NOT NULL,
    uid_next INTEGER NOT NULL,
    created_modseq INTEGER NOT NULL,
    modseq INTEGER NOT NULL,
    counts_modseq INTEGER NOT NULL,
    emails INTEGER NOT NULL,
    unread INTEGER NOT NULL,
    UNIQUE (account_id, parent_id, name)
  ) STRICT;
  CREATE UNIQUE INDEX mailbox_role ON mailbox (account_id, role) WHERE role IS NOT NULL;

  CREATE TABLE mailbox_entry (
    mailbox INTEGER NOT NULL,
    uid INTEGER NOT NULL,
    email INTEGER NOT NULL,
    received_at INTEGER NOT NULL,
    thread_id INTEGER,
    PRIMARY KEY (mailbox, uid)
  ) STRICT, WITHOUT ROWID;
  CREATE UNIQUE INDEX entry_email ON mailbox_entry (email, mailbox);
  CREATE INDEX entry_received ON mailbox_entry (mailbox, received_at, email, thread_id);

  INSERT INTO account_mail
    SELECT account_id, max(highest_modseq), max(highest_modseq), max(highest_modseq), max(highest_modseq), max(highest_modseq),
      sum(bytes), sum(messages) FROM old_mailbox GROUP BY account_id;
  INSERT INTO email (email_id, account_id, content, size_bytes, received_at, queue_id, keywords)
    SELECT row_number() OVER (ORDER BY mailbox, uid), account_id, content, size_bytes, received_at, queue_id, ' '
      FROM old_entry JOIN old_mailbox ON mailbox = mailbox_id;
  INSERT INTO mailbox_entry
    SELECT mailbox, uid, row_number() OVER (ORDER BY mailbox, uid), received_at, NULL FROM old_entry;
  INSERT INTO mailbox
    SELECT mailbox_id, account_id, 0, 'Inbox', 'inbox', 1, 1, uid_validity, uid_next, highest_modseq, highest_modseq, highest_modseq,
      messages, messages FROM old_mailbox;
  INSERT INTO mailbox (account_id, parent_id, name, role, sort_order, is_subscribed, uid_validity, uid_next, created_modseq, modseq,
      counts_modseq, emails, unread)
    SELECT account_id, 0, column1, column2, column3, 1, uid_validity, 1, highest_modseq, highest_modseq, highest_modseq, 0, 0
      FROM old_mailbox, (VALUES ('Drafts', 'drafts', 2), ('Sent', 'sent', 3), ('Archive', 'archive', 4), ('Junk', 'junk', 5),
        ('Trash', 'trash', 6));
  DROP TABLE old_entry;
  DROP TABLE old_mailbox;
`;

/**
 * thread_key: by what emails find their thread. tombstone: what is gone, so that clients hear of it; kind is that of mail/modseq.ts.
 * email_text has the id of the email as its row id, and nothing but the index of words; `account` is one word for each account.
 */
const threadsAndSearch = `
  CREATE TABLE thread (
    thread_id INTEGER PRIMARY KEY,
    account_id TEXT NOT NULL,
    created_modseq INTEGER NOT NULL,
    modseq INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX thread_changed ON thread (account_id, modseq);
  CREATE TABLE thread_key (
    account_id TEXT NOT NULL,
    key BLOB NOT NULL,
    thread_id INTEGER NOT NULL,
    PRIMARY KEY (account_id, key)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX thread_key_thread ON thread_key (thread_id);
  CREATE TABLE tombstone (
    account_id TEXT NOT NULL,
    kind INTEGER NOT NULL,
    modseq INTEGER NOT NULL,
    id INTEGER NOT NULL,
    created_modseq INTEGER NOT NULL,
    PRIMARY KEY (account_id, kind, modseq, id)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX tombstone_age ON tombstone (account_id, modseq);
  CREATE VIRTUAL TABLE email_text USING fts5(account, subject, sender, recipient, cc, bcc, body,
    content = '', contentless_delete = 1, tokenize = "unicode61 remove_diacritics 2");
  CREATE TABLE upload (
    upload_id INTEGER PRIMARY KEY AUTOINCREMENT,
    account_id TEXT NOT NULL,
    content INTEGER NOT NULL,
    size_bytes INTEGER NOT NULL,
    type TEXT NOT NULL,
    at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX upload_account ON upload (account_id, size_bytes);
  CREATE INDEX upload_age ON upload (at);
  CREATE INDEX entry_thread ON mailbox_entry (mailbox, thread_id);
  CREATE INDEX email_unread ON email (account_id, thread_id) WHERE is_unread = 1;
`;

/** Entry n brings a database of version n (PRAGMA user_version; 0 is empty) to version n + 1. Published entries never change. */
export const migrations: readonly string[] = [
  tables,
  'ALTER TABLE account ADD COLUMN language TEXT',
  // Mail that others sent to us has no use for it: its senders begin so (senderKey).
  `CREATE INDEX recipient_reached ON recipient (sender, settled_at)
     WHERE phase = 2 AND substr(sender, 1, 1) NOT IN ('@', '<')`,
  // Reports look at the recipients themselves.
  'ALTER TABLE message DROP COLUMN recipients',
  // By what notices name a message. NULL where all of it was for mailboxes here: nobody sends a notice about that.
  // An ENVID in xtext can be decoded only by what wrote the others.
  `ALTER TABLE recipient ADD COLUMN heard TEXT;
   ALTER TABLE message ADD COLUMN rfc_message_id TEXT;
   ALTER TABLE message ADD COLUMN rfc_envelope_id TEXT;
   UPDATE message SET rfc_message_id = detail ->> '$.facts.messageId',
       rfc_envelope_id = iif(instr(detail ->> '$.envelope.envelopeId', '+') = 0, detail ->> '$.envelope.envelopeId', NULL)
     WHERE queue_id IN (SELECT queue_id FROM recipient WHERE phase < 2 OR outcome ->> '$.kind' IN ('relayed', 'failed'));
   CREATE INDEX message_rfc_message_id ON message (rfc_message_id, queue_id) WHERE rfc_message_id IS NOT NULL;
   CREATE INDEX message_rfc_envelope_id ON message (rfc_envelope_id, queue_id) WHERE rfc_envelope_id IS NOT NULL`,
  'ALTER TABLE alias ADD COLUMN owner TEXT',
  // Reports of the last hour, by what they count against; and which of them told the sender the last word on a recipient.
  `CREATE TABLE counted_report (
     key TEXT NOT NULL,
     at INTEGER NOT NULL,
     report TEXT NOT NULL,
     PRIMARY KEY (key, at, report)
   ) STRICT, WITHOUT ROWID;
   CREATE INDEX counted_report_at ON counted_report (at);
   ALTER TABLE recipient ADD COLUMN last_word TEXT`,
  // Whole in itself: it outlives the message.
  `CREATE TABLE undeliverable (
     number INTEGER PRIMARY KEY AUTOINCREMENT,
     queue_id TEXT NOT NULL,
     at INTEGER NOT NULL,
     reason TEXT NOT NULL,
     detail TEXT NOT NULL,
     header BLOB NOT NULL
   ) STRICT;
   CREATE INDEX undeliverable_message ON undeliverable (queue_id);
   CREATE INDEX undeliverable_at ON undeliverable (at);
   CREATE INDEX undeliverable_reason ON undeliverable (reason)`,
  `CREATE TABLE access_token (
     token_id TEXT PRIMARY KEY,
     account_id TEXT NOT NULL,
     kind TEXT NOT NULL,
     name TEXT NOT NULL,
     digest BLOB NOT NULL UNIQUE,
     created_at INTEGER NOT NULL,
     last_used_at INTEGER NOT NULL,
     expires_at INTEGER
   ) STRICT, WITHOUT ROWID;
   CREATE INDEX access_token_account ON access_token (account_id, created_at);
   CREATE INDEX access_token_expiry ON access_token (expires_at) WHERE expires_at IS NOT NULL`,
  // phase: 0 pending, 1 sending, 2 sent, 3 canceled. The changes of an account are numbered; what happens to a recipient is one of its
  // submission, whoever writes it. Those that were destroyed stay, so that clients hear of it.
  `CREATE TABLE submission (
     queue_id TEXT PRIMARY KEY,
     account_id TEXT NOT NULL,
     send_at INTEGER NOT NULL,
     resend_of TEXT,
     phase INTEGER NOT NULL,
     is_destroyed INTEGER NOT NULL,
     created INTEGER NOT NULL,
     changed INTEGER NOT NULL,
     detail TEXT NOT NULL,
     content BLOB
   ) STRICT, WITHOUT ROWID;
   CREATE INDEX submission_account ON submission (account_id, changed);
   CREATE INDEX submission_due ON submission (send_at, queue_id) WHERE phase < 2;
   CREATE INDEX submission_repeats ON submission (resend_of, queue_id) WHERE resend_of IS NOT NULL;
   CREATE TRIGGER submission_news AFTER UPDATE OF last, outcome, heard ON recipient
     WHEN NEW.last IS NOT OLD.last OR NEW.outcome IS NOT OLD.outcome OR NEW.heard IS NOT OLD.heard
     BEGIN
       UPDATE submission SET changed =
           (SELECT max(other.changed) + 1 FROM submission AS other WHERE other.account_id = submission.account_id)
         WHERE queue_id = NEW.queue_id;
     END;
   CREATE TRIGGER submission_account_gone AFTER DELETE ON account
     BEGIN DELETE FROM submission WHERE account_id = OLD.account_id; END`,
  mailboxesWithRoles,
  // Of notices that nobody can prove, and of tags.
  `CREATE TABLE flood (account_id TEXT PRIMARY KEY, flood TEXT NOT NULL) STRICT, WITHOUT ROWID;
   CREATE TABLE notice_count (
     day INTEGER NOT NULL,
     what TEXT NOT NULL,
     count INTEGER NOT NULL,
     examples TEXT NOT NULL,
     PRIMARY KEY (day, what)
   ) STRICT, WITHOUT ROWID;
   CREATE TABLE tag_exception (
     domain TEXT PRIMARY KEY,
     learnt_at INTEGER NOT NULL,
     reply TEXT NOT NULL
   ) STRICT, WITHOUT ROWID;
   CREATE INDEX tag_exception_age ON tag_exception (learnt_at, domain);
   CREATE TABLE tag_period (since INTEGER NOT NULL) STRICT`,
  // Changes are numbered, and what was removed stays, as with submissions.
  `CREATE TABLE identity (
     account_id TEXT NOT NULL,
     identity_id TEXT NOT NULL,
     detail TEXT NOT NULL,
     is_destroyed INTEGER NOT NULL,
     created INTEGER NOT NULL,
     changed INTEGER NOT NULL,
     PRIMARY KEY (account_id, identity_id)
   ) STRICT, WITHOUT ROWID;
   CREATE INDEX identity_changed ON identity (account_id, changed);
   CREATE TRIGGER identity_account_gone AFTER DELETE ON account
     BEGIN DELETE FROM identity WHERE account_id = OLD.account_id; END`,
  threadsAndSearch,
  `CREATE TABLE suppression (
     account_id TEXT NOT NULL,
     address TEXT NOT NULL,
     at INTEGER NOT NULL,
     detail TEXT NOT NULL,
     PRIMARY KEY (account_id, address)
   ) STRICT, WITHOUT ROWID;
   CREATE INDEX suppression_age ON suppression (account_id, at DESC, address);
   CREATE TRIGGER suppression_account_gone AFTER DELETE ON account
     BEGIN DELETE FROM suppression WHERE account_id = OLD.account_id; END`,
  `CREATE TABLE push_subscription (
     subscription_id TEXT PRIMARY KEY,
     account_id TEXT NOT NULL,
     credential TEXT NOT NULL,
     expires_at INTEGER NOT NULL,
     detail TEXT NOT NULL
   ) STRICT, WITHOUT ROWID;
   CREATE INDEX push_subscription_account ON push_subscription (account_id, credential);
   CREATE INDEX push_subscription_expiry ON push_subscription (expires_at)`,
  // Queue ids grow: a new one goes to the end.
  `CREATE INDEX email_queue_id ON email (queue_id) WHERE queue_id <> ''`,
  // All that lists and searches of a whole account look at, in the order of arrival. Mail that comes in is not in it before its digest.
  `CREATE INDEX email_list ON email (account_id, received_at, email_id, thread_id, keywords, has_attachment, size_bytes)
     WHERE thread_id IS NOT NULL`,
  // Beginnings of two letters have an index of their own: thousands of words may begin so. Nothing was digested before this version.
  `DROP TABLE email_text;
   CREATE VIRTUAL TABLE email_text USING fts5(account, subject, sender, recipient, cc, bcc, body,
     content = '', contentless_delete = 1, prefix = '2', tokenize = "unicode61 remove_diacritics 2")`,
  // What accounts answer while their owners are away, and whom they have answered.
  `CREATE TABLE vacation (
     account_id TEXT PRIMARY KEY,
     detail TEXT NOT NULL,
     words TEXT NOT NULL,
     changed INTEGER NOT NULL
   ) STRICT, WITHOUT ROWID;
   CREATE TABLE answered (
     account_id TEXT NOT NULL,
     sender TEXT NOT NULL,
     until INTEGER NOT NULL,
     PRIMARY KEY (account_id, sender)
   ) STRICT, WITHOUT ROWID;
   CREATE INDEX answered_until ON answered (account_id, until);
   CREATE TRIGGER vacation_account_gone AFTER DELETE ON account BEGIN
     DELETE FROM vacation WHERE account_id = OLD.account_id;
     DELETE FROM answered WHERE account_id = OLD.account_id;
   END`,
];
