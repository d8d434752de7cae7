import { dayMs } from '../../base/instant.ts';
import type { Resolver } from '../../dns/resolver.ts';
import { isRevoked, isSameKey, keyUse } from '../../message/dkim/key-record.ts';
import type { DkimKeyView } from '../operations/dkim.ts';
import { type Finding, findingsAbout } from './finding.ts';
import { textsOf } from './look.ts';
import { dkimRecord } from './records.ts';

/** Until then, what a former key signed has been delivered or given up, here and at the next host. */
export const keptAfterMs = 7 * dayMs;

/** Whether the DNS has the key, and what that means in the state that the key is in. @param now in milliseconds */
export async function checkKey(key: DkimKeyView, now: number, resolver: Resolver): Promise<Finding> {
  const { record, state } = key;
  const about = findingsAbout({ about: 'DKIM', name: record.name });
  const texts = await textsOf(resolver, record.name);
  if (texts.kind === 'unknown') return about.unknown(texts.why);
  const own = texts.records.find((text) => isSameKey(text, record.text));
  if (state === 'signed') return formerKey(key, now, texts.records.length > 0);
  if (own !== undefined) return publishedKey(key, own, texts.records.length);
  const does = state === 'signs' ? 'The key signs' : 'The key waits to sign';
  const roll = state === 'signs' ? `, or make new keys: evergreen dkim roll ${key.domain}` : '';
  if (texts.records.some(isRevoked))
    return about.wrong(
      `${does}, but its record takes it back (an empty p=)${state === 'signs' ? ': its signatures fail everywhere' : ''}.`,
      `Publish this record in its place${roll}.`,
      dkimRecord(key),
    );
  if (texts.records.length > 0)
    return about.wrong(
      `${does}, but the record has another key${state === 'signs' ? ': its signatures fail everywhere' : ''}.`,
      `Publish this record in its place${roll}. A long text is several strings of one record, in their order.`,
      dkimRecord(key),
    );
  return state === 'signs'
    ? about.missing(
        'The key signs, but its record is not there: nobody can verify its signatures.',
        `Publish this record${roll}.`,
        dkimRecord(key),
      )
    : about.missing('The key waits for its record.', 'Publish this record.', dkimRecord(key));
}

function publishedKey(key: DkimKeyView, text: string, count: number): Finding {
  const about = findingsAbout({ about: 'DKIM', name: key.record.name });
  const { isTest, isForUs } = keyUse(text);
  if (!isForUs)
    return about.wrong(
      'It is the right key, but its record keeps it from signing mail with SHA-256 (the tags s= and h=).',
      'Publish this record in its place.',
      dkimRecord(key),
    );
  if (count > 1)
    return about.wrong(
      `There are ${count} records, and which of them a verifier takes is not certain.`,
      'Leave this one.',
      dkimRecord(key),
    );
  if (isTest)
    return about.advice(
      'The record says that the key is only tried out (t=y): others may treat the mail as if it were not signed.',
      'Take t=y out of it.',
    );
  return about.right(
    key.state === 'signs'
      ? 'The key signs, and its record is there.'
      : 'The record is there. The key signs as soon as the server sees it, in ten minutes at most.',
  );
}

function formerKey(
  { record, replacedAt = '', domain, selector }: DkimKeyView,
  now: number,
  isThere: boolean,
): Finding {
  const about = findingsAbout({ about: 'DKIM', name: record.name });
  const until = Date.parse(replacedAt) + keptAfterMs;
  const day = new Date(until).toISOString().slice(0, 10);
  if (isThere && now < until)
    return about.right(`A former key, whose mail is still on its way: leave its record until ${day}.`);
  if (isThere)
    return about.advice(
      'A former key, whose mail has arrived or failed long ago.',
      `Take its record out of the DNS, and forget it: evergreen dkim remove ${domain} ${selector}`,
    );
  return now < until
    ? about.advice(
        'A former key, whose mail is still on its way, has no record: what it signed cannot be verified.',
        `If you still have the record, leave it there until ${day}.`,
      )
    : about.right('A former key, and its record is gone.');
}
