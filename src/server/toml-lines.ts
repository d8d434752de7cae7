/**
 * Finds the line on which a key of a TOML document stands, so that an error can name it. The document has been parsed before:
 * here it is only looked through, so anything not found simply has no line.
 */

const key = String.raw`(?:[A-Za-z0-9_-]+|"(?:[^"\\]|\\.)*"|'[^']*')`;
const dottedKey = String.raw`${key}(?:\s*\.\s*${key})*`;
const header = new RegExp(String.raw`^\s*(\[\[?)\s*(${dottedKey})\s*\]`);
const assignment = new RegExp(String.raw`^\s*(${dottedKey})\s*=`);

/** @param path keys and the numbers of list items, as in `['listeners', 1, 'port']`; if it has no line, that of the table around it is taken */
export function lineOfKey(toml: string, path: readonly (string | number)[]): number | undefined {
  const wanted = path.map(String);
  const tables = new TableNames();
  let table: readonly string[] = [];
  let best: { readonly line: number; readonly depth: number } | undefined;
  for (const [i, line] of toml.split('\n').entries()) {
    const [, brackets, name] = header.exec(line) ?? [];
    if (name !== undefined) table = tables.open(splitKey(name), brackets === '[[');
    const [, assigned] = assignment.exec(line) ?? [];
    if (name === undefined && assigned === undefined) continue;
    const here = assigned === undefined ? table : [...table, ...splitKey(assigned)];
    const depth = commonDepth(here, wanted);
    const leadsThere = depth === Math.min(here.length, wanted.length);
    if (leadsThere && depth > (best?.depth ?? 0)) best = { line: i + 1, depth };
  }
  return best?.line;
}

/** Names the tables of a document as they are opened, with the numbers of those that are items of a list. */
class TableNames {
  /** How many items each list has so far. */
  readonly #lists = new Map<string, number>();

  open(keys: readonly string[], isItem: boolean): readonly string[] {
    const path: string[] = [];
    for (const [i, each] of keys.entries()) {
      path.push(each);
      const list = JSON.stringify(path);
      const isNew = isItem && i === keys.length - 1;
      if (isNew) this.#lists.set(list, (this.#lists.get(list) ?? 0) + 1);
      const items = this.#lists.get(list);
      if (items !== undefined) path.push(String(items - 1));
    }
    return path;
  }
}

const splitKey = (dotted: string): string[] =>
  [...dotted.matchAll(new RegExp(key, 'g'))].map(([k]) => unquote(k));

function unquote(text: string): string {
  if (text.startsWith("'")) return text.slice(1, -1);
  if (!text.startsWith('"')) return text;
  try {
    return JSON.parse(text) as string;
  } catch {
    // An escape that JSON does not know.
    return text.slice(1, -1);
  }
}

function commonDepth(a: readonly string[], b: readonly string[]): number {
  let depth = 0;
  while (depth < a.length && depth < b.length && a[depth] === b[depth]) depth++;
  return depth;
}
