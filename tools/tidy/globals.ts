import { liesIn } from '../deps/rooms.ts';
import type { Problem } from '../source/problem.ts';
import type { Token } from '../source/tokens.ts';
import { isTestCode, type SourceTree } from '../source/tree.ts';

/** Where time and chance may be taken from the machine; everywhere else they come in through the ports of src/base. */
const free = ['src/io', 'src/server', 'tools', 'sim', 'bench', 'web/src/browser'];

const banned = new Set(['setTimeout', 'setInterval', 'performance', 'randomUUID']);
const bannedMembers = new Set(['Date.now', 'Math.random', 'crypto.randomUUID']);

/** Uses of the machine's own time and chance where the simulator could not own them. */
export function bannedGlobals(tree: SourceTree): Problem[] {
  const files = [...tree.values()].filter(({ path }) => !isTestCode(path) && !liesIn(path, free));
  return files.flatMap(({ path, code }) =>
    code.flatMap((token, index) => {
      const name = bannedAt(code, index);
      return name === undefined
        ? []
        : [
            {
              file: path,
              line: token.line,
              message: `${name} is banned here: use a port of src/base/ports.ts`,
            },
          ];
    }),
  );
}

function bannedAt(code: readonly Token[], index: number): string | undefined {
  if (code[index]?.kind !== 'name') return undefined;
  const texts = code.slice(index, index + 4).map((token) => token.text);
  const [name = '', dot, member] = texts;
  if (texts.join(' ') === 'new Date ( )') return 'new Date()';
  if (dot === '.' && bannedMembers.has(`${name}.${member}`)) return `${name}.${member}`;
  const isMember = ['.', '?.'].includes(code[index - 1]?.text ?? '');
  return banned.has(name) && !isMember ? name : undefined;
}
