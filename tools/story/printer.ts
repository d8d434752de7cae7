import { printable } from '../../src/base/printable.ts';

/** Prints the steps of the story with the time since its start. */
export class Printer {
  readonly #startedAt = performance.now();

  title(text: string): void {
    process.stdout.write(`\n${text}\n\n`);
  }

  step(name: string, detail: string): void {
    const seconds = ((performance.now() - this.#startedAt) / 1000).toFixed(3);
    process.stdout.write(`  ${seconds.padStart(7)} s  ${name.padEnd(22)} ${printable(detail)}\n`);
  }

  /** A mail as its reader sees it. */
  mail(fields: Readonly<Record<string, string>>, text: string): void {
    const head = Object.entries(fields).map(([name, value]) => `${name}: ${printable(value)}`);
    const lines = [
      ...head,
      '',
      ...text
        .trimEnd()
        .split(/\r?\n/)
        .map((line) => printable(line)),
    ];
    process.stdout.write(`\n${lines.map((line) => `    | ${line}`.trimEnd()).join('\n')}\n\n`);
  }
}
