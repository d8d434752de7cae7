import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { homer, marge, Testbed } from '../testbed/running-server.ts';
import { type Reply, Talk } from '../testbed/talk.ts';

/** What some server somewhere has taken for the end of data. */
const badEnds = [
  ...['\n.\n', '\n.\r\n', '\r\n.\n', '\r.\r', '\r.\r\n', '\r\n.\r', '\r\n.\r\r\n', '\n.\r', '\r.\n'],
  ...['\r\n.\n\r\n', '\n\n.\r\n', '\r\n\0.\n', '\r\n.\0\n', '\0\n.\r\n', '\r\n\r.\r\n'],
] as const;

/** Octets of NUL end no line, so that these are lawful lines of text. */
const nullLines = ['\r\n\0.\r\n', '\r\n.\0\r\n', '\r\n.\r\0\n', '\r\n.\0\r\0\n'] as const;

const smuggled = [
  'MAIL FROM:<forger@elsewhere.test>',
  `RCPT TO:<${marge}>`,
  'DATA',
  'Subject: smuggled',
  '',
  'You have won',
].join('\r\n');
const trueEnd = '\r\n.\r\n';
const start = 'Subject: honest\r\n\r\nfirst line';

/** Long enough for a segment of its own. */
const pauseMs = 2;

const shown = (octets: string) => JSON.stringify(octets).slice(1, -1);

describe('smuggling', () => {
  let testbed: Testbed;
  before(async () => {
    testbed = await Testbed.start();
  });
  after(() => testbed.stop());

  async function inTransaction(): Promise<Talk> {
    const talk = await Talk.begin(testbed.ports.mx);
    await talk.ask('MAIL FROM:<stranger@elsewhere.test>');
    assert.equal((await talk.ask(`RCPT TO:<${homer}>`)).code, 250);
    return talk;
  }

  /** Sends content by DATA in two pieces, and asserts that there is one reply to all of it. */
  async function sendData(content: string, cut: number): Promise<Reply> {
    const talk = await inTransaction();
    assert.equal((await talk.ask('DATA')).code, 354);
    talk.send(content.slice(0, cut));
    if (cut > 0) await sleep(pauseMs);
    talk.send(content.slice(cut));
    return await soleReply(talk);
  }

  /** Sends content by BDAT, in two chunks if it is cut. */
  async function sendChunks(content: string, cut: number): Promise<Reply> {
    const talk = await inTransaction();
    talk.send(
      `BDAT ${cut}\r\n${content.slice(0, cut)}BDAT ${content.length - cut} LAST\r\n${content.slice(cut)}`,
    );
    const first = await talk.reply();
    return first.code === 250 ? await soleReply(talk) : first;
  }

  async function soleReply(talk: Talk): Promise<Reply> {
    const reply = await talk.reply();
    assert.equal((await talk.ask('NOOP')).text, '250 2.0.0 OK', 'the next reply is that to the next command');
    talk.send('QUIT\r\n');
    assert.match(await talk.rest(), /^221 2\.0\.0 [^\r]*\r\n$/);
    return reply;
  }

  for (const end of badEnds) {
    it(`does not work by ${shown(end)} in DATA, wherever it is cut`, async () => {
      const content = `${start}${end}${smuggled}${trueEnd}`;
      const cuts = Array.from({ length: end.length + 3 }, (_, i) => start.length - 1 + i);
      for (const cut of [0, ...cuts]) {
        const { text } = await sendData(content, cut);
        assert.match(text, /^550 5\.6\.0 /, `cut at ${cut}`);
      }
    });

    it(`does not work by ${shown(end)} in BDAT, wherever it is cut`, async () => {
      const content = `${start}${end}${smuggled}\r\n`;
      const cuts = Array.from({ length: end.length + 1 }, (_, i) => start.length + i);
      for (const cut of cuts)
        assert.match((await sendChunks(content, cut)).text, /^550 5\.6\.0 /, `cut at ${cut}`);
    });
  }

  it('does not work by bare line ends at the very end', async () => {
    for (const end of ['\n', '\r', '\n.']) {
      const { text } = await sendData(`${start}${end}${trueEnd}`, 0);
      assert.match(text, /^550 5\.6\.0 /, shown(end));
    }
  });

  it('has put nothing into an inbox', async () => {
    assert.deepEqual(await testbed.messages(), []);
    assert.deepEqual(await testbed.inbox(marge), []);
    assert.deepEqual(await testbed.inbox(homer), []);
  });

  for (const line of nullLines) {
    it(`does not work by ${shown(line)}: one message at most, with all of it as text`, async () => {
      const before = (await testbed.inbox(homer)).length;
      const { code } = await sendData(`${start}${line}${smuggled}${trueEnd}`, 0);
      const mails = (await testbed.inbox(homer)).slice(before);
      assert.equal(mails.length, code === 250 ? 1 : 0);
      for (const mail of mails) assert.match(mail, /first line.*MAIL FROM:<forger.*You have won\r\n$/s);
      assert.deepEqual(await testbed.inbox(marge), []);
    });
  }

  it('does not work by a true end of data in BDAT, which is text there', async () => {
    const content = `${start}${trueEnd}${smuggled}\r\n`;
    for (const cut of [0, start.length + 2, start.length + 3]) {
      const { text } = await sendChunks(content, cut);
      assert.match(text, /^250 2\.0\.0 /);
      assert.ok((await testbed.inbox(homer)).at(-1)?.endsWith(content));
    }
    assert.deepEqual(await testbed.inbox(marge), []);
  });
});
