/**
 * A scanner for TypeScript that knows where code ends and text begins: strings, templates, comments and regular expressions.
 * It serves the checks of this folder, which ask about names, brackets and imports; it is no parser, and knows no JSX.
 */
export interface Token {
  readonly kind: 'name' | 'number' | 'string' | 'template' | 'regex' | 'comment' | 'punctuator';
  readonly text: string;
  /** Counted from 1. */
  readonly line: number;
}

const blank = /\s+/y;
const comment = /\/\/[^\n]*|\/\*[\s\S]*?\*\/|^#![^\n]*/y;
const name = /[\p{ID_Start}$_#][\p{ID_Continue}$]*/uy;
const number = /\.?\d[\w.]*/y;
/** A quote that is not closed ends with its line, so that one mistake does not swallow a file. */
const string = /'(?:[^'\\\n]|\\[\s\S])*'?|"(?:[^"\\\n]|\\[\s\S])*"?/y;
/** From a backquote, or from the brace that closes a substitution, to the next substitution or the end. */
const templatePart = /[`}](?:[^`\\$]|\\[\s\S]|\$(?!\{))*(?:`|\$\{)?/y;
const regex = /\/(?![*/])(?:[^/\\\n[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*/y;
const punctuator = /=>|\.\.\.|\?\.|[\s\S]/y;

/** After these names an operand follows, so that a slash begins a regular expression. */
const beforeOperand = new Set(
  'return typeof case in of delete void throw new instanceof else do yield await extends default'.split(' '),
);
const withCondition = new Set(['if', 'while', 'for', 'with']);

/** The tokens of `text` in their order, comments included; only white space is left out. */
export function tokenize(text: string): Token[] {
  return new Scanner(text).run();
}

/** The tokens that the compiler sees. */
export const withoutComments = (tokens: readonly Token[]): Token[] =>
  tokens.filter((token) => token.kind !== 'comment');

class Scanner {
  private readonly text: string;
  private readonly tokens: Token[] = [];
  private position = 0;
  private line = 1;
  /** What each open brace belongs to. */
  private readonly braces: ('block' | 'template')[] = [];
  /** For each open parenthesis, whether it holds the condition of a statement. */
  private readonly parentheses: boolean[] = [];
  private previous: Token | undefined;
  private afterCondition = false;

  constructor(text: string) {
    this.text = text;
  }

  run(): Token[] {
    while (this.position < this.text.length) {
      if (!this.take(blank)) this.next();
    }
    return this.tokens;
  }

  private next(): void {
    const character = this.text[this.position];
    if (this.add('comment', comment) || this.add('name', name) || this.add('number', number)) return;
    if (character === '"' || character === "'") this.add('string', string);
    else if (character === '`' || (character === '}' && this.braces.at(-1) === 'template')) this.template();
    else if (!(character === '/' && this.operandFollows() && this.add('regex', regex))) this.punctuator();
  }

  private template(): void {
    if (this.text[this.position] === '}') this.braces.pop();
    this.add('template', templatePart);
    if (this.previous?.text.endsWith('${')) this.braces.push('template');
  }

  private punctuator(): void {
    const before = this.previous;
    this.add('punctuator', punctuator);
    this.afterCondition = false;
    if (this.previous?.text === '{') this.braces.push('block');
    if (this.previous?.text === '}') this.braces.pop();
    if (this.previous?.text === '(')
      this.parentheses.push(before !== undefined && withCondition.has(before.text));
    if (this.previous?.text === ')') this.afterCondition = this.parentheses.pop() ?? false;
  }

  private operandFollows(): boolean {
    if (this.previous === undefined) return true;
    if (this.previous.kind === 'name') return beforeOperand.has(this.previous.text);
    if (this.previous.kind !== 'punctuator') return false;
    if (this.previous.text === ')') return this.afterCondition;
    return this.previous.text !== ']';
  }

  private add(kind: Token['kind'], pattern: RegExp): boolean {
    const line = this.line;
    const text = this.take(pattern);
    if (text === undefined) return false;
    const token: Token = { kind, text, line };
    this.tokens.push(token);
    if (kind !== 'comment') this.previous = token;
    return true;
  }

  private take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.position;
    const text = pattern.exec(this.text)?.[0];
    if (text === undefined) return undefined;
    this.position += text.length;
    this.line += text.split('\n').length - 1;
    return text;
  }
}
