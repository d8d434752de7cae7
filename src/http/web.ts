import type { Context, Hono } from 'hono';
import type { Page } from './pages.ts';
import { securityFields } from './security-fields.ts';
import type { HttpEnv, HttpWorld } from './world.ts';

const unbuilt =
  'This is Evergreen, a mail server. Its web page was not built: run "npm run build" where it is installed.\n' +
  'Mail programs that speak JMAP find it at /.well-known/jmap.\n';

/** The web page. Paths that are none of its files, and that a browser asks for as a page, are its own to understand. */
export function addWeb(app: Hono<HttpEnv>, world: HttpWorld): void {
  app.get('*', async (c) => {
    const pages = await world.pages();
    if (!pages) return c.req.path === '/' ? c.text(unbuilt) : c.notFound();
    const page = pages.get(c.req.path === '/' ? '/index.html' : c.req.path);
    if (page) return sendPage(c, page);
    const wantsPage = c.req.header('accept')?.includes('text/html') && !/\.[a-z0-9]{1,11}$/i.test(c.req.path);
    const index = wantsPage ? pages.get('/index.html') : undefined;
    return index ? sendPage(c, index) : c.notFound();
  });
}

function sendPage(c: Context<HttpEnv>, page: Page): Response {
  const fields = {
    ...securityFields(page.policy, c.get('client')),
    'content-type': page.type,
    'cache-control': page.isImmutable ? 'public, max-age=31536000, immutable' : 'no-cache',
    etag: page.etag,
    vary: 'accept-encoding',
  };
  if (c.req.header('if-none-match')?.includes(page.etag))
    return new Response(null, { status: 304, headers: fields });
  const isGzip =
    page.gzipped !== undefined &&
    /\bgzip\b(?!\s*;\s*q=0(?:\.0*)?(?:,|$))/i.test(c.req.header('accept-encoding') ?? '');
  const bytes = isGzip && page.gzipped ? page.gzipped : page.bytes;
  return new Response(new Uint8Array(bytes), {
    headers: { ...fields, ...(isGzip && { 'content-encoding': 'gzip' }) },
  });
}
