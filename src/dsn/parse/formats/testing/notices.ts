/** Notices of our own making, in the shape of those that mailers write, with what a reader has to find in them. */
import { readdirSync, readFileSync } from 'node:fs';
import { type Bytes, fromUtf8 } from '../../../../base/bytes.ts';

export interface WrittenNotice {
  readonly name: string;
  /** The format that has to know it; any if undefined. */
  readonly format?: string;
  /** No notice, however much it looks like one. */
  readonly isOrdinary: boolean;
  readonly expected: readonly ExpectedRecipient[];
  readonly mail: Bytes;
}

export interface ExpectedRecipient {
  readonly address: string;
  readonly action: string;
  /** A reply code, an enhanced status code, `host=…`, `stage=…` or `original=…`, as far as the notice tells them. */
  readonly facts: readonly string[];
}

/**
 * All notices of the folder. In a file they are set apart by a line `=== name`; then stand `format: name`, one line for each
 * recipient (address, action, facts) or the word `ordinary`, a line of hyphens, and the mail.
 */
export function writtenNotices(folder: URL): WrittenNotice[] {
  const files = readdirSync(folder).filter((name) => name.endsWith('.txt'));
  return files.flatMap((name) => noticesIn(readFileSync(new URL(name, folder), 'utf8')));
}

const noticesIn = (text: string): WrittenNotice[] => text.split(/^=== /m).slice(1).map(noticeIn);

function noticeIn(text: string): WrittenNotice {
  const [about = '', mail = ''] = text.split(/^---\n/m, 1).concat(text.slice(text.indexOf('\n---\n') + 5));
  const [name = '', ...lines] = about.trimEnd().split('\n');
  const format = lines.find((line) => line.startsWith('format: '))?.slice('format: '.length);
  const expected = lines.filter((line) => line.includes('@')).map(expectedRecipient);
  const isOrdinary = lines.includes('ordinary');
  return { name, isOrdinary, ...(format !== undefined && { format }), expected, mail: fromUtf8(mail) };
}

function expectedRecipient(line: string): ExpectedRecipient {
  const [, address = '', action = '', facts = ''] = /^(.+@\S+) (\S+)(.*)$/.exec(line) ?? [];
  return { address, action, facts: facts.split(' ').filter((fact) => fact !== '') };
}
