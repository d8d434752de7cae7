import { fromLatin1, latin1 } from '../../../base/bytes.ts';
import type { ByteStream, Net, StreamListener } from '../../../base/ports-net.ts';
import { err, ok } from '../../../base/result.ts';

/** What a door says to a line; the greeting answers the empty one. Undefined: it hangs up. Empty: it says nothing. */
export type Answers = (line: string) => string | undefined;

/** A network in which one door answers, at whatever address; and the lines that it was told. */
export function doorNet(answers: Answers | 'refused'): { net: Net; lines: string[] } {
  const lines: string[] = [];
  if (answers === 'refused') return { net: { connect: async () => err('connection refused') }, lines };
  const stream = (): ByteStream => {
    let listener: StreamListener | undefined;
    const say = (line: string) =>
      queueMicrotask(() => {
        const answer = answers(line);
        if (answer === undefined) listener?.ended();
        else if (answer !== '') listener?.bytes(fromLatin1(`${answer}\r\n`));
      });
    return {
      listen: (given) => {
        listener = given;
        say('');
      },
      write: async (bytes) => {
        const line = latin1(bytes).trimEnd();
        lines.push(line);
        say(line);
      },
      startTls: async () => err('not here'),
      close: () => {},
    };
  };
  return { net: { connect: async () => ok(stream()) }, lines };
}
