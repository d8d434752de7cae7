import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import * as tls from 'node:tls';
import { isKeyOf, makeSelfSignedCertificate } from './self-signed-certificate.ts';

const made = makeSelfSignedCertificate(['mail.springfield.test', '127.0.0.1', '::1'], Date.UTC(2026, 10, 23));

test('the certificate names what it is for', () => {
  const certificate = new X509Certificate(made.certificate);
  assert.equal(certificate.subject, 'CN=mail.springfield.test');
  assert.equal(certificate.checkHost('mail.springfield.test'), 'mail.springfield.test');
  assert.equal(certificate.checkIP('127.0.0.1'), '127.0.0.1');
  assert.equal(certificate.checkIP('::1'), '::1');
  assert.equal(certificate.checkHost('krustylu.test'), undefined);
  assert.ok(certificate.verify(certificate.publicKey));
  assert.equal(certificate.validToDate.getUTCFullYear(), 2036);
});

test('key and certificate belong together, and a foreign key does not', () => {
  assert.ok(isKeyOf(made));
  const other = makeSelfSignedCertificate(['krustylu.test'], Date.UTC(2026, 10, 23));
  assert.equal(isKeyOf({ certificate: made.certificate, key: other.key }), false);
});

test('a client that pins it accepts it in a handshake', async () => {
  const now = makeSelfSignedCertificate(['localhost', '127.0.0.1'], Date.now());
  const server = tls.createServer({ cert: now.certificate, key: now.key }, (socket) => socket.end());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const client = tls.connect({ port, host: '127.0.0.1', ca: now.certificate });
  await once(client, 'secureConnect');
  assert.ok(client.authorized);
  client.destroy();
  server.close();
});
