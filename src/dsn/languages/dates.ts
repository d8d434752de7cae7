import { dayMs, hourMs, type Instant, minuteMs, secondMs } from '../../base/instant.ts';
import type { Language } from './languages.ts';
import type { Words } from './words.ts';

/** Where the reader's clock stands: an IANA name, or an offset east of Greenwich. */
export interface Zone {
  readonly timeZone?: string;
  readonly zoneMinutes: number;
}

/** Dates and spans of time, for people. */
export class Dates {
  readonly #words: Words;
  readonly #day: Intl.DateTimeFormat;
  readonly #timeZone: string;
  readonly #written = new Map<Instant, string>();

  constructor(words: Words, zone: Zone) {
    this.#words = words;
    this.#timeZone = zoneName(zone);
    this.#day = dayFormat(words.language, this.#timeZone);
  }

  /** `23 November 2026, 10:14 UTC+1`, as the language writes it. */
  at(instant: Instant): string {
    const written = this.#written.get(instant) ?? this.#write(instant, 'HH:MM');
    this.#written.set(instant, written);
    return written;
  }

  /** The same to the second. */
  exactlyAt(instant: Instant): string {
    return this.#write(instant, 'HH:MM:SS');
  }

  #write(instant: Instant, precision: Precision): string {
    // Hours of a day and the name of a zone are written in one way everywhere, as in Date fields.
    const time = timeFormat(this.#timeZone, precision)
      .format(instant)
      .replace(/GMT(?:\+0)?$|GMT/, 'UTC');
    return this.#words.plain('date', { date: this.#dayOf(instant), time });
  }

  #dayOf(instant: Instant): string {
    const day = this.#day.format(instant);
    // French counts the first day of a month, which Intl does not.
    return this.#words.language === 'fr' ? day.replace(/^1 /, '1er ') : day;
  }

  /** In one unit, rounded down: `5 days`; never less than a second. */
  span(ms: number): string {
    const { unit, n } = inOneUnit(ms);
    return this.#words.plain(`duration.${unit}`, { n: Math.max(1, n) });
  }

  /** The same in short, with its sign: `+3 min`. Clocks of hosts differ, so a step may seem to take less than no time. */
  delay(ms: number): string {
    const { unit, n } = inOneUnit(Math.abs(ms));
    return `${ms < 0 ? '−' : '+'}${this.#words.plain(`delay.${unit}`, { n })}`;
  }
}

function inOneUnit(ms: number): { unit: (typeof units)[number][0]; n: number } {
  const [unit, unitMs] = units.find(([, each]) => ms >= 2 * each) ?? shortest;
  return { unit, n: Math.floor(ms / unitMs) };
}

const shortest = ['seconds', secondMs] as const;
const units = [['days', dayMs], ['hours', hourMs], ['minutes', minuteMs], shortest] as const;

/** Offsets that Intl takes: ±23:59. */
const offsetMinutesMax = 24 * 60 - 1;

/** A name that Intl does not know falls back to the offset. */
function zoneName({ timeZone, zoneMinutes }: Zone): string {
  if (timeZone !== undefined && isKnownZone(timeZone)) return timeZone;
  const minutes = Math.min(Math.abs(Math.trunc(zoneMinutes)), offsetMinutesMax);
  const two = (n: number) => String(n).padStart(2, '0');
  return `${zoneMinutes < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

const known = new Map<string, boolean>();
const dayFormats = new Map<string, Intl.DateTimeFormat>();
const timeFormats = new Map<string, Intl.DateTimeFormat>();
/** Zones that are kept; the world has some 600 names. A caller who makes up more gets a fresh start. */
const keptMax = 10_000;

function kept<T>(all: Map<string, T>, key: string, make: () => T): T {
  const found = all.get(key);
  if (found !== undefined) return found;
  if (all.size >= keptMax) all.clear();
  const made = make();
  all.set(key, made);
  return made;
}

const isKnownZone = (timeZone: string): boolean =>
  kept(known, timeZone, () => {
    try {
      new Intl.DateTimeFormat('en', { timeZone });
      return true;
    } catch {
      return false;
    }
  });

const dayFormat = (language: Language, timeZone: string): Intl.DateTimeFormat =>
  kept(
    dayFormats,
    `${language} ${timeZone}`,
    () => new Intl.DateTimeFormat(`${language}-u-ca-gregory-nu-latn`, { dateStyle: 'long', timeZone }),
  );

type Precision = 'HH:MM' | 'HH:MM:SS';

const timeFormat = (timeZone: string, precision: Precision): Intl.DateTimeFormat =>
  kept(
    timeFormats,
    `${precision} ${timeZone}`,
    () =>
      new Intl.DateTimeFormat('en', {
        hour: '2-digit',
        minute: '2-digit',
        ...(precision === 'HH:MM:SS' && { second: '2-digit' }),
        hourCycle: 'h23',
        timeZone,
        timeZoneName: 'shortOffset',
      }),
  );
