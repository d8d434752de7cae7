import { printable } from '../../base/printable.ts';
import { writeField } from '../../message/write-fields.ts';
import type { Evidence, NoticeFinding, NoticeVerdict } from './finding.ts';

/** The field by which a delivered notice says what was found of it. Only we write it: what comes in under this name is renamed. */
export const noticeFieldName = 'Evergreen-Notice';

const verdicts: readonly NoticeVerdict[] = ['about-mail-you-sent', 'cannot-be-proven', 'forged'];

/** `Evergreen-Notice: cannot-be-proven; kind=failure; tag=none; spf=none`, with its CRLF. */
export const writeNoticeField = ({ verdict, kind, evidence, isFiled }: NoticeFinding): string =>
  writeField(
    noticeFieldName,
    [verdict, `kind=${kind}`, ...evidence.map(parameterOf), ...(isFiled ? ['filed=junk'] : [])]
      .join(';\n')
      .split('\n'),
  );

/** In the place of the field of a mail that was taken for a notice until it was read. */
export const noNoticeField = writeField(noticeFieldName, 'no-notice');

/** Octets that the field has at most. */
export const noticeFieldBytesMax = 4 * 1024;

/** The verdict in the value of the field; undefined if it is none of ours. */
export function readNoticeField(value: string): NoticeVerdict | undefined {
  const word = /^\s*([a-z-]{1,30})\s*(?:;|$)/.exec(value)?.[1];
  return verdicts.find((verdict) => verdict === word);
}

function parameterOf(fact: Evidence): string {
  switch (fact.kind) {
    case 'believed':
      return `believed=${value(fact.about)}`;
    case 'signature':
      return `${fact.isOurs ? 'signature' : 'forged-signature'}=${fact.in}/${value(fact.about)}`;
    case 'names':
      return `${fact.isYours ? 'names' : 'names-other'}=${fact.by}/${value(fact.about)}`;
    case 'tag':
      return `tag=${fact.worth}`;
    case 'other-side':
      return `other-side=${fact.as}/${value(fact.name)}`;
    case 'spf':
      return `spf=${value(fact.result)}${fact.domain === undefined ? '' : `/${value(fact.domain)}`}`;
    case 'correspondence':
      return `wrote-to=${fact.isThere ? 'yes' : 'no'}`;
    case 'contradiction':
      return `contradiction=${fact.what}`;
    case 'not-examined':
      return 'not-examined=yes';
  }
}

/** Characters of a name that is not ours. */
const valueLengthMax = 100;

const value = (text: string): string =>
  printable(text, valueLengthMax).replace(/[^\x21-\x7e]|[;"\\()=]/g, '?');
