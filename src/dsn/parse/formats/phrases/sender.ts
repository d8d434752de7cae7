import { anyPhrase } from './phrase.ts';

/** Local parts of programs that write notices. */
export const daemonAddress =
  /^(?:mailer[-_.]?daemon|mail[-_.]?daemon|post[-_.]?(?:master|meister|office)|maildelivery|mail[-_.]?(?:er|delivery|system|admin|administrator|master|router|server|gateway)|delivery|mdaemon|mmdf|pmdf|smtp|smtpd|exim|qmail|uucp|daemon|root|admin|administrator|administrador|sys(?:tem|admin|temadministrator)|system[-_.]?administrator|double-bounce|bounce[sd]?|bounce[-_.].{0,40}|.{0,40}[-_.+]bounces?|e?mail[-_.]?delivery.{0,30}|microsoftexchange[0-9a-f]{10,40}|non?[-_.]?reply|no_reply|do[-_.]?not[-_.]?reply|undeliver.{0,20}|.{0,30}(?:anti-?virus|anti-?spam|gateway|mail-?sweeper|marshal|mail-?guard|mail-?scanner|firewall|spamfilter).{0,30}|nobody|returned?[-_.]?mail|list(?:serv|proc|master|-?owner|-?request)|majordomo|.{1,40}-(?:owner|request|admin)|owner-.{1,40}|errors?|autoreply|auto-?responder|message-?center|notification.?|memo\.?bounce|mx|mta|relay|router)@/i;

/** Display names of such programs. */
export const daemonName = anyPhrase({
  english: [
    String.raw`\b(?:mail ?er[- ]?daemon|post ?master|(?:e-?)?mail ?delivery|delivery (?:sub)?system|mail (?:system|administrator|admin|server|router|gateway|transfer|transport)|system administrator|mail sub-?system|internet mail|delivery (?:agent|service|notification)|mailsweeper|message (?:router|transfer)|microsoft exchange|postoffice|undelivered|auto-?notification|mailmarshal|returned mail|bounce)`,
  ],
  others: [
    'système|systemadministrator|administrador|amministratore|posta|почтов|メール(?:配送|配信|システム)|邮件系统|系統|系统|메일',
  ],
});

/** Subjects of answers and forwards by people. */
export const personalSubject =
  /^\s*(?:re|aw|sv|vs|antw?|rif|ref|odp|отв|fwd?|wg|tr|rv|enc|回复|转发|답장|전달)\s*(?:\[\d{1,3}\]|\^\d{1,3})?\s*[:：]/i;
