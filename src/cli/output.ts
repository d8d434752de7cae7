import type { Command } from 'commander';
import type { Bytes } from '../base/bytes.ts';
import { printableJson } from '../base/printable.ts';
import type { Operate } from './operate.ts';

/** Where a command writes: results to `out`, remarks to `err`. */
export interface Streams {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  readonly readInput: () => Promise<Bytes>;
}

/** What every command is given. */
export interface CliContext {
  readonly streams: Streams;
  readonly operate: (command: Command) => Operate;
}

/** Options that stand before or after any command. */
export interface GlobalOptions {
  readonly config?: string;
  readonly json?: boolean;
}

/** Prints a result: as JSON if that was asked for, else as text. */
export function print(command: Command, streams: Streams, result: unknown, text: () => string): void {
  const { json } = command.optsWithGlobals<GlobalOptions>();
  streams.out(json ? `${printableJson(result)}\n` : text());
}
