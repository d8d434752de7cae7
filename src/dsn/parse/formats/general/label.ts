import { failurePhrase } from '../phrases/failure.ts';
import { labelWords } from '../phrases/labels.ts';

/**
 * What the words right before an address make of it: one that failed, a recipient, whom the message names in its header, whom it was
 * meant for before it was forwarded, the argument of a command, who sent it, or something else.
 */
export type Label = 'failed' | 'recipient' | 'addressee' | 'origin' | 'command' | 'sender' | 'other';

/** What may stand between a label and the address. */
const colon = String.raw`\s{0,3}[:=：]\s{0,40}[[(<]?(?:(?:rfc822|smtp|utf-8|x400|dns)\s?[;:]\s?)?(?:mailto:)?(?:"[^"@]{0,60}"|[^:;@<>"]{0,60})[\s"'<([]{0,6}$`;
const opening = String.raw`\s{0,3}:?[\s"'<([]{0,6}$`;
const label = (words: readonly string[], end: string): RegExp =>
  new RegExp(`(?:^|[\\s"'*(>\\-.|])(?:${words.join('|')})(?:\\(?e?s\\)?)?${end}`, 'iu');

const forms: readonly (readonly [Label, readonly string[], string])[] = [
  ['command', ['rcpt to', 'rcpt'], opening],
  // An origin is named beside the address that it led to.
  [
    'origin',
    ['(?:ultimately )?(?:generated|expanded|forwarded|redirected|alias(?:ed)?)(?: from| for| by)?'],
    opening,
  ],
  ['origin', ['original(?:ly)?(?: address| recipient)?(?: was| is| to| for)?'], opening],
  ['sender', labelWords.sender, colon],
  ['sender', ['from', 'mail from sender', 'on behalf of'], opening],
  [
    'sender',
    ['(?:mail|message|letter|sent|originated|received|submitted)(?: that| which)?(?: was)?(?: sent)? by'],
    opening,
  ],
  ['sender', ['(?:nachricht|mail|mensaje|mensagem|messaggio) (?:von|de)'], opening],
  ['failed', labelWords.failed, colon],
  ['recipient', labelWords.recipient, colon],
  ['addressee', labelWords.addressee, colon],
  ['recipient', ['(?:addressed|destined|directed|sent) to', '(?:intended|destined) for'], opening],
  // Where somebody is to be reached now has not failed.
  [
    'other',
    [
      '(?:please )?try',
      '(?:has |have )?(?:moved|changed) to',
      'new (?:e-?mail )?address(?: is)?',
      '(?:please |now )use',
      'now at',
    ],
    opening,
  ],
  [
    'other',
    ['mailto|https?|ftp|contact|admin|abuse|support|postmaster|help ?desk|hostmaster|e-?mail us'],
    String.raw`\s?[:=]\s?\S{0,40}$`,
  ],
];
const labels: readonly (readonly [Label, RegExp])[] = [
  ...forms.map(([kind, words, end]): [Label, RegExp] => [kind, label(words, end)]),
  ['addressee', /^\s{0,8}(?:to|an|à|para|кому)\s{1,8}["'<]?$/i],
];

/** `Delivery failed 20 attempts:` and the like. A reply is no label. */
const isFailure = (near: string): boolean =>
  /[:=：]\s*[<"'(]*$/.test(near) && !/\d{3}[ -]/.test(near) && failurePhrase.isIn(near);

export function labelOf(before: string): Label | undefined {
  const near = before.slice(-120);
  const known = labels.find(([, pattern]) => pattern.test(near))?.[0];
  return (known === undefined || known === 'recipient' || known === 'addressee') && isFailure(near)
    ? 'failed'
    : known;
}
