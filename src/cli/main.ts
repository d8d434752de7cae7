#!/usr/bin/env node
import { buffer } from 'node:stream/consumers';
import { CommanderError } from 'commander';
import { printable } from '../base/printable.ts';
import { keepHeapSmall } from '../io/heap.ts';

// Before all the rest is read, which makes more garbage than anything that comes later.
keepHeapSmall();
const [{ isMendable }, { buildProgram }] = await Promise.all([
  import('./mendable.ts'),
  import('./program.ts'),
]);

const streams = {
  out: (line: string) => void process.stdout.write(line),
  err: (line: string) => void process.stderr.write(line),
  readInput: () => buffer(process.stdin),
};

// `evergreen queue list | head` ends the pipe before we are done; that is no error of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

try {
  await buildProgram(streams).parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode;
  else if (isMendable(error)) {
    streams.err(`evergreen: ${printable(error.message)}\n`);
    process.exitCode = 1;
  } else throw error;
}
