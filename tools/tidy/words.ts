import type { Problem } from '../source/problem.ts';
import type { SourceTree } from '../source/tree.ts';

/** Written with brackets, so that this file does not hold what it looks for. */
const unfinished = /\b(TO[D]O|FIX[M]E|X[X]X|HA[C]K)\b/;
const silencers = /biome-[i]gnore|@ts-[i]gnore|@ts-[n]ocheck/;
const machinePaths = /(?<![\w.-])\/(work|root|tmp\/rt)\//;
const registryHosts = /registry\.(npmjs|yarnpkg)|\bregistry\s*=\s*http|"resolved":\s*"http/;

/** Comments that speak of unfinished work or silence a check. */
export function unwantedComments(tree: SourceTree): Problem[] {
  return [...tree.values()].flatMap(({ path, tokens }) =>
    tokens
      .filter((token) => token.kind === 'comment')
      .flatMap(({ text, line }) => [
        ...findings(path, text, unfinished, line, 'speaks of unfinished work'),
        ...findings(path, text, silencers, line, 'silences a check'),
      ]),
  );
}

/** What belongs to the machine of whoever wrote it: paths of its folders, hosts of package registries. */
export function traces(path: string, text: string): Problem[] {
  return [
    ...findings(path, text, machinePaths, 1, "names a path of somebody's machine"),
    ...findings(path, text, registryHosts, 1, 'names the host of a package registry'),
  ];
}

function findings(file: string, text: string, pattern: RegExp, firstLine: number, what: string): Problem[] {
  return text.split('\n').flatMap((line, index) => {
    const found = pattern.exec(line)?.[0];
    return found === undefined ? [] : [{ file, line: firstLine + index, message: `"${found}" ${what}` }];
  });
}
