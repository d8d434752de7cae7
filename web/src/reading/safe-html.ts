import DOMPurify, { type Config } from 'dompurify';

/**
 * Foreign HTML as nodes that run nothing: no scripts, forms, frames or handlers; links open elsewhere and tell nobody where from.
 * What it would fetch is the business of the policy of the frame in which it is shown.
 * @param cidUrl where the browser finds a part of the mail by its Content-ID (RFC 2392); undefined if there is none
 */
export function safeHtml(
  html: string,
  into: Document,
  cidUrl: (cid: string) => string | undefined,
): DocumentFragment {
  const fragment = DOMPurify.sanitize(html, { ...rules, RETURN_DOM_FRAGMENT: true });
  for (const link of fragment.querySelectorAll('a, area')) {
    link.setAttribute('target', '_blank');
    link.setAttribute('rel', 'noopener noreferrer nofollow');
  }
  for (const image of fragment.querySelectorAll('img[src]')) {
    const source = image.getAttribute('src') ?? '';
    if (/^cid:/i.test(source)) image.setAttribute('src', cidUrl(decodedCid(source.slice(4))) ?? '');
  }
  return into.importNode(fragment, true);
}

const rules = {
  USE_PROFILES: { html: true },
  FORBID_TAGS: [
    'form',
    'input',
    'button',
    'textarea',
    'select',
    'option',
    'iframe',
    'frame',
    'object',
    'embed',
  ],
  FORBID_ATTR: ['srcset', 'ping', 'autofocus', 'popover', 'popovertarget', 'contenteditable', 'draggable'],
  ALLOWED_URI_REGEXP: /^(?:https?|mailto|tel|cid):/i,
  ALLOW_DATA_ATTR: false,
  WHOLE_DOCUMENT: false,
} satisfies Config;

/** Whether it shows pictures that are fetched from elsewhere. A guess on the safe side, for the offer to show them. */
export const hasRemoteImages = (html: string): boolean =>
  /<(?:img|table|td|body|video)\b[^>]{0,2000}?(?:src|background|poster)\s*=\s*["']?\s*(?:https?:)?\/\//i.test(
    html,
  ) || /url\(\s*["']?\s*(?:https?:)?\/\//i.test(html);

function decodedCid(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
