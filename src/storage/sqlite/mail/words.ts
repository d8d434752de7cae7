import type { SearchedField } from '../../../mailbox/digest.ts';

/** Characters that are written without blanks between words: each is a word of its own, and a word of several a phrase. */
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}]/gu;

/** A text as it goes into the index. */
export const indexedText = (text: string): string => text.replace(unspaced, ' $& ');

/** One word for each account, so that the emails of others are not looked at. */
export const accountWord = (account: string): string => `account${Buffer.from(account).toString('hex')}`;

/** Words of a search: more of them find nothing that fewer did not. */
const wordsMax = 30;

const columns: Readonly<Record<SearchedField, string>> = {
  subject: 'subject',
  from: 'sender',
  to: 'recipient',
  cc: 'cc',
  bcc: 'bcc',
  body: 'body',
};

/**
 * An FTS5 expression: all words of the text, each as the beginning of a word; what stands in quotation marks as a phrase.
 * Undefined if there is no word in the text.
 */
export function matchExpression(
  text: string,
  fields: readonly SearchedField[],
  account: string,
): string | undefined {
  const words = [...text.matchAll(/"([^"]*)"|[^\s"]+/g)].slice(0, wordsMax).flatMap(([whole, phrase]) => {
    const tokens = indexedText(phrase ?? whole).match(/[\p{L}\p{N}\p{M}\p{Co}]+/gu) ?? [];
    if (tokens.length === 0) return [];
    return [`"${tokens.join(' ')}"${phrase === undefined ? ' *' : ''}`];
  });
  if (words.length === 0) return undefined;
  const within = `{${fields.map((field) => columns[field]).join(' ')}}`;
  return `account : ${account} AND ${words.map((word) => `${within} : ${word}`).join(' AND ')}`;
}
