import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { after, before, describe, it } from 'node:test';
import { missing, run } from '../testbed/programs.ts';
import { homer, marge, password, Testbed } from '../testbed/running-server.ts';

const loginFailed = 28;
const recipientRefused = 24;

const hasTls = spawnSync('perl', ['-MNet::SSLeay', '-e', '1']).status === 0;
const skip = missing('swaks') || (!hasTls && 'swaks has no TLS without libnet-ssleay-perl');

describe('swaks', { skip }, () => {
  let testbed: Testbed;
  before(async () => {
    testbed = await Testbed.start();
  });
  after(() => testbed.stop());

  /** @param role the port */
  const swaks = (role: 'mx' | 'submission' | 'submissions', ...args: string[]) =>
    run('swaks', ['--server', `127.0.0.1:${testbed.ports[role]}`, '--helo', 'client.test', ...args]);
  const login = (mechanism: string) => [
    '--auth',
    mechanism,
    '--auth-user',
    homer,
    '--auth-password',
    password,
  ];
  const subject = (text: string) => ['--header', `Subject: ${text}`];

  it('submits by PLAIN over STARTTLS', async () => {
    const letter = ['--from', homer, '--to', marge, ...subject('plain over starttls')];
    const { code, output } = await swaks('submission', '-tls', ...login('PLAIN'), ...letter);
    assert.equal(code, 0, output);
    const mail = await testbed.waitForMail(marge, 'plain over starttls');
    assert.match(mail, /^Return-Path: <homer@evergreen\.test>\r\nReceived: .*\bESMTPSA\b/s);
  });

  it('submits by LOGIN over implicit TLS', async () => {
    const letter = ['--from', homer, '--to', marge, ...subject('login over tls')];
    const { code, output } = await swaks('submissions', '--tls-on-connect', ...login('LOGIN'), ...letter);
    assert.equal(code, 0, output);
    await testbed.waitForMail(marge, 'login over tls');
  });

  it('pipelines', async () => {
    const letter = [
      '--from',
      'stranger@elsewhere.test',
      '--to',
      `${homer},${marge}`,
      ...subject('in a pipe'),
    ];
    const { code, output } = await swaks('mx', '--pipeline', ...letter);
    assert.equal(code, 0, output);
    await testbed.waitForMail(homer, 'in a pipe');
    await testbed.waitForMail(marge, 'in a pipe');
  });

  it('sends to one recipient when another is refused', async () => {
    const to = ['--to', `nobody@evergreen.test,${homer}`];
    const { output } = await swaks('mx', '--pipeline', '--from', '<>', ...to, ...subject('to one of two'));
    assert.match(output, /550 5\.1\.1/);
    await testbed.waitForMail(homer, 'to one of two');
  });

  it('is refused with a wrong password, and with an unknown name in the same words', async () => {
    const letter = ['--from', homer, '--to', marge];
    const wrong = ['--auth', 'PLAIN', '--auth-user', homer, '--auth-password', 'wrong'];
    const unknown = ['--auth', 'PLAIN', '--auth-user', 'nobody@evergreen.test', '--auth-password', 'wrong'];
    for (const who of [wrong, unknown]) {
      const { code, output } = await swaks('submission', '-tls', ...who, ...letter);
      assert.equal(code, loginFailed, output);
      assert.match(output, /535 5\.7\.8 Wrong user name or password/);
    }
  });

  it('is not offered AUTH without TLS', async () => {
    const { code, output } = await swaks('submission', ...login('PLAIN'), '--from', homer, '--to', marge);
    assert.equal(code, loginFailed, output);
    assert.doesNotMatch(output, /250.AUTH/);
  });

  it('cannot relay through the MX port', async () => {
    const { code, output } = await swaks('mx', '--from', homer, '--to', 'somebody@elsewhere.test');
    assert.equal(code, recipientRefused, output);
    assert.match(output, /550 5\.7\.1 Relaying denied/);
  });

  it('cannot send in the name of somebody else', async () => {
    const { code, output } = await swaks(
      'submission',
      '-tls',
      ...login('PLAIN'),
      '--from',
      marge,
      '--to',
      homer,
    );
    assert.notEqual(code, 0);
    assert.match(output, /553 5\.7\.1/);
  });
});
