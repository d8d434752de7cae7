import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { missing, mustRun } from '../testbed/programs.ts';
import { homer, marge, password, Testbed } from '../testbed/running-server.ts';

const sendLetter = `
import smtplib, ssl, sys
port, sender, recipient, password = int(sys.argv[1]), *sys.argv[2:]
context = ssl.create_default_context()
context.check_hostname = False
context.verify_mode = ssl.CERT_NONE
with smtplib.SMTP('127.0.0.1', port, 'client.test') as smtp:
    smtp.starttls(context=context)
    smtp.login(sender, password)
    text = 'Subject: from Python\\r\\n\\r\\n' + 'x' * 200 + '\\r\\n.\\r\\n..\\r\\n'
    smtp.sendmail(sender, [recipient], text, ['BODY=8BITMIME', 'RET=HDRS', 'ENVID=abc+2B'], ['NOTIFY=SUCCESS'])
    print(smtp.noop()[0], smtp.vrfy(recipient)[0], smtp.docmd('EXPN', 'all')[0])
`;

const readMail = `
import poplib, ssl, sys
port, user, password = int(sys.argv[1]), *sys.argv[2:]
context = ssl.create_default_context()
context.check_hostname = False
context.verify_mode = ssl.CERT_NONE
pop = poplib.POP3('127.0.0.1', port)
pop.stls(context=context)
assert 'UIDL' in pop.capa() and 'TOP' in pop.capa()
pop.user(user)
pop.pass_(password)
count, octets = pop.stat()
number, uid = pop.uidl(1).decode().split()[1:]
text = b'\\r\\n'.join(pop.retr(1)[1])
assert octets == len(text) + 2, (octets, len(text))
assert len(pop.top(1, 0)[1]) < len(pop.retr(1)[1])
pop.dele(1)
pop.rset()
pop.dele(1)
pop.quit()
sys.stdout.buffer.write(text)
`;

describe('the libraries of Python', { skip: missing('python3') }, () => {
  let testbed: Testbed;
  before(async () => {
    testbed = await Testbed.start();
  });
  after(() => testbed.stop());

  const python = (script: string, ...args: string[]) => mustRun('python3', ['-c', script, ...args]);

  it('smtplib sends with DSN parameters', async () => {
    const output = await python(sendLetter, String(testbed.ports.submission), homer, marge, password);
    assert.equal(output.trim(), '250 252 502');
    const notice = await testbed.waitForMail(homer, 'Subject: from Python');
    assert.match(notice, /\r\nOriginal-Envelope-Id: abc\+\r\n/);
    assert.match(notice, /\r\nAction: delivered\r\n/);
  });

  it('poplib reads the mail, and removes it', async () => {
    const output = await python(readMail, String(testbed.ports.pop3), marge, password);
    assert.match(output, /Subject: from Python\r\n\r\nx{200}\r\n\.\r\n\.\.$/);
    assert.deepEqual(await testbed.inbox(marge), []);
  });
});
