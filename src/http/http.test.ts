import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { Agent, request } from 'node:https';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { todoUri } from '../jmap/testing/todos.ts';
import { SessionCounter } from '../policy/limits.ts';
import { fieldsMax, headBytesMax } from './limits.ts';
import { loadPages } from './pages.ts';
import { basic, startHttp } from './testing/test-server.ts';

type Server = Awaited<ReturnType<typeof startHttp>>;

const api = (url: string, body: string | Uint8Array<ArrayBuffer>, type = 'application/json') =>
  fetch(`${url}/jmap/api`, {
    method: 'POST',
    headers: { authorization: basic, 'content-type': type },
    body,
  });
const echo = { using: ['urn:ietf:params:jmap:core'], methodCalls: [['Core/echo', { a: 'ö' }, 'c']] };

/** Sends octets, and reads all that comes until the server closes. */
function raw(port: number, ...texts: string[]): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  for (const text of texts) socket.write(text);
  return new Promise((resolve) => {
    let answer = '';
    socket.setEncoding('latin1');
    socket.on('data', (piece) => {
      answer += piece;
    });
    socket.on('error', () => resolve(answer));
    socket.on('close', () => resolve(answer));
  });
}

describe('the API', () => {
  let server: Server;
  before(async () => {
    server = await startHttp({ limits: { requestBytesMax: 1_000, concurrentRequestsMax: 2 } });
  });
  after(() => server.close());

  it('answers requests', async () => {
    const response = await api(server.url, JSON.stringify(echo));
    assert.equal(response.status, 200);
    assert.equal(response.headers.get('content-type'), 'application/json; charset=utf-8');
    assert.equal(response.headers.get('cache-control'), 'no-cache, no-store, must-revalidate');
    const { methodResponses } = (await response.json()) as { methodResponses: unknown };
    assert.deepEqual(methodResponses, [['Core/echo', { a: 'ö' }, 'c']]);
  });

  it('tells the account of its session, and works on it', async () => {
    server.todos.add('homer', { title: 'eat' });
    const response = await fetch(`${server.url}/jmap/session`, { headers: { authorization: basic } });
    const session = (await response.json()) as { primaryAccounts: Record<string, string>; apiUrl: string };
    const accountId = session.primaryAccounts[todoUri];
    assert.equal(session.apiUrl, `${server.url}/jmap/api`);
    const calls = [['Todo/get', { accountId, properties: ['title'] }, 'c']];
    const answer = await api(server.url, JSON.stringify({ using: [todoUri], methodCalls: calls }));
    assert.match(await answer.text(), /"list":\[\{"title":"eat","id":"T1"\}\]/);
  });

  it('refuses with problem details', async () => {
    const cases: readonly [body: string, contentType: string, problem: object][] = [
      ['{', 'application/json', { type: 'urn:ietf:params:jmap:error:notJSON' }],
      [JSON.stringify(echo), 'text/plain', { type: 'urn:ietf:params:jmap:error:notJSON' }],
      ['{}', 'application/json', { type: 'urn:ietf:params:jmap:error:notRequest' }],
      [
        ' '.repeat(1_001),
        'application/json',
        { type: 'urn:ietf:params:jmap:error:limit', limit: 'maxSizeRequest' },
      ],
    ];
    for (const [body, contentType, problem] of cases) {
      const response = await api(server.url, body, contentType);
      assert.equal(response.headers.get('content-type'), 'application/problem+json');
      const { detail, ...rest } = (await response.json()) as Record<string, unknown>;
      assert.deepEqual(rest, { ...problem, status: 400 });
      assert.equal(response.status, 400);
      assert.equal(typeof detail, 'string');
    }
  });

  it('does not read on where a request is too long, announced or not', async () => {
    const head = `POST /jmap/api HTTP/1.1\r\nHost: x\r\nAuthorization: ${basic}\r\nContent-Type: application/json\r\n`;
    const announced = await raw(server.port, `${head}Content-Length: 1000000\r\n\r\n`, 'x');
    assert.match(announced, /^HTTP\/1\.1 400 .*"limit":"maxSizeRequest"/s);
    const chunk = `400\r\n${'x'.repeat(1_024)}\r\n`;
    const chunked = await raw(
      server.port,
      `${head}Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n`,
      chunk,
      chunk,
      '0\r\n\r\n',
    );
    assert.match(chunked, /^HTTP\/1\.1 400 .*"limit":"maxSizeRequest"/s);
  });

  it('does so many requests of an account at once, and no more', async () => {
    const head = `POST /jmap/api HTTP/1.1\r\nHost: x\r\nAuthorization: ${basic}\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n`;
    const waiting = [1, 2].map(() => connect(server.port, '127.0.0.1').on('error', () => {}));
    for (const socket of waiting) socket.write(head);
    let response = await api(server.url, JSON.stringify(echo));
    for (let i = 0; i < 50 && response.status === 200; i++)
      response = await api(server.url, JSON.stringify(echo));
    assert.equal(response.status, 429);
    assert.equal(((await response.json()) as { limit: string }).limit, 'maxConcurrentRequests');
    for (const socket of waiting) socket.destroy();
    for (let i = 0; i < 50 && response.status !== 200; i++) {
      await new Promise((resolve) => setTimeout(resolve, 10));
      response = await api(server.url, JSON.stringify(echo));
    }
    assert.equal(response.status, 200, 'there is a place again when they have gone');
  });
});

describe('the server', () => {
  it('has TLS, and lets nobody see what he should not', async () => {
    const server = await startHttp({ isTls: true });
    const agent = new Agent({ rejectUnauthorized: false });
    const headers = await new Promise<Record<string, unknown>>((resolve, reject) => {
      const sent = request(`${server.url}/.well-known/jmap`, { agent, headers: { authorization: basic } });
      sent.on('response', (response) => resolve({ ...response.headers, status: response.statusCode }));
      sent.on('error', reject);
      sent.end();
    });
    agent.destroy();
    assert.equal(headers.status, 200);
    assert.equal(headers['strict-transport-security'], 'max-age=31536000');
    assert.equal(headers['x-content-type-options'], 'nosniff');
    assert.equal(headers['referrer-policy'], 'no-referrer');
    assert.equal(headers['x-frame-options'], 'DENY');
    assert.match(
      String(headers['content-security-policy']),
      /^default-src 'none'; .*frame-ancestors 'none'; sandbox$/,
    );
    await server.close();
  });

  it('says that it is there', async () => {
    const server = await startHttp();
    const response = await fetch(`${server.url}/health`);
    assert.deepEqual([response.status, await response.text()], [200, 'ok\n']);
    assert.equal(
      response.headers.get('strict-transport-security'),
      null,
      'without TLS there is nothing to insist on',
    );
    assert.equal((await fetch(`${server.url}/nothing`)).status, 404);
    await server.close();
  });

  it('says by which method each resource is to be asked', async () => {
    const server = await startHttp();
    for (const [method, path, allow] of [
      ['GET', '/jmap/api', 'POST'],
      ['PUT', '/jmap/upload/homer/', 'POST'],
      ['POST', '/jmap/download/homer/B1/x', 'GET, HEAD'],
      ['DELETE', '/.well-known/jmap', 'GET, HEAD'],
      ['GET', '/auth/sign-in', 'POST'],
    ] as const) {
      const response = await fetch(server.url + path, { method });
      assert.deepEqual([response.status, response.headers.get('allow')], [405, allow], path);
    }
    await server.close();
  });

  it('has limits for the head of a request', async () => {
    const server = await startHttp();
    const long = await raw(
      server.port,
      `GET /health HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(headBytesMax)}\r\n\r\n`,
    );
    assert.match(long, /^HTTP\/1\.1 431 /);
    const fields = Array.from({ length: fieldsMax + 10 }, (_, i) => `X-${i}: y\r\n`).join('');
    const many = await raw(
      server.port,
      `GET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${fields}\r\n`,
    );
    assert.match(many, /^HTTP\/1\.1 431 /);
    assert.match(await raw(server.port, 'GET /health HTTP/1.1\r\n\r\n'), /^HTTP\/1\.1 400 /, 'no host');
    assert.match(await raw(server.port, 'EHLO client.example\r\n\r\n'), /^HTTP\/1\.1 400 /);
    await server.close();
  });

  it('turns away more connections than it may have', async () => {
    const server = await startHttp({
      places: new SessionCounter({ sessionsMax: 1, sessionsPerAddressMax: 1 }),
    });
    const first = connect(server.port, '127.0.0.1');
    await new Promise((resolve) => first.once('connect', resolve));
    assert.match(await raw(server.port), /^HTTP\/1\.1 503 .*Retry-After/s);
    first.destroy();
    await server.close();
  });

  it('finishes what is under way when it stops, and waits for nobody who only listens', async () => {
    const server = await startHttp();
    const idle = connect(server.port, '127.0.0.1');
    await new Promise((resolve) => idle.once('connect', resolve));
    const head = `POST /jmap/api HTTP/1.1\r\nHost: x\r\nAuthorization: ${basic}\r\nContent-Type: application/json\r\n`;
    const body = JSON.stringify(echo);
    const busy = connect(server.port, '127.0.0.1');
    busy.write(`${head}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n`);
    let answer = '';
    busy.on('data', (piece) => {
      answer += piece;
    });
    await new Promise((resolve) => setTimeout(resolve, 100));
    const start = performance.now();
    const closed = server.listener.close(5_000);
    busy.write(body);
    await closed;
    assert.ok(performance.now() - start < 2_000);
    assert.match(answer, /^HTTP\/1\.1 200 OK.*\r\nconnection: close\r\n.*"Core\/echo"/is);
  });
});

describe('the web page', () => {
  let folder: string;
  let server: Server;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'evergreen-pages-'));
    await mkdir(join(folder, 'assets'));
    await writeFile(join(folder, 'index.html'), `<!doctype html><p>${'inbox '.repeat(100)}</p>`);
    await writeFile(join(folder, 'frame.html'), '<!doctype html>');
    await writeFile(join(folder, 'frame-with-pictures.html'), '<!doctype html>');
    await writeFile(join(folder, 'assets', 'index-B4cD3f6h.js'), 'export {};');
    await writeFile(join(folder, '.source-hash'), 'secret');
    server = await startHttp({ pages: () => loadPages(folder) });
  });
  after(async () => {
    await server.close();
    await rm(folder, { recursive: true });
  });
  const get = (path: string, headers: Record<string, string> = {}) => fetch(server.url + path, { headers });

  it('is served to everybody, under a policy that runs no script but its own', async () => {
    const response = await get('/');
    assert.match(await response.text(), /^<!doctype html><p>inbox/);
    const policy = response.headers.get('content-security-policy') ?? '';
    assert.match(policy, /default-src 'none'/);
    assert.match(policy, /script-src 'self'(;|$)/);
    assert.doesNotMatch(policy, /unsafe|sandbox/);
    assert.equal(response.headers.get('cache-control'), 'no-cache');
    assert.equal(response.headers.get('content-encoding'), 'gzip');
  });

  it('is served for each of its own paths, to who wants a page', async () => {
    assert.equal((await get('/mail/inbox', { accept: 'text/html,*/*' })).status, 200);
    assert.equal((await get('/mail/inbox', { accept: 'application/json' })).status, 404);
    assert.equal((await get('/assets/gone-B4cD3f6h.js', { accept: 'text/html,*/*' })).status, 404);
    for (const path of ['/.source-hash', '/%2e%2e/package.json', '/assets/../.source-hash', '//etc/passwd'])
      assert.equal((await get(path)).status, 404, path);
  });

  it('is kept by browsers, for ever where its name says what is in it', async () => {
    const script = await get('/assets/index-B4cD3f6h.js');
    assert.equal(script.headers.get('cache-control'), 'public, max-age=31536000, immutable');
    assert.equal(script.headers.get('content-type'), 'text/javascript; charset=utf-8');
    const etag = (await get('/')).headers.get('etag') ?? '';
    const again = await get('/', { 'if-none-match': etag });
    assert.deepEqual([again.status, await again.text()], [304, '']);
    const plain = await get('/', { 'accept-encoding': 'gzip;q=0' });
    assert.equal(plain.headers.get('content-encoding'), null);
    const head = await fetch(`${server.url}/`, { method: 'HEAD' });
    assert.deepEqual([head.status, await head.text()], [200, '']);
  });

  it('shows foreign mail in frames that can do nothing', async () => {
    const frame = (await get('/frame.html')).headers;
    assert.match(
      frame.get('content-security-policy') ?? '',
      /img-src 'self' data:;.*frame-ancestors 'self'.*sandbox allow-same-origin allow-popups/,
    );
    assert.doesNotMatch(frame.get('content-security-policy') ?? '', /script/);
    assert.equal(frame.get('x-frame-options'), 'SAMEORIGIN');
    const pictures = (await get('/frame-with-pictures.html')).headers.get('content-security-policy') ?? '';
    assert.match(pictures, /img-src 'self' data: https: http:;/);
    assert.doesNotMatch(pictures, /script/);
  });

  it('says so if it was not built', async () => {
    const unbuilt = await startHttp({ pages: () => loadPages(join(folder, 'nothing')) });
    const response = await fetch(unbuilt.url);
    assert.equal(response.status, 200);
    assert.match(await response.text(), /was not built: run "npm run build"/);
    assert.equal((await fetch(`${unbuilt.url}/index.html`)).status, 404);
    await unbuilt.close();
  });
});
