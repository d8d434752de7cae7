import assert from 'node:assert/strict';
import { mkdtemp, rm, statfs, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { mustRun, run } from '../testbed/programs.ts';
import { homer, password, Testbed } from '../testbed/running-server.ts';
import { type Reply, Talk } from '../testbed/talk.ts';

const small = 'Subject: small\r\n\r\nHello\r\n';
/** Does not fit into the memory of a session, and so goes to a file as it comes. */
const large = `Subject: large\r\n\r\n${`${'x'.repeat(98)}\r\n`.repeat(10_000)}`;

describe('a full disk', () => {
  it('refuses mail for now, keeps what it has, and takes mail again when there is room', async (t) => {
    const folder = await mkdtemp(join(tmpdir(), 'evergreen-disk-'));
    const mounted = await run('mount', ['-t', 'tmpfs', '-o', 'size=16m', 'tmpfs', folder]);
    if (mounted.code !== 0) {
      t.skip('a small file system cannot be mounted here');
      return;
    }
    try {
      await fillAndFree(folder);
    } finally {
      // Lazily: the log of the server that has just stopped may still be open.
      await mustRun('umount', ['--lazy', folder]);
      await rm(folder, { recursive: true });
    }
  });
});

async function fillAndFree(folder: string): Promise<void> {
  const testbed = await Testbed.start({ folder });
  const talk = await Talk.begin(testbed.ports.mx);
  const filler = join(folder, 'filler');
  try {
    assert.equal((await send(talk, small)).code, 250);
    await fill(filler);
    for (const content of [small, large]) await untilRefused(talk, content);
    const before = (await testbed.inbox(homer)).length;
    assert.match((await send(talk, small)).text, /^452 4\.3\.1/);
    assert.equal((await testbed.inbox(homer)).length, before, 'nothing is half-written');
    assert.equal(await countByPop3(testbed.ports.pop3s), before, 'mail can be read');
    await rm(filler);
    assert.equal((await send(talk, small)).code, 250, 'the same session goes on');
    assert.equal((await send(talk, large)).code, 250);
    const mails = await testbed.inbox(homer);
    assert.equal(mails.length, before + 2);
    assert.ok(mails.at(-1)?.endsWith(large));
  } finally {
    talk.destroy();
    await testbed.stop();
  }
}

async function send(talk: Talk, content: string): Promise<Reply> {
  await talk.ask('MAIL FROM:<stranger@elsewhere.test>');
  await talk.ask(`RCPT TO:<${homer}>`);
  assert.equal((await talk.ask('DATA')).code, 354);
  talk.send(`${content}.\r\n`);
  return await talk.reply();
}

/** A little may still fit into room that the database had set aside. */
async function untilRefused(talk: Talk, content: string): Promise<void> {
  for (let i = 0; i < 1_000; i++) {
    const { code, text } = await send(talk, content);
    if (code === 250) continue;
    assert.match(text, /^452 4\.3\.1/);
    return;
  }
  assert.fail('the disk is full, but mail is taken');
}

async function countByPop3(port: number): Promise<number> {
  const talk = Talk.openSecured(port);
  await talk.line();
  for (const command of [`USER ${homer}`, `PASS ${password}`]) {
    talk.send(`${command}\r\n`);
    assert.match(await talk.line(), /^\+OK/);
  }
  talk.send('STAT\r\n');
  const [, count] = (await talk.line()).split(' ');
  talk.destroy();
  return Number(count);
}

/** Writes until there is no room. */
async function fill(path: string): Promise<void> {
  const { blocks, bsize } = await statfs(join(path, '..'));
  await assert.rejects(writeFile(path, Buffer.alloc(blocks * bsize)), { code: 'ENOSPC' });
}
