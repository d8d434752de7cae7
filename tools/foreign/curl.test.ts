import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { missing, mustRun, run } from '../testbed/programs.ts';
import { homer, marge, password, Testbed } from '../testbed/running-server.ts';

const loginDenied = 67;

describe('curl', { skip: missing('curl') }, () => {
  let testbed: Testbed;
  before(async () => {
    testbed = await Testbed.start();
  });
  after(() => testbed.stop());

  const common = ['--silent', '--show-error', '--insecure', '--ssl-reqd'];
  const login = ['--user', `${homer}:${password}`];
  const upload = ['--mail-from', homer, '--mail-rcpt', marge, '--upload-file', '-'];

  /** What a POP3 command brings; without one, the listing or the message that the path names. */
  const pop3 = (path: string, ...args: string[]) =>
    mustRun('curl', [...common, '--user', `${marge}:${password}`, ...args, `${pop3Url()}/${path}`]);
  const pop3Url = () => `pop3://127.0.0.1:${testbed.ports.pop3}`;

  it('uploads by smtp with STARTTLS', async () => {
    const url = `smtp://127.0.0.1:${testbed.ports.submission}/client.test`;
    await mustRun(
      'curl',
      [...common, ...login, ...upload, url],
      'Subject: by smtp\r\n\r\n.a line with a dot\r\n',
    );
    const mail = await testbed.waitForMail(marge, 'by smtp');
    assert.match(mail, /\r\n\r\n\.a line with a dot\r\n$/);
  });

  it('uploads by smtps', async () => {
    const url = `smtps://127.0.0.1:${testbed.ports.submissions}/client.test`;
    await mustRun('curl', [...common, ...login, ...upload, url], 'Subject: by smtps\r\n\r\nHello\r\n');
    await testbed.waitForMail(marge, 'by smtps');
  });

  it('verifies an address', async () => {
    const url = `smtp://127.0.0.1:${testbed.ports.mx}/client.test`;
    const output = await mustRun('curl', ['--silent', '--mail-rcpt', marge, url]);
    assert.match(output, /^252 2\.5\.0/);
  });

  it('reads the mail by pop3 with STLS', async () => {
    assert.match(await pop3(''), /^1 \d+\r\n2 \d+\r\n/);
    assert.match(await pop3('', '--request', 'UIDL'), /^1 \S+\r\n2 \S+\r\n/);
    const top = await pop3('', '--request', 'TOP 1 0');
    assert.match(top, /Subject: by smtp\r\n/);
    assert.doesNotMatch(top, /a line with a dot/);
    assert.match(await pop3('1'), /\r\n\r\n\.a line with a dot\r\n$/);
  });

  it('reads the mail by pop3s', async () => {
    const url = `pop3s://127.0.0.1:${testbed.ports.pop3s}/2`;
    const output = await mustRun('curl', [...common, '--user', `${marge}:${password}`, url]);
    assert.match(output, /Subject: by smtps\r\n/);
  });

  it('removes a message', async () => {
    const dele = ['--request', 'DELE', '--list-only'];
    await mustRun('curl', [...common, '--user', `${marge}:${password}`, ...dele, `${pop3Url()}/1`]);
    assert.doesNotMatch(await pop3(''), /^2 /m);
  });

  it('is denied the mail with a wrong password', async () => {
    const { code, output } = await run('curl', [...common, '--user', `${marge}:wrong`, `${pop3Url()}/`]);
    assert.equal(code, loginDenied, output);
  });
});
