import type { Token } from './tokens.ts';

/** An import or re-export of another module. */
export interface Import {
  readonly specifier: string;
  readonly line: number;
  /** Erased by the compiler: nothing is loaded. */
  readonly typeOnly: boolean;
  /** The names as the other module exports them; 'all' where it is taken whole. */
  readonly names: readonly string[] | 'all';
}

export interface Export {
  readonly name: string;
  readonly line: number;
  /** An interface or a type alias. */
  readonly isType: boolean;
}

/** What the tokens of a module (without comments) import, in the order of the text. */
export function readImports(tokens: readonly Token[]): Import[] {
  const imports: Import[] = [];
  for (const [index, token] of tokens.entries()) {
    if (!isKeyword(tokens, index, 'import', 'export')) continue;
    const clause = clauseBeforeString(tokens, index + 1);
    const specifier = clause && tokens[index + 1 + clause.length]?.text.slice(1, -1);
    if (clause === undefined || specifier === undefined) continue;
    const typeOnly = clause[0]?.text === 'type' && clause[1]?.text !== 'from' && clause[1]?.text !== ',';
    const names = importedNames(typeOnly ? clause.slice(1) : clause);
    imports.push({ specifier, line: token.line, typeOnly, names });
  }
  return imports;
}

/** What the tokens of a module (without comments) export. `export *` has no names of its own and is left out. */
export function readExports(tokens: readonly Token[]): Export[] {
  return tokens.flatMap((token, index) => {
    if (!isKeyword(tokens, index, 'export')) return [];
    let next = index + 1;
    while (modifiers.has(tokens[next]?.text ?? '')) next++;
    const what = tokens[next]?.text ?? '';
    const isType = what === 'type' || what === 'interface';
    const names = exportedNames(what, tokens.slice(next + 1, next + 1 + nameWindow));
    return names.map((name) => ({ name, line: token.line, isType }));
  });
}

const modifiers = new Set(['declare', 'abstract', 'async']);
/** No export list or pattern has more tokens. */
const nameWindow = 400;

/** True for a reserved word in its own right: not a property (`x.import`), not a key (`import: 1`). */
function isKeyword(tokens: readonly Token[], index: number, ...words: string[]): boolean {
  const token = tokens[index];
  if (token?.kind !== 'name' || !words.includes(token.text)) return false;
  const before = tokens[index - 1]?.text;
  return before !== '.' && before !== '?.' && tokens[index + 1]?.text !== ':';
}

/** The tokens between the keyword and its module specifier; undefined if the statement has none. */
function clauseBeforeString(tokens: readonly Token[], start: number): Token[] | undefined {
  for (let index = start; index < tokens.length; index++) {
    const token = tokens[index];
    const before = tokens[index - 1]?.text;
    if (token?.kind === 'string') {
      const names = index === start || before === 'from' || (before === '(' && index === start + 1);
      return names ? tokens.slice(start, index) : undefined;
    }
    if (token?.kind !== 'name' && !['{', '}', ',', '*', '('].includes(token?.text ?? '')) return undefined;
  }
  return undefined;
}

function importedNames(clause: readonly Token[]): readonly string[] | 'all' {
  const texts = clause.map((token) => token.text);
  if (texts[0] === '(' || texts.includes('*')) return 'all';
  const open = texts.indexOf('{');
  const first = texts[0];
  const own = first !== undefined && first !== '{' && first !== 'from' ? ['default'] : [];
  if (open < 0) return own;
  return [...own, ...listItems(texts.slice(open + 1)).map(([name]) => name)];
}

function exportedNames(what: string, after: readonly Token[]): string[] {
  const texts = after.map((token) => token.text);
  const first = texts[0] ?? '';
  if (what === 'default') return ['default'];
  if (what === '{' || (what === 'type' && first === '{')) {
    return listItems(what === '{' ? texts : texts.slice(1)).map(([, alias]) => alias);
  }
  if (what === '*') return first === 'as' ? [texts[1] ?? ''] : [];
  if (['const', 'let', 'var'].includes(what) && (first === '{' || first === '[')) return patternNames(texts);
  return [first === '*' ? (texts[1] ?? '') : first];
}

/** The items of `{ a, type b, c as d }` from after the brace, each as [name, alias]. */
function listItems(texts: readonly string[]): [string, string][] {
  const list = texts.slice(0, texts.indexOf('}')).join(' ').split(',');
  return list
    .map((item) => item.trim().replace(/^type (?!as\b)/, ''))
    .filter((item) => item !== '')
    .map((item) => {
      const [name = '', alias = name] = item.split(' as ');
      return [name, alias];
    });
}

/** The names that a destructuring pattern binds: those that are no keys, up to the `=` after the pattern. */
function patternNames(texts: readonly string[]): string[] {
  const pattern = texts.slice(0, texts.indexOf('='));
  return pattern.filter((text, index) => /^[\w$]+$/.test(text) && pattern[index + 1] !== ':');
}
