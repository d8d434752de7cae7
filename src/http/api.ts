import type { Context, Hono } from 'hono';
import { limitExceeded } from '../jmap/problem.ts';
import { parseRequest } from '../jmap/request.ts';
import { runRequest } from '../jmap/run-request.ts';
import { paths, type UserSession, userSession } from '../jmap/session.ts';
import { readBody } from './body.ts';
import { acceptedLanguages } from './languages.ts';
import { Places } from './places.ts';
import { jsonResponse, problemResponse } from './problems.ts';
import { baseUrl, credentialOf, type DemandVisitor } from './visitor.ts';
import type { HttpEnv, HttpWorld } from './world.ts';

/** The session object and the API (RFC 8620 §2 and §3). */
export function addApi(app: Hono<HttpEnv>, world: HttpWorld, demand: DemandVisitor): void {
  const places = new Places(world.limits.concurrentRequestsMax);
  // RFC 8620 §2.2
  for (const path of ['/.well-known/jmap', paths.session])
    app.get(path, demand, (c) => jsonResponse(sessionOf(c, world).object));
  app.post(paths.api, demand, async (c) => {
    const answer = await places.take(c.get('visitor').account.id, () => answerRequest(c, world));
    return answer ?? problemResponse(tooManyRequests(world), { 'retry-after': '1' });
  });
}

const tooManyRequests = ({ limits: { concurrentRequestsMax } }: HttpWorld) =>
  limitExceeded('maxConcurrentRequests', `${concurrentRequestsMax} requests are under way already.`, 429);

/** What the visitor may do here. */
export const sessionOf = (c: Context<HttpEnv>, world: HttpWorld): UserSession =>
  userSession(c.get('visitor').account, world.capabilities, baseUrl(c.get('client'), world));

async function answerRequest(c: Context<HttpEnv>, world: HttpWorld): Promise<Response> {
  const { capabilities, limits, clock } = world;
  const bytes = await readBody(c.env.incoming, limits.requestBytesMax);
  if (!bytes)
    return problemResponse(
      limitExceeded('maxSizeRequest', `A request has ${limits.requestBytesMax} octets at most.`),
    );
  const uris = new Set(capabilities.map(({ uri }) => uri));
  const request = parseRequest(bytes, c.req.header('content-type'), limits, uris);
  if (!request.ok) return problemResponse(request.error);
  const languages = acceptedLanguages(c.req.header('accept-language'));
  const credential = credentialOf(c.get('visitor'));
  const run = { credential, capabilities, limits, clock, log: c.get('log') };
  return jsonResponse(await runRequest(request.value, sessionOf(c, world), languages, run));
}
