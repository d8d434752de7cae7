import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { missing, mustRun } from '../testbed/programs.ts';
import { homer, marge, password, Testbed } from '../testbed/running-server.ts';
import { Talk } from '../testbed/talk.ts';
import { waitUntil } from '../testbed/wait.ts';

/** Speaks five times as soon as the connection is there, before the server can have said anything. */
const earlyTalker = `
import socket, sys
for _ in range(5):
    talker = socket.create_connection(('127.0.0.1', int(sys.argv[1])))
    talker.sendall(b'EHLO early.test\\r\\n')
    sys.stdout.buffer.write(talker.recv(1000))
    talker.close()
`;

describe('commands that come too early', () => {
  let testbed: Testbed;
  before(async () => {
    testbed = await Testbed.start();
  });
  after(() => testbed.stop());

  it('are not taken over into TLS: the session ends', async () => {
    const injections = ['NOOP\r\n', `MAIL FROM:<${marge}>\r\nRCPT TO:<${homer}>\r\nDATA\r\n`, 'x'];
    for (const injected of injections) {
      const talk = await Talk.begin(testbed.ports.submission);
      talk.send(`STARTTLS\r\n${injected}`);
      assert.match(await talk.rest(), /^554 5\.5\.1 [^\r]*\r\n$/);
    }
    const inLog = async () => {
      const log = await readFile(join(testbed.folder, 'evergreen.log'), 'utf8');
      return log.split('"reason":"starttls-injection"').length > injections.length || undefined;
    };
    await waitUntil('word of it in the log', inLog, 2_000);
  });

  it('do not pass for a handshake', async () => {
    const talk = await Talk.begin(testbed.ports.submission);
    assert.equal((await talk.ask('STARTTLS')).code, 220);
    talk.send('RSET\r\nNOOP\r\n');
    assert.doesNotMatch(await talk.rest(), /250/);
  });

  it('are not taken over into TLS by POP3', async () => {
    const talk = Talk.open(testbed.ports.pop3);
    await talk.line();
    talk.send(`STLS\r\nUSER ${homer}\r\n`);
    const heard = await talk.rest();
    assert.doesNotMatch(heard, /\+OK.*\+OK/s);
  });

  it('are forgotten when TLS begins: who was greeted, and who sends', async () => {
    const talk = await Talk.begin(testbed.ports.submission);
    assert.equal((await talk.ask('STARTTLS')).code, 220);
    talk.secure();
    assert.equal((await talk.ask(`MAIL FROM:<${homer}>`)).code, 503);
    const { text } = await talk.ask('EHLO client.test');
    assert.match(text, /AUTH .*PLAIN/);
    assert.doesNotMatch(text, /STARTTLS/);
    const response = Buffer.from(`\0${homer}\0${password}`).toString('base64');
    assert.equal((await talk.ask(`AUTH PLAIN ${response}`)).code, 235);
    assert.equal((await talk.ask('STARTTLS')).code, 503);
    talk.destroy();
  });

  it('get no password without TLS', async () => {
    const talk = await Talk.begin(testbed.ports.submission);
    const response = Buffer.from(`\0${homer}\0${password}`).toString('base64');
    assert.equal((await talk.ask(`AUTH PLAIN ${response}`)).code, 538);
    assert.equal((await talk.ask(`MAIL FROM:<${homer}>`)).code, 530);
    talk.destroy();
    const pop3 = Talk.open(testbed.ports.pop3);
    await pop3.line();
    pop3.send(`USER ${homer}\r\n`);
    assert.match(await pop3.line(), /^-ERR/);
    pop3.destroy();
  });

  it('are noticed before the greeting', { skip: missing('python3') }, async () => {
    const heard = await mustRun('python3', ['-c', earlyTalker, String(testbed.ports.mx)]);
    // Now and then the machine is slow, and the first words come after the greeting all the same.
    assert.match(heard, /^554 mail\.evergreen\.test /m);
  });

  it('of a web browser end the session', async () => {
    const talk = Talk.open(testbed.ports.mx);
    await talk.reply();
    talk.send('POST / HTTP/1.1\r\nHost: mail.evergreen.test\r\n\r\nHELO x\r\nMAIL FROM:<a@b.test>\r\n');
    assert.match(await talk.rest(), /^5\d\d /);
  });
});
