import { printable } from '../base/printable.ts';

/** Rows as aligned columns, for a terminal. Cells are untrusted. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const safe = [header, ...rows.map((row) => row.map((cell) => printable(cell)))];
  const widths = header.map((_, column) =>
    safe.reduce((width, row) => Math.max(width, (row[column] ?? '').length), 0),
  );
  return safe
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .map((line) => `${line}\n`)
    .join('');
}

/** `1234567` → `1.2 MiB` */
export function sizeText(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let value = bytes;
  let unit = 0;
  // What would be rounded to 1024.0 is 1.0 of the next unit.
  while (Number(value.toFixed(1)) >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${units[unit]}`;
}

/** ISO 8601 → `2026-11-23 18:39:04`, still UTC */
export const timeText = (iso: string): string => iso.slice(0, 19).replace('T', ' ');

/** A message for a terminal: every line made harmless, the lines kept. */
export const messageText = (text: string): string =>
  text
    .split(/\r?\n/)
    .map((line) => printable(line.replaceAll('\t', '    ')))
    .join('\n');

export const count = (n: number, one: string, many = `${one}s`): string => `${n} ${n === 1 ? one : many}`;
