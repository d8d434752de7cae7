import { type Instant, instant, minuteMs } from '../base/instant.ts';
import { invariant } from '../base/invariant.ts';
import { type Token, tokenise } from './tokens.ts';

const dayNames = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const monthNames = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** obs-zone (RFC 5322 §4.3), in minutes east of Greenwich. Any other name means no more than "-0000" does. */
const zoneNames = new Map([
  ['EDT', -240],
  ['EST', -300],
  ['CDT', -300],
  ['CST', -360],
  ['MDT', -360],
  ['MST', -420],
  ['PDT', -420],
  ['PST', -480],
]);

/**
 * date-time (RFC 5322 §3.3), always with a numeric zone: `Mon, 23 Nov 2026 09:14:02 +0000`.
 * @param zoneMinutes offset of the local time that is shown, east positive, less than 100 hours
 */
export function formatDate(at: Instant, zoneMinutes = 0): string {
  const local = new Date(at + zoneMinutes * minuteMs);
  // The grammar has four or more digits for the year, from 1900 on.
  invariant(local.getUTCFullYear() >= 1900, 'the date cannot be written in a header');
  const day = `${dayNames[local.getUTCDay()]}, ${local.getUTCDate()} ${monthNames[local.getUTCMonth()]}`;
  const time = [local.getUTCHours(), local.getUTCMinutes(), local.getUTCSeconds()].map(twoDigits).join(':');
  return `${day} ${local.getUTCFullYear()} ${time} ${formatZone(zoneMinutes)}`;
}

/**
 * Reads a date-time as generously as mail needs: comments, obsolete zones and two-digit years (RFC 5322
 * §4.3), a missing zone (read as UTC), a month in digits, and the order of C's asctime. Undefined if it names
 * no time that there is.
 */
export const parseDate = (text: string): Instant | undefined => parseZonedDate(text)?.at;

/** A time as its writer's clock showed it. */
export interface ZonedDate {
  readonly at: Instant;
  /** Minutes east of Greenwich; 0 where the zone is missing or says nothing. */
  readonly zoneMinutes: number;
}

/** Reads a date-time as parseDate does, and keeps the zone in which it was written. */
export function parseZonedDate(text: string): ZonedDate | undefined {
  const words = tokenise(text, ',')
    .filter(isWord)
    .map((token) => token.text);
  if (isDayName(words[0])) words.shift();
  const [first = '', second = '', ...rest] = words;
  if (monthOf(first) !== undefined) return parseAsctime(first, second, rest);
  const [year = '', time = '', zone] = rest;
  return instantOf(first, monthOf(second) ?? numericMonth(second), year, time, zone);
}

/** `Feb 18 09:43:16 2003`, with a zone before or behind the year. */
function parseAsctime(month: string, day: string, [time = '', ...rest]: string[]): ZonedDate | undefined {
  const year = rest.find((word) => /^\d{4}$/.test(word)) ?? '';
  return instantOf(
    day,
    monthOf(month),
    year,
    time,
    rest.find((word) => word !== year),
  );
}

function instantOf(
  dayText: string,
  month: number | undefined,
  yearText: string,
  timeText: string,
  zone: string | undefined,
): ZonedDate | undefined {
  const clock = /^(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d{1,9})?)?$/
    .exec(timeText)
    ?.slice(1)
    .map((part) => Number(part ?? 0));
  const year = yearOf(yearText);
  if (!clock || year === undefined || month === undefined || !/^\d{1,2}$/.test(dayText)) return undefined;
  const [hour = 0, minute = 0, second = 0] = clock;
  const offset = zoneOffset(zone);
  // 60 is a leap second (RFC 5322 §3.3).
  if (hour > 23 || minute > 59 || second > 60 || offset === undefined) return undefined;
  const midnight = new Date(Date.UTC(year, month, Number(dayText)));
  if (midnight.getUTCMonth() !== month || Number(dayText) === 0) return undefined;
  const at = instant(midnight.getTime() + ((hour * 60 + minute - offset) * 60 + second) * 1000);
  return { at, zoneMinutes: offset };
}

/** RFC 5322 §4.3: two digits below 50 are of this century, others and three digits count from 1900. */
function yearOf(text: string): number | undefined {
  if (!/^\d{2,4}$/.test(text)) return undefined;
  const year = Number(text);
  if (text.length === 4) return year < 1900 ? undefined : year;
  return text.length === 2 && year < 50 ? 2000 + year : 1900 + year;
}

function zoneOffset(zone: string | undefined): number | undefined {
  const match = /^([+-])(\d{2})(\d{2})$/.exec(zone ?? '');
  if (!match) return zoneNames.get(zone?.slice(0, 3).toUpperCase() ?? '') ?? 0;
  const minutes = Number(match[2]) * 60 + Number(match[3]);
  if (Number(match[3]) > 59) return undefined;
  return match[1] === '-' ? -minutes : minutes;
}

function formatZone(minutes: number): string {
  const size = Math.abs(minutes);
  invariant(Number.isInteger(minutes) && size < 100 * 60, 'the zone offset is out of range');
  return `${minutes < 0 ? '-' : '+'}${twoDigits(Math.floor(size / 60))}${twoDigits(size % 60)}`;
}

const isWord = (token: Token): boolean => token.kind === 'atom';

/** Names are recognised by their first three letters, in any case. */
const nameIndex = (names: readonly string[], word: string): number =>
  names.findIndex((name) => name.toLowerCase() === word.slice(0, 3).toLowerCase());

const isDayName = (word = ''): boolean => /^[a-z]+\.?$/i.test(word) && nameIndex(dayNames, word) !== -1;

function monthOf(word: string): number | undefined {
  const month = /^[a-z]+\.?$/i.test(word) ? nameIndex(monthNames, word) : -1;
  return month === -1 ? undefined : month;
}

const numericMonth = (word: string): number | undefined =>
  /^(?:0?[1-9]|1[0-2])$/.test(word) ? Number(word) - 1 : undefined;

const twoDigits = (n: number): string => String(n).padStart(2, '0');
