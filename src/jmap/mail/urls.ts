import { tokenise } from '../../message/tokens.ts';

/**
 * The URLs in the value of a List-… field (RFC 2369 §2): those in angle brackets, comments and what else stands between them passed
 * over, blanks within them removed. Undefined if there is none.
 */
export function parseListUrls(value: string): string[] | undefined {
  const urls: string[] = [];
  let open: string | undefined;
  for (const { kind, text, start, end } of tokenise(value, '<>')) {
    if (kind === 'special' && text === '<') open = '';
    else if (kind === 'special') {
      if (open) urls.push(open);
      open = undefined;
      // A URL may hold parentheses and quotes, which mean nothing there.
    } else if (open !== undefined) open += value.slice(start, end).replace(/\s+/g, '');
  }
  return urls.length > 0 ? urls : undefined;
}
