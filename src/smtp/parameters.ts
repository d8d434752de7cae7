import { err, ok, type Result } from '../base/result.ts';

/** Why the parameters of MAIL or RCPT are not good. */
export interface ParameterError {
  readonly kind: 'unknown' | 'invalid';
  readonly keyword: string;
}

/** Reads the value of one parameter into the fields that it sets; undefined if it is not good. */
export type ParameterReader<T> = (value: string | undefined) => Partial<T> | undefined;

/** By keyword, in upper case. */
type ParameterReaders<T> = ReadonlyMap<string, ParameterReader<T>>;

/**
 * esmtp-param = esmtp-keyword ["=" esmtp-value] (RFC 5321 §4.1.2); a value may be UTF-8 (RFC 6531 §3.3). What ASCII it may have
 * beyond its own grammar is for its reader to say.
 */
const parameter = /^([A-Za-z0-9][A-Za-z0-9-]*)(?:=([!-<>-~\u0080-\u{10ffff}]+))?$/u;

/** Reads what stands behind the path of MAIL or RCPT. One or more blanks separate the parameters; each may occur once. */
export function readParameters<T>(
  text: string,
  readers: ParameterReaders<T>,
): Result<Partial<T>, ParameterError> {
  const fields: Partial<T> = {};
  const seen = new Set<string>();
  for (const word of text.split(' ').filter((part) => part !== '')) {
    const match = parameter.exec(word);
    const keyword = match?.[1]?.toUpperCase();
    if (keyword === undefined) return err({ kind: 'invalid', keyword: '' });
    const read = readers.get(keyword);
    if (!read) return err({ kind: 'unknown', keyword });
    const found = seen.has(keyword) ? undefined : read(match?.[2]);
    if (!found) return err({ kind: 'invalid', keyword });
    seen.add(keyword);
    Object.assign(fields, found);
  }
  return ok(fields);
}
