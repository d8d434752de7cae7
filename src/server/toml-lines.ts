/**
 * Finds the line on which a key of a TOML document stands, so that an error can name it. The document has been parsed before:
 * here it is only looked through, so anything not found simply has no line.
 */

/** @param path keys and array indexes, as in `['listeners', 1, 'port']`; the nearest enclosing line is taken if the key is absent */
export function lineOfKey(toml: string, path: readonly (string | number)[]): number | undefined {
  const wanted = path.map(String);
  const tablesSeen = new Map<string, number>();
  let table: string[] = [];
  let best: { line: number; depth: number } | undefined;
  for (const [i, line] of toml.split('\n').entries()) {
    const header = /^\s*(\[\[?)\s*([^\]]+?)\s*\]\]?/.exec(line);
    const assignment =
      /^\s*((?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*'))*)\s*=/.exec(
        line,
      );
    let here: string[] | undefined;
    if (header) {
      table = splitKey(header[2] ?? '');
      if (header[1] === '[[') table = [...table, countTable(tablesSeen, table)];
      here = table;
    } else if (assignment) here = [...table, ...splitKey(assignment[1] ?? '')];
    const depth = here ? commonDepth(here, wanted) : 0;
    if (here && depth === Math.min(here.length, wanted.length) && depth > (best?.depth ?? 0))
      best = { line: i + 1, depth };
  }
  return best?.line;
}

function countTable(seen: Map<string, number>, table: readonly string[]): string {
  const name = table.join('.');
  const index = seen.get(name) ?? 0;
  seen.set(name, index + 1);
  return String(index);
}

const splitKey = (key: string): string[] =>
  [...key.matchAll(/"([^"]*)"|'([^']*)'|([A-Za-z0-9_-]+)/g)].map((m) => m[1] ?? m[2] ?? m[3] ?? '');

function commonDepth(a: readonly string[], b: readonly string[]): number {
  let depth = 0;
  while (depth < a.length && depth < b.length && a[depth] === b[depth]) depth++;
  return depth;
}
