import type { Header } from './fields.ts';

/** What a message tells of the place of its author: hints by which to write back to him, no more. */

/** Tags that are looked at. */
const tagsMax = 20;

/**
 * The languages that the author of a message reads, the dearest first: those that his mail program says (Accept-Language, RFC 3282
 * §3), then those that he writes (Content-Language, §2). As they stand there, well-formed or not.
 */
export function preferredLanguages(header: Header): readonly string[] {
  const accepted = itemsOf(header.value('Accept-Language'))
    .map((item) => ({ tag: item.split(';')[0]?.trim() ?? '', weight: weightOf(item) }))
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight)
    .map(({ tag }) => tag);
  return [...accepted, ...itemsOf(header.value('Content-Language'))];
}

const itemsOf = (value = ''): string[] =>
  value
    .split(',', tagsMax)
    .map((item) => item.trim())
    .filter((item) => item !== '');

/** qvalue = 0 … 1; what is none counts as 1, the weight of those that have none (RFC 3282 §3). */
function weightOf(item: string): number {
  const digits = /;\s{0,9}q\s{0,9}=\s{0,9}([01](?:\.\d{0,3})?)\s{0,9}$/i.exec(item)?.[1];
  return digits === undefined ? 1 : Number(digits);
}

/** The offset of the author's clock, as his Date field has it: `+01:00`. Undefined where it tells of none (RFC 5322 §3.3). */
export function authorZone(header: Header): string | undefined {
  const zone = /\d:\d\d\s{1,9}([+-])(\d\d)(\d\d)(?!\d)/.exec(header.value('Date')?.slice(0, 200) ?? '');
  const [, sign, hours = '', minutes = ''] = zone ?? [];
  // -0000 says that nothing is known of the local time.
  const isKnown = sign !== undefined && !(sign === '-' && hours === '00' && minutes === '00');
  return isKnown && Number(hours) < 24 && Number(minutes) < 60 ? `${sign}${hours}:${minutes}` : undefined;
}
