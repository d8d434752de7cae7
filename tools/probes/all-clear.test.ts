import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createTransport } from 'nodemailer';
import PostalMime from 'postal-mime';
import { loopback } from '../testbed/config.ts';
import { ForeignHost, foreignDomain } from '../testbed/foreign-host.ts';
import { homer, password, Testbed } from '../testbed/running-server.ts';

const krusty = `krusty@${foreignDomain}`;

describe('a message that is late', () => {
  let host: ForeignHost;
  let testbed: Testbed;
  let isBusy = true;
  before(async () => {
    host = await ForeignHost.start({
      onRcptTo(_to, _session, done) {
        const busy = Object.assign(new Error('4.3.2 Busy, come back later'), { responseCode: 451 });
        done(isBusy ? busy : null);
      },
    });
    const settings = {
      'relay.routes': { [foreignDomain]: `${loopback}:${host.port}` },
      retry: { delays: ['1s', '1s', '1s', '1s', '1s', '1s'], delay_notice_after: '1s' },
      notices: { language: 'de' },
    };
    testbed = await Testbed.start({ settings });
  });
  after(async () => {
    await testbed.stop();
    await host.stop();
  });

  it('is told of, in the language of its sender, and again when the trouble is over', async () => {
    await testbed.operate('account.language', { address: homer, language: 'fr' });
    const transport = createTransport({
      host: loopback,
      port: testbed.ports.submission,
      requireTLS: true,
      tls: { rejectUnauthorized: false },
      auth: { user: homer, pass: password },
    });
    const { messageId } = await transport.sendMail({
      from: homer,
      to: krusty,
      subject: 'Donuts',
      text: 'Mmm',
    });
    transport.close();

    const late = await PostalMime.parse(await testbed.waitForMail(homer, 'Action: delayed'));
    // French sets a colon apart by a blank at which no line ends.
    assert.equal(late.subject, 'Retardé\u00a0: Donuts');
    assert.equal(late.inReplyTo, messageId);
    assert.match(late.text ?? '', /451 4\.3\.2 Busy, come back later/);

    isBusy = false;
    const arrived = await PostalMime.parse(await testbed.waitForMail(homer, 'Action: relayed'));
    assert.match(arrived.subject ?? '', /\u00a0: Donuts$/);
    assert.notEqual(arrived.subject, late.subject);
    assert.equal(arrived.inReplyTo, messageId);
    assert.equal(host.mails.length, 1);
    assert.equal((await testbed.inbox(homer)).length, 2, 'the delay, and that it is over');
  });
});
