import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { homer, Testbed } from '../testbed/running-server.ts';
import { Talk } from '../testbed/talk.ts';

const patienceMs = 1_000;
/** By so much a busy machine may be late. */
const latenessMs = 2_000;

describe('the patience with slow clients', { concurrency: true }, () => {
  let testbed: Testbed;
  before(async () => {
    testbed = await Testbed.start({ settings: { limits: { command_timeout: '1s', data_timeout: '1s' } } });
  });
  after(() => testbed.stop());

  /** Asserts that the server sends a client away in time. @returns what it said */
  async function sentAway(talk: Talk): Promise<string> {
    const start = performance.now();
    const heard = await talk.rest();
    const waitedMs = performance.now() - start;
    assert.ok(waitedMs < patienceMs + latenessMs, `it took ${waitedMs} ms`);
    return heard;
  }

  /** Sends an octet now and then, until the connection has gone. */
  async function drip(talk: Talk, octet: string): Promise<void> {
    for (let i = 0; i < 30; i++) {
      talk.send(octet);
      await sleep(patienceMs / 5);
    }
  }

  it('ends with who says nothing', async () => {
    const talk = Talk.open(testbed.ports.mx);
    await talk.reply();
    assert.match(await sentAway(talk), /^421 4\.4\.2 mail\.evergreen\.test/);
  });

  it('ends with who sends a command octet by octet', async () => {
    const talk = await Talk.begin(testbed.ports.mx);
    void drip(talk, 'N');
    assert.match(await sentAway(talk), /^421 4\.4\.2/);
  });

  it('ends with who stops in the middle of the content, and nothing is delivered', async () => {
    const talk = await Talk.begin(testbed.ports.mx);
    await talk.ask('MAIL FROM:<stranger@elsewhere.test>');
    await talk.ask(`RCPT TO:<${homer}>`);
    await talk.ask('DATA');
    talk.send('Subject: half\r\n\r\nfirst line\r\n');
    assert.match(await sentAway(talk), /^421 4\.4\.2/);
    assert.deepEqual(await testbed.inbox(homer), []);
  });

  it('ends with who stops in the middle of a chunk', async () => {
    const talk = await Talk.begin(testbed.ports.mx);
    await talk.ask('MAIL FROM:<stranger@elsewhere.test>');
    await talk.ask(`RCPT TO:<${homer}>`);
    talk.send('BDAT 1000 LAST\r\nSubject: half\r\n');
    assert.match(await sentAway(talk), /^421 4\.4\.2/);
  });

  it('does not end with who sends content slowly but steadily', async () => {
    const talk = await Talk.begin(testbed.ports.mx);
    await talk.ask('MAIL FROM:<stranger@elsewhere.test>');
    await talk.ask(`RCPT TO:<${homer}>`);
    await talk.ask('DATA');
    for (const piece of ['Subject: slow\r\n', '\r\n', 'first line\r\n', 'second line\r\n']) {
      talk.send(piece);
      await sleep(patienceMs / 2);
    }
    assert.equal((await talk.ask('.')).code, 250);
    talk.destroy();
  });
});
