import { fromUtf8 } from '../../base/bytes.ts';
import { buildProgram } from '../program.ts';

/** What a command line wrote, and what it asked the server to do. */
export interface Ran {
  readonly out: string;
  readonly err: string;
  readonly asked: readonly (readonly [operation: string, args: unknown])[];
}

/**
 * Runs a command line against a server that gives the same answer to everything.
 * @throws what the command throws
 */
export async function run(args: readonly string[], answer: unknown = {}, input = ''): Promise<Ran> {
  const written = { out: '', err: '' };
  const asked: [string, unknown][] = [];
  const streams = {
    out: (text: string) => {
      written.out += text;
    },
    err: (text: string) => {
      written.err += text;
    },
    readInput: async () => fromUtf8(input),
  };
  const program = buildProgram(streams, () => async (operation, given) => {
    asked.push([operation, given]);
    return answer;
  });
  await program.parseAsync([...args], { from: 'user' });
  return { ...written, asked };
}

/** Everything that a hostile peer would like to say to a terminal. */
export const hostile = '\u001b[2J\u001b]0;owned\u0007\u009b31m\r\nFrom: boss\u202egpj.exe\u200b\ud800';

/** The same, as it may be shown. */
export const harmless = '\\x1b[2J\\x1b]0;owned\\x07\\x9b31m\\x0d\\x0aFrom: boss\\u202egpj.exe\\u200b\\ud800';
