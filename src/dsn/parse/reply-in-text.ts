import type { Stage } from '../../envelope/stage.ts';
import { parseStatusCode, type StatusCode } from '../../envelope/status-code.ts';

/** The codes of a reply, as they stand amid words. */
export interface ReplyInText {
  readonly replyCode?: number;
  readonly status?: StatusCode;
}

/** Characters in which codes are looked for. */
const searchLengthMax = 4_000;

/**
 * The reply code and the enhanced status code in words about an attempt: `550 5.1.1 no such user`, `host x said: 550-5.1.1 …`,
 * `… (#5.1.1)`. A number is taken for a reply code only where something tells that it is one.
 */
export function replyInText(text: string): ReplyInText {
  const searched = text.slice(0, searchLengthMax);
  const replyCode = replyCodeIn(searched);
  const status = statusIn(searched, replyCode);
  return { ...(replyCode !== undefined && { replyCode }), ...(status && { status }) };
}

// The surest first: a code beside an enhanced one, a code where a reply begins, a code that is called one.
const replyPlaces: readonly RegExp[] = [
  /(?<![\d.])([245]\d\d)[ -]{1,3}[(#[]?[245]\.\d{1,3}\.\d{1,3}/,
  /(?:^|<<< ?|said: ?|[:;>("'\]] ?)([45][0-57]\d)(?=(?: -)?[ -][^\d\s])/,
  /(?:\b|_)(?:error|(?:response|error|return|reply)code|code|reply|response|status|smtp|returned|failed with|esmtp|respond(?:ed)?)\b[^\d\n]{0,20}(?<![\d.])([45][0-57]\d)(?![\d.]*\d)/i,
  /(?:^|(?<!\b(?:within|after|sent|over|than|at|of|room|for|about|to|from))[\s"'(|])([45][0-57]\d)(?=(?: -)? (?!times|(?:milli)?seconds|minutes|hours|days|[km]?b(?:ytes)?\b|messages|e?-?mails|recipients|users|lines|points|and\b|or\b)[A-Za-z<"'[])/i,
];

/** The reply code alone. */
export function replyCodeIn(text: string): number | undefined {
  const searched = text.slice(0, searchLengthMax);
  for (const place of replyPlaces) {
    const found = place.exec(searched)?.[1];
    if (found !== undefined) return Number(found);
  }
  return undefined;
}

/** Neither part of an IP address nor the version of a program. */
const statusPlace =
  /(?<![\w.]|(?:version|exim|postfix|sendmail|mailer|v\.?|ver\.?|smtpd?) ?)[245]\.\d{1,3}\.\d{1,3}(?![\w]|\.\d)/gi;

/** The first; of the class of the reply code, if there is such a one. */
function statusIn(text: string, replyCode: number | undefined): StatusCode | undefined {
  const all = (text.match(statusPlace) ?? []).map(parseStatusCode);
  const replyClass = String(replyCode ?? '').charAt(0);
  return all.find((status) => status?.startsWith(replyClass)) ?? all[0];
}

const stageWords: readonly (readonly [RegExp, Stage])[] = [
  [/end of (?:DATA|message|.)|sending message body|after DATA/i, 'content'],
  [/\bDATA\b/, 'data'],
  [/RCPT(?: TO)?\b/i, 'rcpt'],
  [/MAIL FROM|\bMAIL\b/, 'mail'],
  [/STARTTLS/i, 'starttls'],
  [/\b(?:HELO|EHLO|LHLO)\b/i, 'ehlo'],
  [/initial (?:connection|server) greeting|greeting/i, 'greeting'],
];

/** The stage that the words name, as Postfix (`in reply to RCPT TO command`) and Exim (`after RCPT TO:<…>`) do. */
export function stageInText(text: string): Stage | undefined {
  const named =
    /(?:in reply to|after|in response to|while (?:sending|performing)|during) ([^)\n:]{1,40})/i.exec(
      text.slice(0, searchLengthMax),
    )?.[1];
  const asked = named ?? transcript.exec(text.slice(0, searchLengthMax))?.[1];
  return asked === undefined ? undefined : stageWords.find(([word]) => word.test(asked))?.[1];
}

/** The command before the first refusal, as Sendmail shows it. */
const transcript = />>> (RCPT|MAIL|DATA|EHLO|HELO|STARTTLS)\b[^>]{0,300}<<< [45]\d\d/;

/** The host that is told to have answered: `host mx.example[192.0.2.1] said: …`. */
export const hostInText = (text: string): string | undefined =>
  /\bhost ([\w.-]{1,255})\s?[[(][^\])\s]{0,60}[\])]:? ?(?:said|refused|\(|:)/i.exec(
    text.slice(0, searchLengthMax),
  )?.[1];
