import type { Stage } from '../../../../envelope/stage.ts';
import { parseStatusCode, type StatusCode } from '../../../../envelope/status-code.ts';

/** What is told of a reply in words about a recipient. */
export interface ToldReply {
  readonly status?: StatusCode;
  readonly replyCode?: number;
  /** The host that replied. */
  readonly host?: string;
  readonly stage?: Stage;
}

/** @param context where the host is looked for if the words about the recipient do not name it */
export function replyIn(text: string, context = ''): ToldReply {
  const status = statusIn(text);
  const replyCode = replyCodeIn(text);
  const host = hostIn(text) ?? hostIn(context);
  const stage = stageIn(text);
  return {
    ...(status && { status }),
    ...(replyCode && { replyCode }),
    ...(host && { host }),
    ...(stage && { stage }),
  };
}

/** Not a part of an IP address or of the version of a program. */
const enhanced =
  /(?<![\d.]|(?:version|exim|postfix|sendmail|mailer|v\.?|ver\.?|smtpd?) ?)[45]\.\d{1,3}\.\d{1,3}(?!\.?\d)/i;

/** True if a reply stands in these words, by its code or its status. */
export const hasReply = (text: string): boolean => replyCodeIn(text) !== undefined || enhanced.test(text);

const statusIn = (text: string): StatusCode | undefined => parseStatusCode(enhanced.exec(text)?.[0] ?? '');

// The surest first: a code beside an enhanced one, a code where a reply begins, a code that is called one.
const replyCodes: readonly RegExp[] = [
  /(?<![\d.])([45]\d\d)[ -]{1,3}[(#[]?[245]\.\d{1,3}\.\d{1,3}/,
  /(?:^|<<< ?|said: ?|[:;>("'\]] ?)([45][0-57]\d)(?=(?: -)?[ -][^\d\s])/,
  /(?:\b|_)(?:error|(?:response|error|return|reply)code|code|reply|response|status|smtp|returned|failed with|esmtp|respond(?:ed)?)\b[^\d\n]{0,20}(?<![\d.])([45][0-57]\d)(?![\d.]*\d)/i,
  /(?:^|(?<!\b(?:within|after|sent|over|than|at|of|room|for|about|to|from))[\s"'(|])([45][0-57]\d)(?=(?: -)? (?!times|(?:milli)?seconds|minutes|hours|days|[km]?b(?:ytes)?\b|messages|e?-?mails|recipients|users|lines|points|and\b|or\b)[A-Za-z<"'[])/i,
];

export function replyCodeIn(text: string): number | undefined {
  for (const pattern of replyCodes) {
    const code = pattern.exec(text)?.[1];
    if (code !== undefined) return Number(code);
  }
  return undefined;
}

const hostName = String.raw`([a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63}){1,8})`;
const hosts: readonly RegExp[] = [
  String.raw`\bhost:? ["'<]?${hostName}\.?["'>]? ?(?:\[|\(|said|refused|returned|responded)`,
  String.raw`\bwhile talking to ${hostName}`,
  String.raw`\b(?:host|server|mx|mta) ?(?:name)?: ?${hostName}`,
  String.raw`\bremote (?:host|server|mta)(?: name)?(?: is| said)?:? ["'<(]?${hostName}`,
  String.raw`\b(?:server|host|system|mta|mx) (?:for .{1,80} )?(?:by )?["'<]?${hostName}`,
  String.raw`\brejected by (?:.{0,80}\bby )?${hostName}`,
  String.raw`<${hostName}\.? #`,
  String.raw`\b(?:connected to|talking to|response from|reply from|answer from|said by|reported by|returned by) ["'<]?${hostName}`,
  String.raw`(?:^|\s)${hostName} (?:does not like recipient|said|rejected|refused|responded|\[[\d.]{7,15}\])`,
].map((pattern) => new RegExp(pattern, 'i'));
const address = String.raw`((?:\d{1,3}\.){3}\d{1,3})`;
const addresses: readonly RegExp[] = [
  String.raw`\b${address} (?:does not like|failed after|said|refused|rejected)`,
  String.raw`\bconnected to ${address}`,
  String.raw`\bhost \[?${address}`,
].map((pattern) => new RegExp(pattern, 'i'));

/** The name of the host, else its address. */
function hostIn(text: string): string | undefined {
  for (const pattern of [...hosts, ...addresses]) {
    const host = pattern.exec(text)?.[1];
    if (host !== undefined && (/[a-z]{2}$/i.test(host) || /^[\d.]+$/.test(host))) return host.toLowerCase();
  }
  return undefined;
}

const stages: readonly (readonly [Stage, RegExp])[] = [
  ['rcpt', /\brcpt to\b|does not like recipient/i],
  ['mail', /\bmail from\b|does not like (?:the )?sender/i],
  [
    'content',
    /\bend of (?:data|message)|failed after i sent the message|after (?:the )?message (?:body|content)/i,
  ],
  ['data', /\bdata command|(?:after|to|in) (?:reply to )?DATA\b/],
  [
    'connect',
    /connection (?:refused|timed out|reset)|couldn't establish an smtp connection|no route to host/i,
  ],
  [
    'routing',
    /host (?:or domain name )?(?:not found|unknown)|couldn't find any host|name service error|no mx|unrouteable/i,
  ],
];

const stageIn = (text: string): Stage | undefined => stages.find(([, pattern]) => pattern.test(text))?.[0];
