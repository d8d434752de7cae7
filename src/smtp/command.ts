import { hasNonAscii } from '../address/domain.ts';
import { type Bytes, latin1, strictUtf8 } from '../base/bytes.ts';
import { err, ok, type Result } from '../base/result.ts';

/** A command as it came: the verb in upper case, and what stood behind it. */
interface CommandLine {
  readonly verb: string;
  readonly argument: string;
}

/**
 * Takes a command line apart (RFC 5321 §4.1.1).
 *
 * @param line without the CRLF that ended it
 */
export function parseCommandLine(line: Bytes): Result<CommandLine> {
  const decoded = decode(line);
  if (decoded === undefined) return err('the line is not UTF-8');
  // RFC 5321 §4.1.1: receivers SHOULD tolerate trailing white space before the terminating CRLF.
  const text = decoded.replace(/[ \t]+$/, '');
  // Among them bare CR and bare LF (RFC 5321 §2.3.8): only CRLF ends a line.
  if (/[\u0000-\u001f\u007f]/.test(text)) return err('the line has control characters');
  const blank = text.indexOf(' ');
  if (blank === -1) return ok({ verb: upperCase(text), argument: '' });
  return ok({ verb: upperCase(text.slice(0, blank)), argument: text.slice(blank + 1).replace(/^ +/, '') });
}

// Only of ASCII letters: Unicode would make an "S" of the long s, and a command of what is none.
const upperCase = (word: string): string => word.replace(/[a-z]+/g, (letters) => letters.toUpperCase());

function decode(line: Bytes): string | undefined {
  const text = latin1(line);
  return hasNonAscii(text) ? strictUtf8(line) : text;
}
