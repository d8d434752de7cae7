import assert from 'node:assert/strict';
import { createECDH } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { pushClient } from './push-client.ts';
import { systemRandom } from './random.ts';
import { makeSelfSignedCertificate } from './self-signed-certificate.ts';

describe('the client of push services', () => {
  const { certificate, key } = makeSelfSignedCertificate(['localhost', '127.0.0.1'], Date.now());
  const taken: { readonly headers: IncomingHttpHeaders; readonly body: string }[] = [];
  const server = createServer({ cert: certificate, key }, (request, response) => {
    let body = '';
    request.on('data', (piece) => {
      body += piece;
    });
    request.on('end', () => {
      taken.push({ headers: request.headers, body });
      response.writeHead(Number(request.url?.slice(1)), { location: 'https://localhost/201' }).end();
    });
  });
  let port = 0;
  before(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    port = (server.address() as AddressInfo).port;
  });
  after(() => server.close());

  const post = pushClient({ random: systemRandom, isAllowed: () => true, ca: certificate });
  const url = (status: number, host = 'localhost') => `https://${host}:${port}/${status}`;

  it('posts what there is to tell, and says what became of it', async () => {
    for (const [status, result] of [
      [201, 'taken'],
      [404, 'gone'],
      [410, 'gone'],
      [429, 'later'],
      [503, 'later'],
      [400, 'refused'],
      [301, 'refused'],
    ] as const)
      assert.equal(await post({ url: url(status) }, { '@type': 'StateChange' }), result, `${status}`);
    assert.equal(taken.length, 7, 'no redirection was followed');
    assert.equal(taken[0]?.body, '{"@type":"StateChange"}');
    assert.equal(taken[0]?.headers['content-type'], 'application/json');
    assert.equal(taken[0]?.headers.ttl, '86400');
  });

  it('encrypts it for who has keys', async () => {
    taken.length = 0;
    const p256dh = createECDH('prime256v1').generateKeys().toString('base64url');
    const keys = { p256dh, auth: Buffer.alloc(16).toString('base64url') };
    assert.equal(await post({ url: url(201), keys }, { secret: 'doughnut' }), 'taken');
    assert.equal(taken[0]?.headers['content-encoding'], 'aes128gcm');
    assert.doesNotMatch(taken[0]?.body ?? '', /doughnut/);
  });

  it('does not speak to our own network, nor to who has no good certificate', async () => {
    taken.length = 0;
    const careful = pushClient({ random: systemRandom, ca: certificate });
    assert.equal(await careful({ url: url(201, '127.0.0.1') }, {}), 'refused');
    assert.equal(await careful({ url: url(201) }, {}), 'later', 'a name that leads there');
    assert.equal(await careful({ url: 'https://[::1]:443/' }, {}), 'refused');
    assert.equal(await careful({ url: 'https://[::ffff:7f00:1]:443/' }, {}), 'refused');
    const strict = pushClient({ random: systemRandom, isAllowed: () => true });
    assert.equal(await strict({ url: url(201) }, {}), 'later');
    assert.deepEqual(taken, []);
  });
});
