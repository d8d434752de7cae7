import type { Format, OpenedMail } from '../format.ts';
import { findingOf, type Hints } from './general/finding.ts';
import { isNotice } from './general/is-notice.ts';
import { noticeOf } from './text/notice.ts';

/**
 * How one mailer writes its notices. Most differ in their phrases only, and all are read by the same rules; so a dialect is what
 * tells it from the others, and what a reader would not guess.
 */
export interface Dialect extends Hints {
  /** As an operator would call the program or the provider. */
  readonly name: string;
  /** Where it is recognised: all that are given must match. */
  readonly from?: RegExp;
  readonly subject?: RegExp;
  readonly words?: RegExp;
  /** Fields of the notice and what is in them. */
  readonly fields?: Readonly<Record<string, RegExp>>;
}

export const formatOf = (dialect: Dialect): Format => ({
  name: dialect.name,
  read(mail) {
    if (!isMarked(dialect, mail)) return undefined;
    const notice = noticeOf(mail);
    if (!isNotice(notice) || (dialect.words && !dialect.words.test(notice.words))) return undefined;
    return findingOf(notice, dialect);
  },
});

const isMarked = ({ from, subject, fields = {} }: Dialect, mail: OpenedMail): boolean =>
  (!from || from.test(mail.from)) &&
  (!subject || subject.test(mail.subject)) &&
  Object.entries(fields).every(([name, pattern]) => pattern.test(mail.header.value(name) ?? ''));
