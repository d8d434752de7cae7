import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { systemClock } from '../io/clock.ts';
import { createLog } from '../io/log.ts';
import { makeSelfSignedCertificate } from '../io/self-signed-certificate.ts';
import { readConfig } from './config.ts';
import { KeptCertificate } from './kept-certificate.ts';

test('a certificate is renewed while it is in use, and one that cannot be used changes nothing', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'evergreen-certificate-'));
  const [certificate, key] = [join(folder, 'certificate.pem'), join(folder, 'key.pem')];
  const write = async () => {
    const made = makeSelfSignedCertificate(['mail.springfield.test'], Date.now());
    await writeFile(certificate, made.certificate);
    await writeFile(key, made.key);
  };
  try {
    await write();
    const toml = `[tls]\ncertificate = "${certificate}"\nkey = "${key}"\n`;
    const config = readConfig(toml, 'evergreen.toml', 'mail.springfield.test');
    const kept = await KeptCertificate.load({ config, clock: systemClock, log: createLog('silent') });
    const first = kept.current;
    await write();
    await kept.renew();
    const second = kept.current;
    assert.notEqual(second, first);
    await writeFile(certificate, 'no certificate');
    await kept.renew();
    assert.equal(kept.current, second);
  } finally {
    await rm(folder, { recursive: true });
  }
});
