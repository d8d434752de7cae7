import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { homer, marge, Testbed } from '../testbed/running-server.ts';
import { type Reply, Talk } from '../testbed/talk.ts';

const mebibyte = 1_048_576;

/** The text of a message in lines of 100 octets. */
const textOf = (octets: number): string =>
  `Subject: large\r\n\r\n${`${'x'.repeat(98)}\r\n`.repeat(octets / 100)}`;

describe('limits of a message', () => {
  let testbed: Testbed;
  before(async () => {
    testbed = await Testbed.start({ settings: { limits: { message_size: '3MiB' } } });
    for (const address of ['list', 'lists'].map((name) => `${name}@evergreen.test`))
      await testbed.operate('alias.add', { address, targets: [homer] });
  });
  after(() => testbed.stop());

  async function inTransaction(parameters = ''): Promise<Talk> {
    const talk = await Talk.begin(testbed.ports.mx);
    await talk.ask(`MAIL FROM:<stranger@elsewhere.test>${parameters}`);
    assert.equal((await talk.ask(`RCPT TO:<${homer}>`)).code, 250);
    return talk;
  }

  async function sendData(content: string): Promise<Reply> {
    const talk = await inTransaction();
    await talk.ask('DATA');
    talk.send(`${content}.\r\n`);
    const reply = await talk.reply();
    assert.equal((await talk.ask('NOOP')).code, 250, 'the session lives on');
    talk.destroy();
    return reply;
  }

  it('a command line of 2,048 octets is read, a longer one is refused, and no octet of it is obeyed', async () => {
    const talk = await Talk.begin(testbed.ports.mx);
    assert.equal((await talk.ask(`NOOP ${'x'.repeat(2_041)}`)).code, 250);
    assert.match((await talk.ask(`NOOP ${'x'.repeat(2_042)}`)).text, /^500 5\.5\.2/);
    assert.match((await talk.ask('QUIT '.repeat(100_000))).text, /^500 5\.5\.2/);
    assert.equal((await talk.ask('NOOP')).code, 250);
    talk.destroy();
  });

  it('a line of text has at most a mebibyte', async () => {
    assert.equal((await sendData(`\r\n${'x'.repeat(mebibyte - 2)}\r\n`)).code, 250);
    assert.match((await sendData(`\r\n${'x'.repeat(mebibyte - 1)}\r\n`)).text, /^554 5\.6\.0/);
  });

  it('a size is refused when it is declared, and when it comes', async () => {
    const talk = await Talk.begin(testbed.ports.mx);
    const declared = await talk.ask(`MAIL FROM:<a@elsewhere.test> SIZE=${3 * mebibyte + 1}`);
    assert.match(declared.text, /^552 5\.3\.4/);
    talk.destroy();
    assert.match((await sendData(textOf(3_200_000))).text, /^552 5\.3\.4/);
    assert.equal((await sendData(textOf(3_000_000))).code, 250);
  });

  it('a transaction has at most 1,000 recipients', async () => {
    const talk = await inTransaction();
    const commands = Array.from(
      { length: 1_000 },
      (_, i) => `RCPT TO:<list${i % 2 ? 's' : ''}@evergreen.test>\r\n`,
    );
    talk.send(commands.join(''));
    const codes: number[] = [];
    for (const _ of commands) codes.push((await talk.reply()).code);
    assert.deepEqual(codes, [...Array(999).fill(250), 452]);
    await talk.ask('DATA');
    talk.send('Subject: to all\r\n\r\nHello\r\n.\r\n');
    assert.equal((await talk.reply()).code, 250);
    talk.destroy();
    const message = (await testbed.messages()).find(({ recipients }) => recipients.length > 1);
    const named = message?.recipients.filter(({ parent }) => parent === undefined);
    assert.equal(named?.length, 1_000);
    assert.equal((await testbed.inbox(homer)).filter((mail) => mail.includes('to all')).length, 1);
  });

  it('chunks may have any size, and come in one segment with their commands', async () => {
    for (const chunkBytes of [1, 2, 1_000, 299_999]) {
      const part = textOf(chunkBytes < 10 ? 500 : 300_000);
      const talk = await inTransaction(' BODY=8BITMIME');
      const chunks = Array.from({ length: Math.ceil(part.length / chunkBytes) }, (_, i) =>
        part.slice(i * chunkBytes, (i + 1) * chunkBytes),
      );
      const commands = chunks.map((chunk) => `BDAT ${chunk.length}\r\n${chunk}`);
      talk.send(`${commands.join('')}BDAT 0 LAST\r\n`);
      for (const _ of chunks) assert.equal((await talk.reply()).code, 250);
      assert.match((await talk.reply()).text, /^250 2\.0\.0 Queued/);
      talk.destroy();
      assert.ok((await testbed.inbox(homer)).at(-1)?.endsWith(part));
    }
  });

  it('an absurd chunk is no number', async () => {
    const talk = await inTransaction();
    for (const size of ['-1', '99999999999999999999', '1e3', '0x10', ''])
      assert.equal((await talk.ask(`BDAT ${size}`)).code, 501, size);
    talk.destroy();
  });
});

describe('limits of all sessions', () => {
  async function beginContent(port: number): Promise<Talk> {
    const talk = await Talk.begin(port);
    await sayEnvelope(talk);
    return talk;
  }

  async function sayEnvelope(talk: Talk): Promise<void> {
    await talk.ask('MAIL FROM:<stranger@elsewhere.test>');
    await talk.ask(`RCPT TO:<${marge}>`);
    assert.equal((await talk.ask('DATA')).code, 354);
  }

  async function withTestbed(
    limits: Record<string, string | number>,
    test: (testbed: Testbed) => Promise<void>,
  ) {
    const testbed = await Testbed.start({ settings: { limits } });
    try {
      await test(testbed);
    } finally {
      await testbed.stop();
    }
  }

  for (const name of ['sessions', 'sessions_per_address']) {
    it(`of ${name}: the next one is told to come back, and may when another has left`, () =>
      withTestbed({ [name]: 3 }, async ({ ports }) => {
        const talks = [];
        for (let i = 0; i < 3; i++) talks.push(await Talk.begin(ports.mx));
        const refused = Talk.open(ports.mx);
        assert.match((await refused.reply()).text, /^421 mail\.evergreen\.test Too many sessions/);
        await talks[0]?.ask('QUIT');
        talks[0]?.end();
        assert.equal((await Talk.open(ports.mx).reply()).code, 220);
      }));
  }

  it('of sessions and session_memory: who breaks off gives back what he had', () =>
    withTestbed({ sessions: 10, session_memory: '1MiB' }, async ({ ports }) => {
      for (let i = 0; i < 50; i++) {
        const talk = await beginContent(ports.mx);
        talk.send(textOf(200_000));
        await sleep(5);
        talk.destroy();
        await sleep(5);
      }
      const talk = await beginContent(ports.mx);
      assert.equal((await talk.ask(`${textOf(200_000)}.`)).code, 250);
      talk.destroy();
    }));

  it('of sessions: who goes instead of a handshake has gone', () =>
    withTestbed({ sessions: 3 }, async ({ ports }) => {
      for (let i = 0; i < 5; i++) {
        const talk = await Talk.begin(ports.submission);
        assert.equal((await talk.ask('STARTTLS')).code, 220);
        talk.end();
        assert.equal(await talk.rest(), '');
        const reader = Talk.open(ports.pop3);
        await reader.line();
        reader.send('STLS\r\n');
        assert.match(await reader.line(), /^\+OK/);
        reader.end();
        assert.equal(await reader.rest(), '');
      }
    }));

  it('of session_errors: who makes too many is sent away', () =>
    withTestbed({ session_errors: 3 }, async ({ ports }) => {
      const talk = await Talk.begin(ports.mx);
      for (let i = 0; i < 3; i++) assert.equal((await talk.ask('NONSENSE')).code, 500);
      talk.send('NONSENSE\r\n');
      assert.match(await talk.rest(), /421 4\.7\.0 [^\r]*\r\n$/);
    }));

  it('of session_memory: who comes last is told to come back, and the others are served', () =>
    withTestbed({ session_memory: '1MiB' }, async (testbed) => {
      const content = textOf(200_000);
      const talks = await Promise.all(Array.from({ length: 10 }, () => beginContent(testbed.ports.mx)));
      for (const talk of talks) talk.send(content);
      const replies = await Promise.all(talks.map((talk) => talk.ask('.')));
      const refused = replies.filter(({ code }) => code !== 250);
      assert.ok(refused.length > 0 && refused.length < talks.length, `${refused.length} were refused`);
      for (const { text } of refused) assert.match(text, /^452 4\.3\.1/);
      assert.equal((await testbed.inbox(marge)).length, talks.length - refused.length);
      const again = talks[replies.findIndex(({ code }) => code !== 250)];
      assert.ok(again);
      await sayEnvelope(again);
      assert.equal((await again.ask(`${content}.`)).code, 250);
      for (const talk of talks) talk.destroy();
    }));
});
