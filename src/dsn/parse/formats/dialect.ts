import type { Format, OpenedMail } from '../format.ts';
import { findingOf, type Hints } from './general/finding.ts';
import { isNotice } from './general/is-notice.ts';
import { type Notice, noticeOf } from './text/notice.ts';

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
  /** No other mail looks so, whoever sent it. */
  readonly isUnmistakable?: boolean;
  /** Fields of the notice and what is in them. */
  readonly fields?: Readonly<Record<string, RegExp>>;
}

export const formatOf = (dialect: Dialect): Format => ({
  name: dialect.name,
  read(mail) {
    if (!isMarked(dialect, mail)) return undefined;
    const notice = noticeOf(mail);
    if (dialect.words && !dialect.words.test(spokenWords(notice))) return undefined;
    if (!dialect.isUnmistakable && !isNotice(notice)) return undefined;
    return findingOf(notice, dialect);
  },
});

/** With the line that announces the returned message, in which mailers differ too. */
const spokenWords = ({ mail, words, returnedAt }: Notice): string =>
  returnedAt === undefined ? words : mail.text.slice(0, returnedAt + 120);

const isMarked = ({ from, subject, fields = {} }: Dialect, mail: OpenedMail): boolean =>
  (!from || from.test(mail.from)) &&
  (!subject || subject.test(mail.subject)) &&
  Object.entries(fields).every(([name, pattern]) => pattern.test(mail.header.value(name) ?? ''));
