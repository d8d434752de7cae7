import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { Correspondence, krusty, listed, refused, type Sent, taken } from '../testbed/correspondence.ts';
import { failureNotice, headerSection } from '../testbed/failure-notice.ts';
import { homer } from '../testbed/running-server.ts';
import { Talk } from '../testbed/talk.ts';
import { waitUntil } from '../testbed/wait.ts';

const header = ({ content }: Sent): string => headerSection(content);
/** Without all that we wrote ourselves. */
const withoutReceived = (text: string): string => text.replace(/^Received: .*\r\n(?:[ \t].*\r\n)*/gm, '');
const spam = `From: ${homer}\nMessage-ID: <spam@somewhere.test>\nSubject: You have won\n`;

describe('a server that lets no bounce in without proof', () => {
  let place: Correspondence;
  before(async () => {
    place = await Correspondence.open('enforce');
  });
  after(() => place.close());

  it('sends under a tag, the same all day, and keeps the domain', async () => {
    const [one, two] = [await place.send(), await place.send()];
    assert.match(one.from, /^prvs=\d{4}[0-9a-f]{6}=homer@evergreen\.test$/);
    assert.equal(two.from, one.from);
    assert.doesNotMatch(one.content, /prvs=/, 'the content is as it was');
  });

  it('shows none to whom it is not to be shown', async () => {
    assert.equal((await place.send(listed)).from, homer);
  });

  it('takes the bounce of its own mail, and believes it', async () => {
    const sent = await place.send();
    assert.match(await place.bounce(sent.from, failureNotice(header(sent))), taken);
    assert.equal(await place.heard(sent.queueId), 'failed');
  });

  it('believes it under the tag though nothing that we signed comes back', async () => {
    const sent = await place.send();
    const bare = failureNotice(withoutReceived(header(sent)));
    const talkedTo = await place.bounce(sent.from.toUpperCase(), bare.replaceAll('prvs=', 'PRVS='));
    assert.match(talkedTo, taken);
    assert.equal(await place.heard(sent.queueId), 'failed');
  });

  it('refuses what answers mail that was never sent from here', async () => {
    const [, tag = ''] = /^(prvs=\w+)=/.exec((await place.send()).from) ?? [];
    const flipped = tag.replace(/.$/, (last) => (last === '0' ? '1' : '0'));
    for (const to of [homer, `${flipped}=${homer}`, `prvs=0000000000=${homer}`])
      for (const text of [
        failureNotice(spam, 'somebody@elsewhere.test'),
        failureNotice(spam),
        'Subject: Away\n\nI am away',
      ])
        assert.match(await place.bounce(to, text), refused, to);
  });

  it('takes the bounce from whom the tag was not shown to, by what it names', async () => {
    const sent = await place.send(listed);
    assert.match(await place.bounce(homer, failureNotice(withoutReceived(header(sent)), listed)), taken);
  });

  it('takes what somebody else has to say', async () => {
    const talk = await Talk.begin(place.testbed.ports.mx);
    await talk.ask(`MAIL FROM:<${krusty}>`);
    await talk.ask(`RCPT TO:<prvs=0000000000=${homer}>`);
    await talk.ask('DATA');
    talk.send('Subject: Hello\r\n\r\nHello\r\n.\r\n');
    assert.match((await talk.reply()).text, taken);
    talk.destroy();
  });
});

describe('a server that only looks', () => {
  it('takes every bounce, and says which it would refuse', async () => {
    const place = await Correspondence.open('monitor');
    try {
      const sent = await place.send();
      assert.match(sent.from, /^prvs=/);
      assert.match(await place.bounce(sent.from, failureNotice(header(sent))), taken);
      assert.match(await place.bounce(homer, failureNotice(spam)), taken);
      const path = join(place.testbed.folder, 'evergreen.log');
      const lines = async () =>
        (await readFile(path, 'utf8')).match(/^.*a bounce that enforcement would refuse.*$/gm) ?? undefined;
      const [line, ...others] = await waitUntil('line of the log', lines, 5_000);
      assert.match(line ?? '', new RegExp(`"to":\\["${homer}"\\]`));
      assert.deepEqual(others, []);
    } finally {
      await place.close();
    }
  });
});

describe('a server without tags', () => {
  it('sends under the plain address', async () => {
    const place = await Correspondence.open('off');
    try {
      assert.equal((await place.send()).from, homer);
      assert.match(await place.bounce(homer, failureNotice(spam)), taken);
    } finally {
      await place.close();
    }
  });
});
