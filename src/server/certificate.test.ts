import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { connect, createServer, type SecureContext } from 'node:tls';
import { makeSelfSignedCertificate } from '../io/self-signed-certificate.ts';
import { loadCertificate } from './certificate.ts';
import { type Config, readConfig } from './config.ts';
import { StartError } from './start-error.ts';

const folder = await mkdtemp(join(tmpdir(), 'evergreen-certificate-'));
after(() => rm(folder, { recursive: true }));

const names = ['mail.example.org', '192.0.2.1'];
const now = Date.UTC(2026, 10, 23);

/** A configuration with a data folder of its own. */
async function configOf(tls: Config['tls'] = {}): Promise<Config> {
  const data = await mkdtemp(join(folder, 'data-'));
  return { ...readConfig('', 'evergreen.toml', 'localhost'), data, tls };
}

/** What a client is shown. */
async function shown(context: SecureContext): Promise<X509Certificate> {
  const server = createServer({ SNICallback: (_, done) => done(null, context) });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const client = connect({ port, host: '127.0.0.1', servername: 'x.test', rejectUnauthorized: false });
  await once(client, 'secureConnect');
  const certificate = client.getPeerX509Certificate();
  client.destroy();
  server.close();
  assert(certificate);
  return certificate;
}

test('without a certificate one is made, kept for the owner alone, and found again', async () => {
  const config = await configOf();
  const first = await loadCertificate(config, names, now);
  assert.equal(first.isSelfSigned, true);
  const kept = new X509Certificate(await readFile(join(config.data, 'tls-certificate.pem')));
  assert.equal(kept.subjectAltName, 'DNS:mail.example.org, IP Address:192.0.2.1');
  assert.equal((await stat(join(config.data, 'tls-key.pem'))).mode & 0o777, 0o600);
  const second = await loadCertificate(config, ['other.example.org'], now);
  assert.equal((await shown(second.context)).fingerprint256, kept.fingerprint256);
  assert.equal((await shown(first.context)).fingerprint256, kept.fingerprint256);
});

test('half of a pair is as good as none', async () => {
  const config = await configOf();
  await loadCertificate(config, names, now);
  const before = await readFile(join(config.data, 'tls-certificate.pem'), 'utf8');
  await rm(join(config.data, 'tls-key.pem'));
  await loadCertificate(config, names, now);
  assert.notEqual(await readFile(join(config.data, 'tls-certificate.pem'), 'utf8'), before);
});

test('the certificate that the configuration names is taken', async () => {
  const pair = makeSelfSignedCertificate(['mx.example.org'], now);
  const tls = { certificate: join(folder, 'c.pem'), key: join(folder, 'k.pem') };
  await writeFile(tls.certificate, pair.certificate);
  await writeFile(tls.key, pair.key);
  const config = await configOf(tls);
  const { context, isSelfSigned } = await loadCertificate(config, names, now);
  assert.equal(isSelfSigned, false, 'whoever named it vouches for it');
  assert.equal((await shown(context)).subjectAltName, 'DNS:mx.example.org');
  await assert.rejects(stat(join(config.data, 'tls-key.pem')));
});

test('a certificate that will not do is named with its file', async () => {
  const one = makeSelfSignedCertificate(['one.test'], now);
  const two = makeSelfSignedCertificate(['two.test'], now);
  const path = (name: string) => join(folder, name);
  for (const [name, text] of Object.entries({
    'one.pem': one.certificate,
    'one.key': one.key,
    'two.key': two.key,
    'text.pem': 'no PEM at all',
    'half.pem': one.certificate.slice(0, 200),
  })) {
    await writeFile(path(name), text);
  }
  await mkdir(path('folder.pem'));
  const cases: readonly [certificate: string, key: string, complaint: RegExp][] = [
    ['one.pem', 'two.key', /^tls\.certificate .*one\.pem: the key does not belong to the certificate$/],
    ['text.pem', 'one.key', /^tls\.certificate .*text\.pem: not a certificate and key in PEM form \(/],
    ['half.pem', 'one.key', /^tls\.certificate .*half\.pem: not a certificate and key in PEM form \(/],
    ['one.pem', 'text.pem', /^tls\.certificate .*one\.pem: not a certificate and key in PEM form \(/],
    ['missing.pem', 'one.key', /^tls\.certificate: there is no file .*missing\.pem$/],
    ['one.pem', 'missing.key', /^tls\.key: there is no file .*missing\.key$/],
    ['folder.pem', 'one.key', /^tls\.certificate: .*folder\.pem cannot be read: EISDIR/],
  ];
  for (const [certificate, key, complaint] of cases) {
    const config = await configOf({ certificate: path(certificate), key: path(key) });
    await assert.rejects(loadCertificate(config, names, now), (error) => {
      assert(error instanceof StartError, String(error));
      assert.match(error.message, complaint);
      assert.doesNotMatch(error.message, /\n/);
      return true;
    });
  }
});
