import { mailboxesOf, parseAddressList } from '../../../../message/address-list.ts';
import type { Header } from '../../../../message/fields.ts';
import type { OpenedMail } from '../../format.ts';
import { type Line, linesOf } from './lines.ts';
import { returnedLine } from './returned.ts';
import { returnedHeader, returnedPart } from './returned-header.ts';

/** A mail that may be a notice, taken apart once for all who read it. */
export interface Notice {
  readonly mail: OpenedMail;
  /** What the notice itself says, without the message that it returns. */
  readonly lines: readonly Line[];
  /** The same in one piece. */
  readonly words: string;
  /** The same with each paragraph in one line, for phrases that run over the end of a line. */
  readonly prose: string;
  /** Where in the text of the mail the returned message begins, if it stands there. */
  readonly returnedAt?: number;
  /** The header section of the returned message, if it came along in any way. */
  readonly returned?: Header;
}

const opened = new WeakMap<OpenedMail, Notice>();

export function noticeOf(mail: OpenedMail): Notice {
  const known = opened.get(mail);
  if (known) return known;
  const notice = openNotice(mail);
  opened.set(mail, notice);
  return notice;
}

function openNotice(mail: OpenedMail): Notice {
  const all = linesOf(mail.text);
  const at = returnedLine(all);
  const returnedAt = at === undefined ? undefined : all[at]?.start;
  const returned = returnedHeader(mail, returnedAt);
  const words = mail.text.slice(0, returnedAt);
  return {
    mail,
    lines: all.slice(0, at),
    words,
    prose: words.replace(/\n(?=\S)/g, ' '),
    ...(returnedAt !== undefined && { returnedAt }),
    ...(returned && returned.fields.length > 0 && { returned }),
  };
}

export const isReturning = ({ mail, returnedAt }: Notice): boolean =>
  returnedAt !== undefined || returnedPart(mail.root) !== undefined;

/** The addresses in fields of a header section, as they are written. */
export const addressesOf = (header: Header | undefined, ...names: string[]): string[] =>
  names.flatMap((name) =>
    (header?.values(name) ?? []).flatMap((value) =>
      mailboxesOf(parseAddressList(value.slice(0, 8_000))).map(({ address }) => address),
    ),
  );
