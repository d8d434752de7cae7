import { Hono } from 'hono';
import { paths } from '../jmap/session.ts';
import { addApi } from './api.ts';
import { clientOf } from './client.ts';
import { addDownload } from './download.ts';
import { addEvents } from './events.ts';
import { refuse } from './problems.ts';
import { securityFields } from './security-fields.ts';
import { addSignIn } from './sign-in.ts';
import { addUpload } from './upload.ts';
import { demandVisitor } from './visitor.ts';
import { addWeb } from './web.ts';
import type { HttpEnv, RunningHttpWorld } from './world.ts';

/** What else is asked of these paths is refused (RFC 9110 §15.5.6). */
const methods: Readonly<Record<string, string>> = {
  '/.well-known/jmap': 'GET, HEAD',
  [paths.session]: 'GET, HEAD',
  [paths.api]: 'POST',
  [paths.events]: 'GET, HEAD',
  [`${paths.upload}/*`]: 'POST',
  [`${paths.download}/*`]: 'GET, HEAD',
  '/auth/*': 'POST',
};

/** All that is served by HTTP. */
export function createApp(world: RunningHttpWorld): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>();
  app.use(async (c, next) => {
    const client = clientOf(c.env.incoming, world.trustedProxies);
    if (!client) return refuse(400, 'The connection has gone.');
    c.set('client', client);
    c.set('log', world.log.with({ ip: client.ip }));
    await next();
    for (const [name, value] of Object.entries(securityFields('data', client)))
      if (!c.res.headers.has(name)) c.header(name, value);
    return undefined;
  });
  app.get('/health', (c) => c.text('ok\n', 200, { 'cache-control': 'no-store' }));
  addSignIn(app, world);
  const demand = demandVisitor(world);
  addApi(app, world, demand);
  addEvents(app, world, demand);
  addUpload(app, world, demand);
  addDownload(app, world, demand);
  for (const [path, allow] of Object.entries(methods))
    app.all(path, () => refuse(405, `This takes ${allow}.`, { allow }));
  addWeb(app, world);
  app.notFound(() => refuse(404, 'There is nothing here.'));
  app.onError((error, c) => {
    c.get('log')?.error('a request has failed', { method: c.req.method, path: c.req.path, error });
    return refuse(500, 'It is our fault; the log of the server says more.');
  });
  return app;
}
