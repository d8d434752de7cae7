import { failurePhrase } from '../phrases/failure.ts';
import { labelWords } from '../phrases/labels.ts';

/**
 * What the words right before an address make of it: one that failed, a recipient, whom the mail was meant for before it was
 * forwarded, the argument of a command, who sent it, or something else.
 */
export type Label = 'failed' | 'recipient' | 'origin' | 'command' | 'sender' | 'other';

/** What may stand between a label and the address. */
const colon = String.raw`\s*[:=：]\s*(?:(?:rfc822|smtp|utf-8|x400|dns)\s*[;:]\s*)?(?:mailto:)?(?:"[^"@]{0,60}"|[^:;@<>"]{0,60})\s*[\s"'<([]{0,4}$`;
const opening = String.raw`\s*:?\s*[\s"'<([]{0,4}$`;
const label = (words: readonly string[], end: string): RegExp =>
  new RegExp(`(?:^|[\\s"'*(>\\-.|])(?:${words.join('|')})(?:\\(?e?s\\)?)?${end}`, 'iu');

const labels: readonly (readonly [Label, RegExp])[] = [
  ['command', label(['rcpt to', 'rcpt'], opening)],
  // An origin is named beside the address that it led to.
  [
    'origin',
    label(
      [
        '(?:ultimately )?(?:generated|expanded|forwarded|redirected|alias(?:ed)?)(?: from| for| by)?',
        'original(?:ly)?(?: address| recipient)?(?: was| is| to| for)?',
      ],
      opening,
    ),
  ],
  ['sender', label(['mail from', 'message from', 'from sender', 'on behalf of'], opening)],
  ['sender', label(labelWords.sender, colon)],
  [
    'sender',
    label(
      [
        '(?:mail|message|letter|sent|originated|received|submitted|nachricht|mensaje|mensagem|messaggio)(?: that| which)?(?: was)?(?: sent)? (?:by|from|von|de)',
      ],
      opening,
    ),
  ],
  ['failed', label(labelWords.failed, colon)],
  ['recipient', label(labelWords.recipient, colon)],
  [
    'recipient',
    label(['addressed to', 'destined (?:to|for)', 'intended for', 'directed to', 'sent to'], opening),
  ],
  [
    'other',
    label(
      [
        'mailto',
        'https?',
        'ftp',
        'contact',
        'admin',
        'abuse',
        'support',
        'postmaster',
        'help ?desk',
        'hostmaster',
        'e-?mail us',
      ],
      String.raw`\s*[:=]\s*\S{0,40}$`,
    ),
  ],
];

/** `Delivery failed 20 attempts:` and the like. A reply is no label. */
const isFailure = (near: string): boolean =>
  /[:=：]\s*[<"'(]*$/.test(near) && !/\d{3}[ -]/.test(near) && failurePhrase.isIn(near);

export function labelOf(before: string): Label | undefined {
  const near = before.slice(-120);
  const known = labels.find(([, pattern]) => pattern.test(near))?.[0];
  return (known === undefined || known === 'recipient') && isFailure(near) ? 'failed' : known;
}
