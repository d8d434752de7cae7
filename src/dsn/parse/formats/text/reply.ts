import type { Stage } from '../../../../envelope/stage.ts';
import { type ReplyInText, replyInText } from '../../reply-in-text.ts';

/** What is told of a reply in words about a recipient. */
export interface ToldReply extends ReplyInText {
  /** The host that replied. */
  readonly host?: string;
  readonly stage?: Stage;
}

/** @param context where the host is looked for if the words about the recipient do not name it */
export function replyIn(text: string, context = ''): ToldReply {
  const host = hostIn(text) ?? hostIn(context);
  const stage = stageIn(text);
  return {
    ...replyInText(text),
    ...(host && { host }),
    ...(stage && { stage }),
  };
}

/** True if a refusal stands in these words, by its code or its status. */
export function hasReply(text: string): boolean {
  const { replyCode, status } = replyInText(text);
  return replyCode !== undefined || (status !== undefined && !status.startsWith('2'));
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
