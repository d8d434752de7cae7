import { anyPhrase } from './phrase.ts';

const mailWord = '(?:e-?)?mail(?:er)?';
const localParts = (...parts: string[]): RegExp => new RegExp(`^(?:${parts.join('|')})@`, 'i');

/** Programs that do nothing but deliver mail. */
export const daemonAddress = localParts(
  `${mailWord}[-_.]?daemon|m?daemon|mmdf|pmdf|exim|qmail|uucp|smtpd?|double-bounce|mx|mta|mailer`,
  'p[o0]+st[-_.]?(?:master|meister|office)|post[-_.]?master[-_.].{1,30}|microsoftexchange[0-9a-f]{10,40}',
  `${mailWord}[-_.]?(?:delivery|system|router|gateway).{0,30}|(?:undeliver|non-?deliver|returned?[-_.]?mail).{0,20}`,
);

/** Programs that write notices, and other mail too. */
export const machineAddress = localParts(
  `${mailWord}[-_.]?(?:admin|administrator|master|server)|delivery|root|nobody|relay|router|errors?`,
  '(?:sys|system)?[-_.]?(?:admin|administrator|administrador|operator)|system',
  'bounces?|bounced|bounce[-_.].{0,40}|.{0,40}[-_.+]bounces?|memo\\.?bounce',
  'no[-_.]?reply.{0,20}|no[-_.]?response|do[-_.]?not[-_.]?reply|auto[-_.]?reply|auto-?responder|message-?center',
  '.{0,30}(?:anti-?spam|virus|gateway|mail-?sweeper|marshal|mail-?guard|mail-?scanner|firewall|spamfilter).{0,30}',
  'list(?:serv|proc|master|-?owner|-?request)|majordomo|.{1,40}-(?:owner|request|admin)|owner-.{1,40}',
);

/** Display names of such programs. */
export const daemonName = anyPhrase({
  english: [
    String.raw`\b(?:mail ?er[- ]?daemon|post ?master|(?:e-?)?mail ?delivery|message delivery|delivery (?:sub)?system|mail (?:system|administrator|admin|server|router|gateway|transfer|transport)|system administrator|mail sub-?system|internet mail|delivery (?:agent|status|notification)|mailsweeper|(?:message|notes) (?:router|transfer)|microsoft exchange|postoffice|undelivered|auto-?notification|mailmarshal|returned mail|bounce)`,
  ],
  others: [
    'système|systemadministrator|administrador|amministratore|posta|почтов|メール(?:配送|配信|システム)|邮件系统|系統|系统|메일',
  ],
});

/** Subjects of answers and forwards by people. */
export const personalSubject =
  /^\s*(?:re|aw|sv|vs|antw?|rif|ref|odp|отв|fwd?|wg|tr|rv|enc|回复|转发|답장|전달)\s*(?:\[\d{1,3}\]|\^\d{1,3})?\s*[:：]/i;
