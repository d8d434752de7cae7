import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { missing, run } from '../testbed/programs.ts';
import { homer, marge, password, Testbed } from '../testbed/running-server.ts';

describe('msmtp', { skip: missing('msmtp') }, () => {
  let testbed: Testbed;
  before(async () => {
    testbed = await Testbed.start();
  });
  after(() => testbed.stop());

  function msmtp(letter: string, mechanism: string, ...args: string[]) {
    const { submission } = testbed.ports;
    const server = ['--host=127.0.0.1', `--port=${submission}`, '--tls=on', '--tls-certcheck=off'];
    const login = [`--auth=${mechanism}`, `--user=${homer}`, `--passwordeval=echo '${password}'`];
    const all = ['--file=/dev/null', ...server, ...login, `--from=${homer}`, ...args];
    return run('msmtp', all, letter);
  }

  for (const mechanism of ['scram-sha-256', 'plain', 'login']) {
    it(`logs in by ${mechanism}`, async () => {
      const { code, output } = await msmtp(`Subject: by ${mechanism}\n\nHello\n`, mechanism, marge);
      assert.equal(code, 0, output);
      const mail = await testbed.waitForMail(marge, `Subject: by ${mechanism}\r\n`);
      assert.match(mail, /\r\nMessage-ID: </i);
    });
  }

  it('is told of a wrong password by SCRAM', async () => {
    const { code, output } = await msmtp(
      'Subject: no\n\n',
      'scram-sha-256',
      '--passwordeval=echo wrong',
      marge,
    );
    assert.notEqual(code, 0);
    assert.match(output, /535|authentication failed/i);
  });

  it('asks for a notice of success, and gets it with the headers only', async () => {
    const wishes = ['--dsn-notify=success,failure', '--dsn-return=headers'];
    const { code, output } = await msmtp('Subject: tell me\n\nThe text\n', 'plain', ...wishes, marge);
    assert.equal(code, 0, output);
    const notice = await testbed.waitForMail(homer, 'Subject: tell me');
    assert.match(notice, /\r\nAction: delivered\r\n/);
    assert.match(notice, /\r\nFinal-Recipient: rfc822; ?marge@evergreen\.test\r\n/i);
    assert.match(notice, /Content-Type: text\/rfc822-headers/i);
    assert.doesNotMatch(notice, /The text/);
  });
});
