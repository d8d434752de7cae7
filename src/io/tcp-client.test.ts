import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { after, describe, test } from 'node:test';
import { createServer as createTlsServer, TLSSocket } from 'node:tls';
import { type Bytes, fromLatin1, latin1 } from '../base/bytes.ts';
import type { ByteStream } from '../base/ports-net.ts';
import { makeSelfSignedCertificate } from './self-signed-certificate.ts';
import { type TcpClientOptions, tcpClient } from './tcp-client.ts';

const { certificate, key } = makeSelfSignedCertificate(['mail.example'], Date.now());
const servers: Server[] = [];
after(() => {
  for (const server of servers) server.close();
});

async function listening(server: Server): Promise<number> {
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

const serverOf = (onSocket: (socket: Socket) => void) =>
  listening(
    createServer((socket) => {
      socket.on('error', () => {});
      onSocket(socket);
    }),
  );

async function connected(port: number, options: TcpClientOptions = {}): Promise<ByteStream> {
  const stream = await tcpClient(options).connect({ ip: '127.0.0.1', port, timeoutMs: 5_000 });
  assert.ok(stream.ok);
  return stream.value;
}

/** A host whose kernel listens while nobody accepts. */
async function unresponsiveHost() {
  const program = `require('net').createServer().listen({ port: 0, host: '127.0.0.1', backlog: 1 }, function () {
    require('fs').writeSync(1, String(this.address().port));
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  })`;
  const child = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [port] = await once(child.stdout, 'data');
  return { port: Number(port), stop: () => child.kill('SIGKILL') };
}

/** All that comes until the end, and what is said of the end. */
function received(stream: ByteStream): Promise<{ readonly text: string; readonly why: string | undefined }> {
  return new Promise((resolve) => {
    let text = '';
    stream.listen({
      bytes: (bytes: Bytes) => {
        text += latin1(bytes);
      },
      ended: (why) => resolve({ text, why }),
    });
  });
}

describe('connecting', () => {
  const connect = (port: number, timeoutMs = 5_000, signal?: AbortSignal) =>
    tcpClient().connect({ ip: '127.0.0.1', port, timeoutMs }, signal);

  test('to a closed port', async () => {
    const server = createServer();
    const port = await listening(server);
    server.close();
    await once(server, 'close');
    assert.deepEqual(await connect(port), { ok: false, error: 'connection refused' });
  });

  test('to a host that never answers', async () => {
    const { port, stop } = await unresponsiveHost();
    // Its queue takes a few; then nobody answers any more.
    const results = await Promise.all(Array.from({ length: 6 }, () => connect(port, 300)));
    stop();
    assert.deepEqual(results.at(-1), { ok: false, error: 'connection timed out' });
    for (const result of results) if (result.ok) result.value.close();
  });

  test('is given up when the signal says so, before and after the start', async () => {
    const port = await serverOf(() => {});
    assert.deepEqual(await connect(port, 5_000, AbortSignal.abort()), { ok: false, error: 'given up' });
    const stop = new AbortController();
    const attempt = connect(port, 5_000, stop.signal);
    stop.abort();
    assert.deepEqual(await attempt, { ok: false, error: 'given up' });
  });

  test('from an address of our own choice', async () => {
    const [port, peer] = await new Promise<[number, Promise<string | undefined>]>((resolve) => {
      const { promise, resolve: seen } = Promise.withResolvers<string | undefined>();
      void serverOf((socket) => seen(socket.remoteAddress)).then((bound) => resolve([bound, promise]));
    });
    const target = { ip: '127.0.0.1', port, timeoutMs: 5_000, localAddress: '127.0.0.9' };
    const stream = await tcpClient().connect(target);
    assert.ok(stream.ok);
    assert.equal(await peer, '127.0.0.9');
    stream.value.close();
  });
});

describe('a stream', () => {
  test('loses nothing that came before somebody listened, not even the end', async () => {
    const port = await serverOf((socket) => socket.end('220 hi\r\n'));
    const stream = await connected(port);
    await new Promise((resolve) => setTimeout(resolve, 30));
    assert.deepEqual(await received(stream), { text: '220 hi\r\n', why: undefined });
    stream.close();
  });

  test('says why it broke', async () => {
    const port = await serverOf((socket) => setTimeout(() => socket.resetAndDestroy(), 20));
    const stream = await connected(port);
    assert.deepEqual(await received(stream), { text: '', why: 'connection reset by the host' });
    await stream.write(fromLatin1('nobody hears this'));
    stream.close();
  });

  test('says so too if it broke before somebody listened', async () => {
    const port = await serverOf((socket) => setTimeout(() => socket.resetAndDestroy(), 20));
    const stream = await connected(port);
    await new Promise((resolve) => setTimeout(resolve, 40));
    await stream.write(fromLatin1('x'));
    await new Promise((resolve) => setTimeout(resolve, 20));
    const { text, why } = await received(stream);
    assert.equal(text, '');
    assert.ok(why === 'connection reset by the host' || why === 'connection closed by the host', why);
  });

  test('says nothing after it was closed', async () => {
    const port = await serverOf((socket) => socket.on('data', () => socket.end('late\r\n')));
    const stream = await connected(port);
    const events: string[] = [];
    stream.listen({ bytes: (bytes) => events.push(latin1(bytes)), ended: () => events.push('ended') });
    void stream.write(fromLatin1('x'));
    stream.close();
    await new Promise((resolve) => setTimeout(resolve, 50));
    assert.deepEqual(events, []);
  });

  test('holds the writer back while the host does not read, and lets him go when the stream breaks', async () => {
    const sockets: Socket[] = [];
    const port = await serverOf((socket) => sockets.push(socket.pause()));
    const stream = await connected(port);
    stream.listen({ bytes: () => {}, ended: () => {} });
    const chunk = new Uint8Array(1 << 20);
    let written = 0;
    const writing = (async () => {
      while (written < 1_000) {
        await stream.write(chunk);
        written++;
        if (sockets[0]?.destroyed) return;
      }
    })();
    await new Promise((resolve) => setTimeout(resolve, 200));
    assert.ok(written < 100, `${written} MiB were taken by nobody`);
    sockets[0]?.resetAndDestroy();
    await writing;
    stream.close();
  });

  test('writes of one turn leave together', async () => {
    const chunks: string[] = [];
    const port = await serverOf((socket) => socket.on('data', (data) => chunks.push(latin1(data))));
    const stream = await connected(port);
    void stream.write(fromLatin1('content\r\n'));
    void stream.write(fromLatin1('.\r\n'));
    await new Promise((resolve) => setTimeout(resolve, 50));
    assert.deepEqual(chunks, ['content\r\n.\r\n']);
    stream.close();
  });
});

describe('TLS', () => {
  /** Says 220 in plain text, then 250 under TLS, then ends. */
  const startTlsServer = () =>
    serverOf((socket) => {
      socket.write('220 go\r\n');
      const secured = new TLSSocket(socket, { isServer: true, cert: certificate, key });
      secured.on('error', () => {});
      secured.on('secure', () => secured.end('250 safe\r\n'));
    });

  async function afterStartTls(verify: boolean, name: string, options?: TcpClientOptions) {
    const stream = await connected(await startTlsServer(), options);
    const heard = Promise.withResolvers<void>();
    let text = '';
    const ended = Promise.withResolvers<void>();
    stream.listen({
      bytes: (bytes) => {
        text += latin1(bytes);
        heard.resolve();
      },
      ended: () => ended.resolve(),
    });
    await heard.promise;
    const result = await stream.startTls({ name, verify });
    if (result.ok) await ended.promise;
    stream.close();
    return { result, text };
  }

  test('with any certificate, if that is enough', async () => {
    const { result, text } = await afterStartTls(false, 'mail.example');
    assert.ok(result.ok);
    assert.match(result.value.text, /^TLSv1\.3 TLS_[A-Z0-9_]+$/);
    assert.equal(result.value.isTrusted, false);
    assert.equal(text, '220 go\r\n250 safe\r\n');
  });

  test('with a certificate that is trusted', async () => {
    const { result } = await afterStartTls(true, 'mail.example', { trustedCertificates: [certificate] });
    assert.ok(result.ok);
    assert.equal(result.value.isTrusted, true);
  });

  test('not with a self-signed one, if it must be trusted', async () => {
    const { result, text } = await afterStartTls(true, 'mail.example');
    assert.deepEqual(result, { ok: false, error: 'the certificate is self-signed' });
    assert.equal(text, '220 go\r\n');
  });

  test('not with one for another name', async () => {
    const { result } = await afterStartTls(true, 'other.example', { trustedCertificates: [certificate] });
    assert.deepEqual(result, { ok: false, error: 'the certificate is for another name' });
  });

  test('from the first octet on', async () => {
    const server = createTlsServer({ cert: certificate, key }, (socket) => socket.end('220 hi\r\n'));
    const stream = await connected(await listening(server));
    assert.equal((await stream.startTls({ name: '127.0.0.1', verify: false })).ok, true);
    await new Promise((resolve) => setTimeout(resolve, 20));
    assert.equal((await received(stream)).text, '220 hi\r\n');
    stream.close();
  });

  test('with a host that does not speak it', async () => {
    const stream = await connected(await serverOf((socket) => socket.write('220 plain\r\n')));
    assert.deepEqual(await stream.startTls({ name: 'mail.example', verify: false }), {
      ok: false,
      error: 'wrong version number',
    });
    stream.close();
  });

  test('with a host that hangs up instead', async () => {
    const stream = await connected(await serverOf((socket) => socket.once('data', () => socket.end())));
    const result = await stream.startTls({ name: 'mail.example', verify: false });
    assert.ok(!result.ok);
    stream.close();
  });
});
