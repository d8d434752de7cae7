import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { rotationMs } from '../accounts/access-tokens.ts';
import { standingClock } from '../accounts/testing/doubles.ts';
import { parseNetwork } from '../address/ip.ts';
import { invariant } from '../base/invariant.ts';
import { basic, fromPage, homer, login, startHttp } from './testing/test-server.ts';
import { tokenFailures } from './visitor.ts';

type Server = Awaited<ReturnType<typeof startHttp>>;

const json = { 'content-type': 'application/json' };
const signIn = (url: string, body: unknown, headers: Record<string, string> = fromPage) =>
  fetch(`${url}/auth/sign-in`, {
    method: 'POST',
    headers: { ...json, ...headers },
    body: JSON.stringify(body),
  });
const session = (url: string, headers: Record<string, string> = {}) =>
  fetch(`${url}/.well-known/jmap`, { headers });
const echo = (url: string, headers: Record<string, string>) =>
  fetch(`${url}/jmap/api`, {
    method: 'POST',
    headers: { ...json, ...headers },
    body: JSON.stringify({
      using: ['urn:ietf:params:jmap:core'],
      methodCalls: [['Core/echo', { a: 1 }, 'c']],
    }),
  });
const cookieOf = (response: Response) => response.headers.getSetCookie()[0]?.split(';')[0] ?? '';

describe('signing in', () => {
  let server: Server;
  before(async () => {
    server = await startHttp();
  });
  after(() => server.close());

  it('works with the password', async () => {
    const response = await session(server.url, { authorization: basic });
    assert.equal(response.status, 200);
    assert.equal(((await response.json()) as { username: string }).username, login.username);
    const bare = `bAsIc  ${btoa(`homer:${login.password}`)}`;
    assert.equal((await session(server.url, { authorization: bare })).status, 200);
  });

  it('is asked for, with all ways to do it', async () => {
    const response = await session(server.url);
    assert.equal(response.status, 401);
    const ways = response.headers.get('www-authenticate');
    assert.equal(ways, 'Basic realm="Evergreen", charset="UTF-8", Bearer realm="Evergreen"');
    assert.equal(response.headers.get('content-type'), 'application/problem+json');
    const page = await session(server.url, fromPage);
    assert.deepEqual([page.status, page.headers.get('www-authenticate')], [401, null]);
  });

  it('fails with what is wrong', async () => {
    const wrong = [
      `Basic ${btoa('homer:wrong')}`,
      `Basic ${btoa('nobody:x')}`,
      `Basic ${btoa('no colon')}`,
      'Basic not!base64',
      'Basic',
      'Digest abc',
      'Bearer evergreen_token_xyz',
      `Bearer ${'x'.repeat(9_000)}`,
    ];
    for (const authorization of wrong)
      assert.equal((await session(server.url, { authorization })).status, 401, authorization.slice(0, 50));
  });

  it('works with a token, until that is taken back', async () => {
    const response = await signIn(server.url, { ...login, token: 'phone' });
    assert.equal(response.status, 201);
    assert.deepEqual(response.headers.getSetCookie(), []);
    const { token, id } = (await response.json()) as { token: string; id: string };
    const authorization = `Bearer ${token}`;
    assert.equal((await session(server.url, { authorization })).status, 200);
    assert.equal((await echo(server.url, { authorization })).status, 200, 'from no page at all');
    assert.equal(
      (await session(server.url, { cookie: `evergreen=${token}` })).status,
      401,
      'it is no cookie',
    );
    await server.tokenStore.removeToken(homer.id, id);
    const refused = await session(server.url, { authorization });
    assert.equal(refused.status, 401);
    assert.match(refused.headers.get('www-authenticate') ?? '', /error="invalid_token"/);
  });

  it('gives a page a session, which ends when it signs out', async () => {
    const response = await signIn(server.url, login);
    assert.equal(response.status, 204);
    const [field = ''] = response.headers.getSetCookie();
    assert.match(
      field,
      /^evergreen=evergreen_session_[A-Za-z0-9_-]{43}; Path=\/; Max-Age=2592000; HttpOnly; SameSite=Strict$/,
    );
    const cookie = cookieOf(response);
    assert.equal((await session(server.url, { cookie: `a=b; ${cookie}; c=d` })).status, 200);
    const out = await fetch(`${server.url}/auth/sign-out`, {
      method: 'POST',
      headers: { cookie, ...fromPage },
    });
    assert.equal(out.status, 204);
    assert.match(out.headers.getSetCookie()[0] ?? '', /^evergreen=; Path=\/; Max-Age=0;/);
    assert.equal((await session(server.url, { cookie })).status, 401);
    assert.match(server.log.lines.join('\n'), /info signed in .*"account":"homer".*\n.*info signed out/);
  });

  it('does nothing for the pages of others', async () => {
    const { url } = server;
    const cookie = cookieOf(await signIn(url, login));
    assert.equal((await echo(url, { cookie })).status, 403);
    assert.equal((await echo(url, { cookie, ...fromPage, origin: 'https://evil.test' })).status, 403);
    assert.equal((await echo(url, { cookie, ...fromPage, origin: 'null' })).status, 403);
    assert.equal((await echo(url, { cookie, ...fromPage, origin: url })).status, 200);
    assert.equal((await echo(url, { cookie, ...fromPage })).status, 200);
    assert.equal((await signIn(url, login, {})).status, 403);
    assert.equal((await signIn(url, login, { ...fromPage, origin: 'https://evil.test' })).status, 403);
    const out = await fetch(`${url}/auth/sign-out`, { method: 'POST', headers: { cookie } });
    assert.equal(out.status, 403);
    const preflight = await fetch(`${url}/jmap/api`, {
      method: 'OPTIONS',
      headers: { origin: 'https://evil.test' },
    });
    assert.equal(preflight.headers.get('access-control-allow-origin'), null);
  });

  it('refuses what is no name and password', async () => {
    for (const body of [
      {},
      { username: 'homer' },
      { ...login, token: ' ' },
      [],
      'x',
      { ...login, username: 5 },
    ])
      assert.equal((await signIn(server.url, body)).status, 400, JSON.stringify(body));
    assert.equal((await signIn(server.url, { ...login, password: 'x'.repeat(10_000) })).status, 413);
    assert.equal((await signIn(server.url, { ...login, password: 'wrong' })).status, 401);
  });
});

describe('a session', () => {
  it('gets a new secret each day', async () => {
    const clock = standingClock();
    const server = await startHttp({ clock });
    const cookie = cookieOf(await signIn(server.url, login));
    clock.forward(rotationMs);
    const response = await session(server.url, { cookie });
    assert.equal(response.status, 200);
    const next = cookieOf(response);
    assert.match(next, /^evergreen=evergreen_session_/);
    assert.notEqual(next, cookie);
    assert.equal((await session(server.url, { cookie: next })).status, 200);
    await server.close();
  });
});

describe('who fails too often', () => {
  it('is told when to come back, and let in again then', async () => {
    const clock = standingClock();
    const server = await startHttp({ clock });
    const wrong = `Basic ${btoa('homer:wrong')}`;
    let response = await session(server.url, { authorization: wrong });
    for (let i = 0; i < 40 && response.status === 401; i++)
      response = await session(server.url, { authorization: wrong });
    assert.equal(response.status, 429);
    const seconds = Number(response.headers.get('retry-after'));
    assert.ok(seconds > 0 && seconds <= 60);
    assert.equal((await signIn(server.url, login)).status, 429, 'the page counts too');
    clock.forward(seconds * 1_000);
    assert.equal((await session(server.url, { authorization: basic })).status, 200);
    await server.close();
  });

  it('is told so for tokens as well', async () => {
    const server = await startHttp({ clock: standingClock() });
    const authorization = 'Bearer nonsense';
    const statuses: number[] = [];
    for (let i = 0; i <= tokenFailures.failuresMax; i++)
      statuses.push((await session(server.url, { authorization })).status);
    assert.deepEqual(statuses.slice(-2), [401, 429]);
    await server.close();
  });
});

describe('a proxy before the server', () => {
  const trusted = parseNetwork('127.0.0.1');
  invariant(trusted, 'it is an address');

  it('is believed if it is trusted', async () => {
    const server = await startHttp({ trustedProxies: [trusted] });
    const forwarded = { 'x-forwarded-for': '10.9.9.9, 192.0.2.7', 'x-forwarded-proto': 'https' };
    const response = await signIn(server.url, login, { ...fromPage, ...forwarded });
    assert.match(response.headers.getSetCookie()[0] ?? '', /^__Host-evergreen=.*; Secure$/);
    assert.match(server.log.lines.join('\n'), /signed in .*"ip":"192.0.2.7"/);
    const plain = { ...forwarded, 'x-forwarded-proto': 'http', authorization: basic };
    assert.equal((await session(server.url, plain)).status, 403, 'anybody could read along before the proxy');
    const object = (await (await session(server.url, { ...forwarded, authorization: basic })).json()) as {
      apiUrl: string;
    };
    assert.match(object.apiUrl, /^https:\/\/127\.0\.0\.1:\d+\/jmap\/api$/);
    await server.close();
  });

  it('is a client like others if it is not', async () => {
    const server = await startHttp();
    const forwarded = { 'x-forwarded-for': '192.0.2.7', 'x-forwarded-proto': 'https' };
    const response = await signIn(server.url, login, { ...fromPage, ...forwarded });
    assert.match(response.headers.getSetCookie()[0] ?? '', /^evergreen=/);
    assert.doesNotMatch(server.log.lines.join('\n'), /192\.0\.2\.7/);
    await server.close();
  });
});
