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

/** Words that make a number before them an amount. */
const unit = '(?:seconds|minutes|hours|days|times|characters|messages|recipients|[kmg]?b(?:ytes)?)\\b';
const announcing =
  'said|says?|replied|responded|response|answer|reply|errors?|code|smtp;|<<<|returned|status';

/** At the beginning; behind a word that announces a reply; before an enhanced code. Else before a word, as few other numbers are. */
const replyPlaces: readonly RegExp[] = [
  new RegExp(`^[^\\w]{0,3}([245][0-5]\\d)(?=[\\s\\-:;#,.)]|$)(?! ${unit})`, 'i'),
  new RegExp(`(?:${announcing})[\\s:=("'#[<]{1,6}([245]\\d\\d)(?=[\\s\\-:;#,.)'"\\]>]|$)`, 'i'),
  /(?<![\w.:-])([245]\d\d)[ -]{1,2}#?[245]\.\d{1,3}\.\d{1,3}/,
  new RegExp(`(?<![\\w.:/-])([45][0-5]\\d)[ -](?=["'<(]?[a-z])(?!${unit})`, 'i'),
];

function replyCodeIn(text: string): number | undefined {
  for (const place of replyPlaces) {
    const found = place.exec(text)?.[1];
    if (found !== undefined) return Number(found);
  }
  return undefined;
}

/** Neither part of an IP address nor of a version. */
const statusPlace = /(?<![\w.])[245]\.\d{1,3}\.\d{1,3}(?![\w]|\.\d)/g;

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
