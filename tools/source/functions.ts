import type { Token } from './tokens.ts';

/** A function with a body of its own lines. */
export interface FunctionSpan {
  readonly name: string;
  /** Of its name or its parameters, counted from 1. */
  readonly line: number;
  /** In lines, from the name to the end of the body. */
  readonly length: number;
  /** It calls `test`, `describe` and the like: it is a chapter of tests rather than a piece of work. */
  readonly registersTests: boolean;
}

/** The functions, methods and arrow functions among the tokens of a module (without comments); arrows of one line are left out. */
export function readFunctions(tokens: readonly Token[]): FunctionSpan[] {
  const partners = pairBrackets(tokens);
  const textAt = (index: number) => tokens[index]?.text ?? '';
  const spans: FunctionSpan[] = [];

  const add = (start: number, end: number) => {
    const line = tokens[start]?.line ?? 0;
    const length = (tokens[end]?.line ?? line) - line + 1;
    const body = tokens.slice(start, end + 1);
    const registersTests = body.some((_, index) => callsATest(body, index));
    spans.push({ name: nameAt(tokens, start), line, length, registersTests });
  };

  for (let index = 0; index < tokens.length; index++) {
    if (textAt(index) === '=>') {
      const start = startOfArrow(tokens, index, partners);
      const end =
        textAt(index + 1) === '{' ? partners.get(index + 1) : endOfExpression(tokens, index, partners);
      if (end !== undefined && tokens[end]?.line !== tokens[start]?.line) add(start, end);
    } else if (textAt(index) === '(' && mayBeDeclared(tokens[index - 1])) {
      const close = partners.get(index) ?? index;
      const body = bodyAfterParameters(tokens, close, partners);
      if (body !== undefined) add(startOfName(tokens, index - 1), partners.get(body) ?? body);
    }
  }
  return spans;
}

const opening: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };
const control = new Set([
  'if',
  'for',
  'while',
  'switch',
  'catch',
  'with',
  'await',
  'return',
  'super',
  'async',
]);
const testNames = new Set(['test', 'it', 'describe', 'suite']);

function callsATest(tokens: readonly Token[], index: number): boolean {
  const [before, token, after] = [tokens[index - 1], tokens[index], tokens[index + 1]];
  if (token?.kind !== 'name' || !testNames.has(token.text) || before?.text === '.') return false;
  return after?.text === '(' || after?.text === '.';
}

/** Both ends of each pair of brackets, each leading to the other. */
function pairBrackets(tokens: readonly Token[]): Map<number, number> {
  const partners = new Map<number, number>();
  const open: number[] = [];
  for (const [index, { kind, text }] of tokens.entries()) {
    if (kind !== 'punctuator') continue;
    if (text in opening) open.push(index);
    else if (text === ')' || text === ']' || text === '}') {
      const start = open.pop();
      if (start === undefined) continue;
      partners.set(start, index).set(index, start);
    }
  }
  return partners;
}

/** Before the parameters of a function or method stands its name, `function`, or the end of its type parameters. */
function mayBeDeclared(before: Token | undefined): boolean {
  if (before === undefined) return false;
  return before.kind === 'name' ? !control.has(before.text) : ['>', ']', '*'].includes(before.text);
}

/** The token of the name whose last token, type parameters included, is at `end`. */
function startOfName(tokens: readonly Token[], end: number): number {
  let depth = 0;
  for (let index = end; index >= 0; index--) {
    if (tokens[index]?.text === '>') depth++;
    else if (tokens[index]?.text === '<') depth--;
    else if (depth === 0) return index;
  }
  return end;
}

/** Names in a type after which an operand still follows. */
const typePrefixes = new Set(['readonly', 'keyof', 'typeof', 'unique', 'infer', 'asserts']);
const typeOperators = new Set(['|', '&', '.', 'is', 'extends', '?', ':', '=>']);

/** The index of the brace that begins the body, past a return type; undefined if no body follows: a call, a signature. */
function bodyAfterParameters(
  tokens: readonly Token[],
  close: number,
  partners: ReadonlyMap<number, number>,
): number | undefined {
  const textAt = (index: number) => tokens[index]?.text ?? '';
  if (textAt(close + 1) === '{') return close + 1;
  if (textAt(close + 1) !== ':') return undefined;
  let operandFollows = true;
  for (let index = close + 2; index < tokens.length; index++) {
    const text = textAt(index);
    if (operandFollows) {
      if (typePrefixes.has(text) || text === '|') continue;
      if (tokens[index]?.kind === 'punctuator' && !(text in opening)) return undefined;
      index = partners.get(index) ?? index;
      operandFollows = false;
    } else if (text === '{') return index;
    else if (text === '[') index = partners.get(index) ?? index;
    else if (text === '<') index = endOfTypeArguments(tokens, index);
    else if (typeOperators.has(text)) operandFollows = true;
    else return undefined;
  }
  return undefined;
}

function endOfTypeArguments(tokens: readonly Token[], start: number): number {
  let depth = 0;
  for (let index = start; index < tokens.length; index++) {
    if (tokens[index]?.text === '<') depth++;
    if (tokens[index]?.text === '>' && --depth === 0) return index;
  }
  return start;
}

/** The parenthesis before an arrow, past a return type. */
function startOfArrow(
  tokens: readonly Token[],
  arrow: number,
  partners: ReadonlyMap<number, number>,
): number {
  for (let index = arrow - 1; index >= 0; index--) {
    const { kind, text } = tokens[index] ?? { kind: 'name', text: '' };
    if (kind !== 'punctuator') continue;
    const partner = partners.get(index) ?? index;
    if (text === ')' && ['=>', ':'].includes(tokens[index + 1]?.text ?? '')) return partner;
    if (text === ';' || text === '=' || text in opening) break;
    index = partner;
  }
  return arrow - 1;
}

/** The last token of the expression after an arrow. */
function endOfExpression(
  tokens: readonly Token[],
  arrow: number,
  partners: ReadonlyMap<number, number>,
): number | undefined {
  for (let index = arrow + 1; index < tokens.length; index++) {
    const { kind, text } = tokens[index] ?? { kind: 'name', text: '' };
    if (kind !== 'punctuator') continue;
    if (text in opening) index = partners.get(index) ?? index;
    else if ([')', ']', '}', ',', ';'].includes(text)) return index - 1;
  }
  return undefined;
}

/** The name that stands at `start`, or that an arrow function at `start` is given. */
function nameAt(tokens: readonly Token[], start: number): string {
  const textAt = (index: number) => tokens[index]?.text ?? '';
  if (tokens[start]?.kind === 'name' && textAt(start) !== 'function') return textAt(start);
  let index = start - 1;
  if (textAt(index) === 'async') index--;
  const isNamed = ['=', ':'].includes(textAt(index)) && tokens[index - 1]?.kind === 'name';
  return isNamed ? textAt(index - 1) : 'a function';
}
