import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { describe, it, test } from 'node:test';
import { attachment } from './disposition.ts';
import { isMediaType } from './media-type.ts';
import { parseRange } from './range.ts';
import { basic, fromPage, homer, startHttp } from './testing/test-server.ts';

type Server = Awaited<ReturnType<typeof startHttp>>;

const authorization = { authorization: basic };
const upload = (
  server: Server,
  body: string | Uint8Array<ArrayBuffer>,
  type?: string,
  account: string = homer.id,
) =>
  fetch(`${server.url}/jmap/upload/${account}/`, {
    method: 'POST',
    headers: { ...authorization, ...(type !== undefined && { 'content-type': type }) },
    body,
  });
const download = (server: Server, path: string, headers: Record<string, string> = {}) =>
  fetch(`${server.url}/jmap/download/${homer.id}/${path}`, { headers: { ...authorization, ...headers } });

describe('an upload', () => {
  it('is kept, and told with its id', async () => {
    const server = await startHttp();
    const response = await upload(server, 'doh', 'text/plain; charset=utf-8');
    assert.equal(response.status, 201);
    assert.deepEqual(await response.json(), {
      accountId: homer.id,
      blobId: 'B1',
      type: 'text/plain; charset=utf-8',
      size: 3,
    });
    const untyped = await upload(server, new Uint8Array([0, 255]));
    assert.equal(((await untyped.json()) as { type: string }).type, 'application/octet-stream');
    const empty = await upload(server, '', 'text/plain');
    assert.equal(((await empty.json()) as { size: number }).size, 0);
    await server.close();
  });

  it('goes to an account of one’s own, and has so many octets', async () => {
    const server = await startHttp({ limits: { uploadBytesMax: 1_000 } });
    assert.equal((await upload(server, 'doh', 'text/plain', 'marge')).status, 404);
    assert.equal((await upload(server, 'x'.repeat(1_000))).status, 201);
    const large = await upload(server, 'x'.repeat(1_001));
    assert.equal(large.status, 413);
    const { type, limit } = (await large.json()) as Record<string, unknown>;
    assert.deepEqual([type, limit], ['urn:ietf:params:jmap:error:limit', 'maxSizeUpload']);
    const chunked = await fetch(`${server.url}/jmap/upload/${homer.id}`, {
      method: 'POST',
      headers: authorization,
      body: new ReadableStream({
        start: (controller) => {
          controller.enqueue(new Uint8Array(1_001));
          controller.close();
        },
      }),
      duplex: 'half',
    } as RequestInit);
    assert.equal(chunked.status, 413);
    server.blobs.roomBytes = 2;
    assert.equal((await upload(server, 'doh')).status, 507);
    const url = `${server.url}/jmap/upload/${homer.id}/`;
    assert.equal((await fetch(url, { method: 'POST', body: 'x' })).status, 401);
    await server.close();
  });

  it('waits for no more than so many others', async () => {
    const server = await startHttp({ limits: { concurrentUploadsMax: 2, uploadBytesMax: 1_000 } });
    const head = `POST /jmap/upload/${homer.id}/ HTTP/1.1\r\nHost: x\r\nAuthorization: ${basic}\r\nContent-Length: 1000\r\n\r\n`;
    const waiting = [1, 2].map(() => connect(server.port, '127.0.0.1').on('error', () => {}));
    for (const socket of waiting) socket.write(head);
    let response = await upload(server, 'doh');
    for (let i = 0; i < 50 && response.status === 201; i++) response = await upload(server, 'doh');
    assert.equal(response.status, 429);
    assert.equal(((await response.json()) as { limit: string }).limit, 'maxConcurrentUpload');
    for (const socket of waiting) socket.destroy();
    await server.close();
  });
});

describe('a download', () => {
  it('brings the octets, as something to save that nothing comes of in a browser', async () => {
    const server = await startHttp();
    await upload(server, '<script>alert(1)</script>', 'text/html');
    const response = await download(server, 'B1/evil.html?accept=text/html');
    assert.equal(response.status, 200);
    const fields = Object.fromEntries(response.headers);
    assert.equal(fields['content-type'], 'text/html');
    assert.equal(fields['content-disposition'], 'attachment; filename="evil.html"');
    assert.equal(fields['x-content-type-options'], 'nosniff');
    assert.match(fields['content-security-policy'] ?? '', /^default-src 'none'; .*; sandbox$/);
    assert.equal(fields['cache-control'], 'private, immutable, max-age=31536000');
    assert.equal(fields['content-length'], '25');
    assert.equal(fields['cross-origin-resource-policy'], 'same-origin');
    assert.equal(await response.text(), '<script>alert(1)</script>');
    const odd = await download(
      server,
      `B1/${encodeURIComponent('a/b"\r\nX: y')}?accept=${encodeURIComponent('a\r\nb')}`,
    );
    assert.equal(odd.headers.get('content-type'), 'application/octet-stream');
    assert.match(
      odd.headers.get('content-disposition') ?? '',
      /^attachment; filename="a_b___X: y"; filename\*=/,
    );
    assert.equal((await download(server, 'B1/')).headers.get('content-disposition'), 'attachment');
    await server.close();
  });

  it('brings a part, or nothing if the client has it already', async () => {
    const server = await startHttp();
    await upload(server, '0123456789');
    const part = await download(server, 'B1/x', { range: 'bytes=2-4' });
    assert.deepEqual([part.status, await part.text()], [206, '234']);
    assert.equal(part.headers.get('content-range'), 'bytes 2-4/10');
    const end = await download(server, 'B1/x', { range: 'bytes=-3' });
    assert.deepEqual([end.status, await end.text()], [206, '789']);
    const beyond = await download(server, 'B1/x', { range: 'bytes=10-' });
    assert.deepEqual([beyond.status, beyond.headers.get('content-range')], [416, 'bytes */10']);
    const known = await download(server, 'B1/x', { 'if-none-match': part.headers.get('etag') ?? '' });
    assert.deepEqual([known.status, await known.text()], [304, '']);
    const head = await fetch(`${server.url}/jmap/download/${homer.id}/B1/x`, {
      method: 'HEAD',
      headers: authorization,
    });
    assert.deepEqual([head.status, head.headers.get('content-length'), await head.text()], [200, '10', '']);
    await server.close();
  });

  it('is for who may see it', async () => {
    const server = await startHttp();
    await upload(server, 'doh');
    assert.equal((await download(server, 'B2/x')).status, 404);
    const url = (account: string) => `${server.url}/jmap/download/${account}/B1/x`;
    assert.equal((await fetch(url('marge'), { headers: authorization })).status, 404);
    assert.equal((await fetch(url(homer.id), { headers: fromPage })).status, 401);
    await server.close();
  });

  it('brings a large blob whole, and stops where the client does', async () => {
    const server = await startHttp({ limits: { uploadBytesMax: 20_000_000 } });
    const octets = new Uint8Array(20_000_000).fill(7);
    await upload(server, octets);
    const whole = await download(server, 'B1/x');
    assert.equal((await whole.arrayBuffer()).byteLength, octets.length);
    const abort = new AbortController();
    const broken = await fetch(`${server.url}/jmap/download/${homer.id}/B1/x`, {
      headers: authorization,
      signal: abort.signal,
    });
    await broken.body?.getReader().read();
    abort.abort();
    assert.equal((await download(server, 'B1/x', { range: 'bytes=0-0' })).status, 206);
    await server.close();
  });
});

describe('a range', () => {
  it('is one, or all', () => {
    for (const [field, expected] of [
      [undefined, 'all'],
      ['bytes=0-0', { offset: 0, length: 1 }],
      ['bytes=0-', { offset: 0, length: 10 }],
      ['bytes=9-99', { offset: 9, length: 1 }],
      ['bytes=-99', { offset: 0, length: 10 }],
      ['bytes=10-', 'unsatisfiable'],
      ['bytes=-0', 'unsatisfiable'],
      ['bytes=5-4', 'all'],
      ['bytes=-', 'all'],
      ['bytes=0-1,3-4', 'all'],
      ['lines=0-1', 'all'],
      ['bytes=x-1', 'all'],
    ] as const)
      assert.deepEqual(parseRange(field, 10), expected, field);
    assert.equal(parseRange('bytes=0-', 0), 'unsatisfiable');
  });
});

describe('the name of a download', () => {
  it('is what it was, as far as it does no harm', () => {
    for (const [name, field] of [
      ['invoice.pdf', 'attachment; filename="invoice.pdf"'],
      ['', 'attachment'],
      ['Ümlaut (1).pdf', `attachment; filename="_mlaut (1).pdf"; filename*=UTF-8''%C3%9Cmlaut%20%281%29.pdf`],
      ['100%.txt', `attachment; filename="100_.txt"; filename*=UTF-8''100%25.txt`],
      ['../../etc/passwd', 'attachment; filename="__.._etc_passwd"'],
      ['evil\u202efdp.exe', 'attachment; filename="evil_fdp.exe"'],
      ['a"b\\c', `attachment; filename="a_b_c"; filename*=UTF-8''a%22b_c`],
      ['\ud800', `attachment; filename="_"; filename*=UTF-8''%EF%BF%BD`],
    ] as const)
      assert.equal(attachment(name), field, name);
    assert.ok(attachment('x'.repeat(10_000)).length < 250);
  });
});

test('a media type is one that can stand in a field', () => {
  for (const type of ['text/plain', 'application/vnd.ms-excel; name="a b.xls"', 'image/svg+xml'])
    assert.ok(isMediaType(type), type);
  for (const type of [
    '',
    'text',
    'text/',
    '/plain',
    'text/plain\r\nX: y',
    'text/plain; x=ü',
    `a/${'b'.repeat(200)}`,
  ])
    assert.ok(!isMediaType(type), type);
});
