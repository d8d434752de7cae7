import type { Client } from './client.ts';

/** What a response may do in a browser. */
export type PagePolicy = 'data' | 'app' | 'frame' | 'frame-with-pictures';

const none = "default-src 'none'; base-uri 'none'; form-action 'none'";

/** Content security policies. No page may run a script that does not come from us as a file. */
const policies: Readonly<Record<PagePolicy, string>> = {
  // Whatever it is, and should a browser show it as a page: it can do nothing.
  data: `${none}; frame-ancestors 'none'; sandbox`,
  app: [
    none,
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' blob: data:",
    "font-src 'self'",
    "connect-src 'self'",
    "frame-src 'self'",
    "manifest-src 'self'",
    "frame-ancestors 'none'",
  ].join('; '),
  // Foreign HTML is put into these: its styles may apply, its links open, and nothing else happens.
  frame: framePolicy("img-src 'self' data:"),
  'frame-with-pictures': framePolicy("img-src 'self' data: https: http:"),
};

function framePolicy(images: string): string {
  const sandbox = 'sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox';
  return `${none}; style-src 'self' 'unsafe-inline'; ${images}; font-src 'self'; frame-ancestors 'self'; ${sandbox}`;
}

/** How long a browser is to insist on TLS, in seconds: a year. */
const insistSeconds = 31_536_000;

/** The fields that go with every response. */
export function securityFields(
  policy: PagePolicy,
  { isHttps }: Pick<Client, 'isHttps'>,
): Record<string, string> {
  const isFrame = policy === 'frame' || policy === 'frame-with-pictures';
  return {
    'content-security-policy': policies[policy],
    'x-content-type-options': 'nosniff',
    'x-frame-options': isFrame ? 'SAMEORIGIN' : 'DENY',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
    ...(isHttps && { 'strict-transport-security': `max-age=${insistSeconds}` }),
  };
}
