import { type Bytes, fromBase64, NO_BYTES, strictUtf8 } from '../base/bytes.ts';

/** A command, its arguments parsed. `message` is a message-number: whether there is such a message is not known here. */
export type Command =
  | { readonly kind: 'USER'; readonly name: string }
  | { readonly kind: 'PASS'; readonly password: string }
  | { readonly kind: 'AUTH'; readonly mechanism: string; readonly initial: Bytes | undefined }
  | { readonly kind: 'LIST'; readonly message: number | undefined }
  | { readonly kind: 'UIDL'; readonly message: number | undefined }
  | { readonly kind: 'RETR'; readonly message: number }
  | { readonly kind: 'DELE'; readonly message: number }
  | { readonly kind: 'TOP'; readonly message: number; readonly lines: number }
  | { readonly kind: 'CAPA' }
  | { readonly kind: 'STLS' }
  | { readonly kind: 'QUIT' }
  | { readonly kind: 'STAT' }
  | { readonly kind: 'NOOP' }
  | { readonly kind: 'RSET' };

export type CommandOf<K extends Command['kind']> = Extract<Command, { readonly kind: K }>;

export type CommandError = 'unknown' | 'malformed';

/** Arguments → command, undefined if they do not fit. `rest` is what stands behind the first space. */
type Grammar = (rest: string) => Command | undefined;

const bare =
  (kind: 'CAPA' | 'STLS' | 'QUIT' | 'STAT' | 'NOOP' | 'RSET'): Grammar =>
  (rest) =>
    rest.trim() === '' ? { kind } : undefined;

const listing =
  (kind: 'LIST' | 'UIDL'): Grammar =>
  (rest) => {
    if (rest.trim() === '') return { kind, message: undefined };
    const [message] = numbers(rest, 1);
    return message === undefined ? undefined : { kind, message };
  };

const single =
  (kind: 'RETR' | 'DELE'): Grammar =>
  (rest) => {
    const [message] = numbers(rest, 1);
    return message === undefined ? undefined : { kind, message };
  };

const grammars: Readonly<Record<Command['kind'], Grammar>> = {
  USER: (name) => (name === '' ? undefined : { kind: 'USER', name }),
  // RFC 1939 §7: with its one argument, PASS may take spaces as part of the password.
  PASS: (password) => (password === '' ? undefined : { kind: 'PASS', password }),
  AUTH: (rest) => auth(rest),
  LIST: listing('LIST'),
  UIDL: listing('UIDL'),
  RETR: single('RETR'),
  DELE: single('DELE'),
  TOP: (rest) => {
    const [message, lines] = numbers(rest, 2);
    return message === undefined || lines === undefined ? undefined : { kind: 'TOP', message, lines };
  },
  CAPA: bare('CAPA'),
  STLS: bare('STLS'),
  QUIT: bare('QUIT'),
  STAT: bare('STAT'),
  NOOP: bare('NOOP'),
  RSET: bare('RSET'),
};

/** command = keyword *(SP param); keywords are taken without case (RFC 1939 §3, RFC 2449 §3). */
export function parseCommand(line: Bytes): Command | CommandError {
  const text = strictUtf8(line);
  if (text === undefined) return 'malformed';
  const [, keyword = '', rest = ''] = /^([A-Za-z]{3,4})(?: (.*))?$/s.exec(text) ?? [];
  const name = keyword.toUpperCase();
  return isKeyword(name) ? (grammars[name](rest) ?? 'malformed') : 'unknown';
}

const isKeyword = (name: string): name is Command['kind'] => Object.hasOwn(grammars, name);

/** "AUTH" SP sasl-mech [SP initial-response]; initial-response = base64 / "=" (RFC 5034 §5) */
function auth(rest: string): Command | undefined {
  const [, mechanism, text] = /^([A-Za-z0-9_-]{1,20})(?: (\S+))? *$/.exec(rest) ?? [];
  if (mechanism === undefined) return undefined;
  if (text === undefined) return { kind: 'AUTH', mechanism, initial: undefined };
  const initial = text === '=' ? NO_BYTES : fromBase64(text);
  return initial && { kind: 'AUTH', mechanism, initial };
}

/** Exactly `count` numbers of up to nine digits, or nothing. More spaces than needed are forgiven. */
function numbers(rest: string, count: number): number[] {
  const words = rest.trim().split(/ +/);
  return words.length === count && words.every((word) => /^\d{1,9}$/.test(word)) ? words.map(Number) : [];
}
