/**
 * When something was, as short as it can be said: the time for today, the day within the year, else the date.
 * @param now both in the reader's time zone
 */
export function shortMoment(at: Date, now: Date, language: string): string {
  if (isSameDay(at, now)) return formatter(language, 'time').format(at);
  const isThisYear = at.getFullYear() === now.getFullYear();
  return formatter(language, isThisYear ? 'day' : 'date').format(at);
}

/** When something was, in full. */
export const longMoment = (at: Date, language: string): string => formatter(language, 'full').format(at);

const styles = {
  time: { hour: 'numeric', minute: '2-digit' },
  day: { day: 'numeric', month: 'short' },
  date: { day: 'numeric', month: 'numeric', year: 'numeric' },
  full: { dateStyle: 'full', timeStyle: 'medium' },
} as const satisfies Readonly<Record<string, Intl.DateTimeFormatOptions>>;

const formatters = new Map<string, Intl.DateTimeFormat>();

/** They are dear to make: a list of mails would make hundreds. */
function formatter(language: string, style: keyof typeof styles): Intl.DateTimeFormat {
  const key = `${language} ${style}`;
  let made = formatters.get(key);
  if (!made) {
    made = new Intl.DateTimeFormat(language, styles[style]);
    formatters.set(key, made);
  }
  return made;
}

const isSameDay = (a: Date, b: Date): boolean =>
  a.getFullYear() === b.getFullYear() && a.getMonth() === b.getMonth() && a.getDate() === b.getDate();

const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;

/** A size as people read it. */
export function sizeText(octets: number, language: string): string {
  const power = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, octets)) / 3));
  const value = octets / 1000 ** power;
  return new Intl.NumberFormat(language, {
    style: 'unit',
    unit: units[power],
    unitDisplay: power === 0 ? 'long' : 'short',
    maximumFractionDigits: value < 10 && power > 0 ? 1 : 0,
  }).format(value);
}
