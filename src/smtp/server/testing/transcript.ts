import { type Bytes, concat, fromLatin1, fromUtf8 } from '../../../base/bytes.ts';
import type { ServerSessionOptions } from '../options.ts';

/**
 * A session as a text file.
 *
 *     # remark
 *     @ tls                  under TLS from the start; the other settings stand in `readSetting`
 *     C: text                the client sends a line and CRLF
 *     C~ text                the client sends this and nothing else
 *     S: text                the server says a line
 *     M: text                a line of the content of the message that was accepted last; see `! message`
 *     ! event arguments      something else happens or is looked at; see the player
 *
 * In what the client sends, `\r`, `\n`, `\0`, `\\`, `\xHH` and `\{word*count}` stand for octets that a text file cannot show.
 */
export interface Transcript {
  readonly options: ServerSessionOptions;
  readonly tls: string | undefined;
  readonly lines: readonly TranscriptLine[];
}

export type TranscriptLine =
  | { readonly kind: 'client'; readonly number: number; readonly bytes: Bytes }
  | { readonly kind: 'server'; readonly number: number; readonly text: string }
  | { readonly kind: 'message'; readonly number: number; readonly text: string }
  | { readonly kind: 'event'; readonly number: number; readonly words: readonly string[] };

export function readTranscript(text: string): Transcript {
  const lines: TranscriptLine[] = [];
  let options: ServerSessionOptions = { hostname: 'mx.springfield.test', role: 'relay-in' };
  let tls: string | undefined;
  for (const [index, line] of text.split('\n').entries()) {
    const number = index + 1;
    const rest = line.slice(3);
    if (line === '' || line.startsWith('#')) continue;
    if (line === '@ tls') tls = 'TLSv1.3';
    else if (line.startsWith('@ ')) options = readSetting(options, line.slice(2).split(' '));
    else if (line.startsWith('C: ') || line === 'C:')
      lines.push({ kind: 'client', number, bytes: octets(`${rest}\\r\\n`) });
    else if (line.startsWith('C~ ')) lines.push({ kind: 'client', number, bytes: octets(rest) });
    else if (line.startsWith('S: ')) lines.push({ kind: 'server', number, text: rest });
    else if (line.startsWith('M:')) lines.push({ kind: 'message', number, text: rest });
    else if (line.startsWith('! ')) lines.push({ kind: 'event', number, words: line.slice(2).split(' ') });
    else throw new Error(`line ${number} is of no kind: ${line}`);
  }
  return { options, tls, lines };
}

function readSetting(options: ServerSessionOptions, words: readonly string[]): ServerSessionOptions {
  const [name = '', value = '', number = ''] = words;
  switch (name) {
    case 'submission':
      return { ...options, role: 'submission', mechanisms: ['PLAIN', 'LOGIN'] };
    case 'starttls':
      return { ...options, startTls: value === 'unavailable' ? 'unavailable' : 'offered' };
    case 'early-talk':
      return { ...options, earlyTalk: 'allow' };
    case 'limit':
      return { ...options, limits: { ...options.limits, [value]: Number(number) } };
    default:
      throw new Error(`there is no setting ${name}`);
  }
}

/** UTF-8, but for the escapes. */
function octets(text: string): Bytes {
  const parts = text.split(/(\\x[0-9A-F]{2}|\\\{.*?\*\d+\}|\\.)/);
  return concat(parts.map((part) => (part.startsWith('\\') ? escaped(part) : fromUtf8(part))));
}

function escaped(part: string): Bytes {
  const repeated = /^\\\{(.*)\*(\d+)\}$/.exec(part);
  if (repeated) return fromUtf8((repeated[1] ?? '').repeat(Number(repeated[2])));
  if (/^\\x../.test(part)) return Uint8Array.of(Number.parseInt(part.slice(2), 16));
  const meanings: Readonly<Record<string, string>> = { r: '\r', n: '\n', 0: '\0', '\\': '\\' };
  const meaning = meanings[part.slice(1)];
  if (meaning === undefined) throw new Error(`there is no escape ${part}`);
  return fromLatin1(meaning);
}
