/** Mail programs that others wrote: curl and Python's poplib. */
import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { type TestContext, test } from 'node:test';
import { promisify } from 'node:util';
import { login, startPop3, type TestServerOptions } from './testing/pop3-server.ts';

const run = promisify(execFile);
const missing = (program: string) => spawnSync(program, ['--version']).error && `${program} is not installed`;
const curlIsMissing = missing('curl') ?? false;
const pythonIsMissing = missing('python3') ?? false;

async function serverFor(t: TestContext, options: TestServerOptions) {
  const server = await startPop3(options);
  t.after(() => server.listener.close(0));
  return server;
}

const curl = async (...args: string[]): Promise<string> => {
  const { stdout } = await run('curl', [
    '-sSk',
    '-m',
    '20',
    '-u',
    `${login.user}:${login.password}`,
    ...args,
  ]);
  return stdout;
};

test('curl lists, reads and deletes over STLS', { skip: curlIsMissing }, async (t) => {
  const server = await serverFor(t, { allowsPlainTextOnLoopback: false });
  const url = `pop3://127.0.0.1:${server.port}/`;
  const tls = '--ssl-reqd';
  assert.equal(await curl(tls, url), '1 26\r\n2 24\r\n');
  assert.equal(await curl(tls, `${url}1`), 'Subject: one\r\n\r\n.\r\nfirst\r\n');
  assert.equal(await curl(tls, url, '-X', 'UIDL'), '1 01m82v7m00040g2080.1\r\n2 01m82v7m00040g2080.2\r\n');
  assert.equal(await curl(tls, url, '-X', 'TOP 2 0'), 'Subject: two\r\n\r\n');
  await curl(tls, `${url}2`, '-X', 'DELE', '-l');
  assert.equal(await curl(tls, url), '1 26\r\n');
  await assert.rejects(curl(url), /67|denied/i, 'without TLS there is no login');
});

test('curl reads over implicit TLS', { skip: curlIsMissing }, async (t) => {
  const content = `Subject: many lines\r\n\r\n${'.dots\r\n..\r\n.\r\n'.repeat(20_000)}`;
  const server = await serverFor(t, { isImplicitTls: true, contents: [content] });
  assert.equal(await curl(`pop3s://127.0.0.1:${server.port}/1`), content);
  await assert.rejects(curl(`pop3s://127.0.0.1:${server.port}/1`, '-u', 'homer:bagel'), /67|denied/i);
});

const poplibSession = `
import poplib, ssl, sys
port, user, password = int(sys.argv[1]), sys.argv[2], sys.argv[3]
context = ssl.create_default_context()
context.check_hostname = False
context.verify_mode = ssl.CERT_NONE
pop = poplib.POP3('127.0.0.1', port, timeout=20)
assert 'USER' not in pop.capa() and 'STLS' in pop.capa()
pop.stls(context)
assert pop.capa()['SASL'] == ['SCRAM-SHA-256', 'PLAIN'] and 'STLS' not in pop.capa()
pop.user(user)
try:
    pop.pass_('wrong')
    assert False
except poplib.error_proto as error:
    assert b'[AUTH]' in error.args[0], error
pop.user(user)
pop.pass_(password)
assert pop.stat() == (2, 50)
assert pop.list()[1] == [b'1 26', b'2 24']
assert pop.list(2) == b'+OK 2 24'
assert pop.uidl()[1] == [b'1 01m82v7m00040g2080.1', b'2 01m82v7m00040g2080.2']
assert pop.retr(1)[1] == [b'Subject: one', b'', b'.', b'first']
assert pop.top(2, 0)[1] == [b'Subject: two', b'']
pop.dele(1)
assert pop.stat() == (1, 24)
pop.rset()
pop.noop()
pop.dele(2)
pop.quit()

pop = poplib.POP3('127.0.0.1', port, timeout=20)
pop.stls(context)
pop.user(user)
pop.pass_(password)
assert pop.list()[1] == [b'1 26']
pop.quit()
print('all well')
`;

test('poplib does all that it can do', { skip: pythonIsMissing }, async (t) => {
  const server = await serverFor(t, { allowsPlainTextOnLoopback: false });
  const args = ['-c', poplibSession, String(server.port), login.user, login.password];
  const { stdout } = await run('python3', args, { timeout: 30_000 });
  assert.equal(stdout, 'all well\n');
});
