import type { Email } from '../jmap/mail.ts';

/** What the mail says as plain text: its own where it has one, else what is left of its HTML without the tags. */
export function plainTextOf({ textBody, bodyValues }: Email): string {
  return textBody
    .flatMap(({ partId, type }) => {
      const value = partId === null ? undefined : bodyValues[partId]?.value;
      if (value === undefined) return [];
      return [type === 'text/html' ? withoutTags(value) : value];
    })
    .join('\n')
    .replaceAll('\r\n', '\n');
}

/** Parsed by the browser, into a document in which nothing is loaded or run. */
function withoutTags(html: string): string {
  const { body } = new DOMParser().parseFromString(html, 'text/html');
  for (const each of body.querySelectorAll('script, style, title')) each.remove();
  for (const each of body.querySelectorAll('br')) each.replaceWith('\n');
  for (const each of body.querySelectorAll('p, div, tr, li, h1, h2, h3, blockquote')) each.append('\n');
  return (body.textContent ?? '')
    .replace(/[ \t]+/g, ' ')
    .replace(/\n\s*\n\s*/g, '\n\n')
    .trim();
}
