import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { loopback } from '../testbed/config.ts';
import { Exim, eximDomain } from '../testbed/exim.ts';
import { freePort } from '../testbed/postfix.ts';
import { missing, notRoot } from '../testbed/programs.ts';
import { homer, marge, password, Testbed } from '../testbed/running-server.ts';
import { Talk } from '../testbed/talk.ts';

const krusty = `krusty@${eximDomain}`;
const full = `full@${eximDomain}`;
const picky = `picky@${eximDomain}`;

describe('Exim, which also knows PRDR', { skip: notRoot || missing('exim4') }, () => {
  let testbed: Testbed;
  let exim: Exim;
  let eximPort: number;
  before(async () => {
    eximPort = await freePort();
    testbed = await Testbed.start({
      settings: {
        'relay.routes': { [eximDomain]: `${loopback}:${eximPort}` },
        notices: { trusted_networks: ['127.0.0.1/32'] },
      },
    });
    exim = await Exim.start({ port: eximPort, routes: { 'evergreen.test': testbed.ports.mx } });
  });
  after(async () => {
    await exim?.stop();
    await testbed.stop();
  });

  async function send(talk: Talk, from: string, to: readonly string[], subject: string): Promise<void> {
    const demand = async (line: string, expected: number) => {
      const { code, text } = await talk.ask(line);
      assert.equal(code, expected, text);
    };
    await demand(`MAIL FROM:<${from}>`, 250);
    for (const each of to) await demand(`RCPT TO:<${each}>`, 250);
    await demand('DATA', 354);
    await demand(`From: ${from}\r\nSubject: ${subject}\r\n\r\nHoy-hoy!\r\n.`, 250);
    await talk.ask('QUIT');
  }

  it('refuses two of three recipients for the content, and the third gets it', async () => {
    const talk = Talk.openSecured(testbed.ports.submissions);
    await talk.reply();
    await talk.ask('EHLO client.test');
    await talk.ask(`AUTH PLAIN ${Buffer.from(`\0${homer}\0${password}`).toString('base64')}`);
    await send(talk, homer, [krusty, full, picky], 'a joke');
    await exim.waitForLog(/<= \S*homer@evergreen\.test .* PRDR /);
    await exim.waitForLog(/=> krusty /);
    assert.match(await exim.inbox('krusty'), /Subject: a joke/);
    const notice = await testbed.waitForMail(homer, 'Subject: a joke');
    assert.match(notice, /\r\nFinal-Recipient: rfc822; ?picky@exim\.test\r\n/i);
    assert.match(notice, /\r\nDiagnostic-Code: smtp; ?550 5\.7\.1 Not this joke\r\n/i);
    assert.doesNotMatch(notice, /Final-Recipient: rfc822; ?(?:krusty|full)/i);
    const states = (await testbed.messages())
      .find(({ subject }) => subject === 'a joke')
      ?.recipients.map(({ state, outcome }) => outcome?.kind ?? state);
    assert.deepEqual(states, ['relayed', 'waiting', 'failed']);
  });

  it('asks us for a reply for each recipient', async () => {
    await send(await Talk.begin(eximPort), krusty, [homer, marge], 'the same to both');
    for (const each of [homer, marge]) await testbed.waitForMail(each, 'Subject: the same to both');
    const delivery = await exim.waitForLog(/[-=]> marge@evergreen\.test .* C="/);
    assert.match(delivery, / PRDR .*C="250 2\.1\.5 Accepted for this recipient\\+n250 2\.0\.0 Queued as /);
  });
});
