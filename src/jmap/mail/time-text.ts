import { type Instant, instant, minuteMs } from '../../base/instant.ts';
import type { ZonedDate } from '../../message/dates.ts';

/** A UTCDate (RFC 8620 §1.4): `2014-10-30T06:12:00Z`, with a fraction only where it is not zero. */
export const utcDateText = (at: Instant): string => new Date(at).toISOString().replace(/\.000Z$/, 'Z');

/** A Date (RFC 8620 §1.4) in the zone of its writer: `2014-10-30T14:12:00+08:00`. Undefined for what it cannot express. */
export function zonedDateText(date: ZonedDate | undefined): string | undefined {
  if (date === undefined) return undefined;
  const { at, zoneMinutes } = date;
  // An offset of that form has at most 23 hours.
  if (Math.abs(zoneMinutes) >= 24 * 60) return utcDateText(at);
  const local = instant(at + zoneMinutes * minuteMs);
  const text = utcDateText(local);
  return zoneMinutes === 0 ? text : text.replace('Z', zoneText(zoneMinutes));
}

/**
 * Reads a Date or, with `isUtc`, a UTCDate (RFC 8620 §1.4). Undefined for any other text, and for a time that there is not.
 */
export function parseDateText(text: unknown, isUtc: boolean): ZonedDate | undefined {
  if (typeof text !== 'string') return undefined;
  const match = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:)(\d\d)(\.\d+)?(Z|[+-]\d\d:\d\d)$/.exec(text);
  if (!match || (isUtc && match[4] !== 'Z')) return undefined;
  const [, minute = '', second = '', fraction = '', zone = ''] = match;
  // 60 is a leap second.
  const isLeap = second === '60';
  const milliseconds = Math.trunc(Number(`0${fraction}`) * 1000);
  const start = Date.parse(`${minute}${isLeap ? '59' : second}Z`);
  const zoneMinutes = minutesOf(zone);
  // Date.parse takes the 31st of February for a day of March.
  const isReal = !Number.isNaN(start) && new Date(start).toISOString().startsWith(minute);
  if (!isReal || zoneMinutes === undefined) return undefined;
  const at = instant(start + (isLeap ? 1000 : milliseconds) - zoneMinutes * minuteMs);
  return { at, zoneMinutes };
}

function zoneText(minutes: number): string {
  const size = Math.abs(minutes);
  const [hours, rest] = [Math.floor(size / 60), size % 60].map((n) => String(n).padStart(2, '0'));
  return `${minutes < 0 ? '-' : '+'}${hours}:${rest}`;
}

function minutesOf(zone: string): number | undefined {
  if (zone === 'Z') return 0;
  const [hours, minutes] = [Number(zone.slice(1, 3)), Number(zone.slice(4, 6))];
  if (hours > 23 || minutes > 59) return undefined;
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
}
