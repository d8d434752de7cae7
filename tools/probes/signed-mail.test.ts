import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { createTransport } from 'nodemailer';
import type { Email } from 'postal-mime';
import { askServer } from '../../src/server/control.ts';
import type { DkimKeyView } from '../../src/server/operations/dkim.ts';
import type { CheckedRecords } from '../../src/server/operations/dns.ts';
import { MailProgram } from '../story/mail-program.ts';
import { findOrStartWorld, type StoryWorld } from '../story/world.ts';

const skip = process.platform === 'linux' ? false : 'only Linux has all of 127.0.0.0/8';
const timeoutMs = 15_000;

/** The methods of Authentication-Results with what they found and about whom, comments left out. */
const resultsOf = ({ headers }: Email): readonly string[] =>
  (headers.find(({ key }) => key === 'authentication-results')?.value ?? '')
    .replace(/\([^)]*\)|\s+/g, ' ')
    .split(';')
    .map((result) => result.trim().replace(/ +/g, ' '));

describe('what one Evergreen sends another', { skip }, () => {
  let world: StoryWorld;
  let empty: string;
  let people: readonly MailProgram[];
  before(async () => {
    empty = await mkdtemp(join(tmpdir(), 'evergreen-signed-'));
    world = await findOrStartWorld(empty);
    people = world.accounts.map((account) => new MailProgram(account, world));
  });
  after(async () => {
    await world.stop();
    await rm(empty, { recursive: true });
  });

  const keysOf = async (domain: string): Promise<readonly DkimKeyView[]> =>
    (await askServer(world.folders[domain] ?? '', 'dkim.list', {}))?.result as DkimKeyView[];

  it('is signed by both keys, and all of it is verified', async () => {
    const [homer, , krusty] = people;
    assert(homer && krusty);
    const { messageId } = await homer.send({ to: krusty.address, subject: 'Signed', text: 'Hello.' });
    const letter = await krusty.waitFor('letter', (mail) => mail.messageId === messageId, timeoutMs);
    const keys = await keysOf('springfield.test');
    assert.deepEqual(
      keys.map(({ type, state }) => `${type} ${state}`),
      ['rsa signs', 'ed25519 signs'],
    );
    assert.deepEqual(resultsOf(letter), [
      'mail.krustylu.test',
      'spf=pass smtp.mailfrom=springfield.test',
      ...keys.map(
        ({ selector, type }) =>
          `dkim=pass header.d=springfield.test header.s=${selector} header.a=${type}-sha256`,
      ),
      'dmarc=pass header.from=springfield.test',
    ]);
  });

  it('is a notice with no less proof', async () => {
    const [homer, , krusty] = people;
    assert(homer && krusty);
    const letter = { to: homer.address, subject: 'Tell me', text: 'Has it come?', asksForSuccess: true };
    const { messageId } = await krusty.send(letter);
    const notice = await krusty.waitFor('notice', (mail) => mail.inReplyTo === messageId, timeoutMs);
    const [by, ...results] = resultsOf(notice);
    assert.equal(by, 'mail.krustylu.test');
    assert.deepEqual(
      results.map((result) => result.replace(/ header\.s=.*/, '')),
      [
        'spf=pass smtp.helo=mail.springfield.test',
        'dkim=pass header.d=springfield.test',
        'dkim=pass header.d=springfield.test',
        'dmarc=pass header.from=springfield.test',
      ],
    );
  });

  it('is signed by new keys when they are rolled', async () => {
    const [homer, , krusty] = people;
    assert(homer && krusty);
    const folder = world.folders['springfield.test'] ?? '';
    await askServer(folder, 'dkim.roll', { domain: 'springfield.test' });
    await askServer(folder, 'dkim.activate', { domain: 'springfield.test' });
    const { messageId } = await homer.send({ to: krusty.address, subject: 'Rolled', text: 'Hello.' });
    const letter = await krusty.waitFor('letter', (mail) => mail.messageId === messageId, timeoutMs);
    const selectors = resultsOf(letter).flatMap(
      (result) => /dkim=pass .*header\.s=(\S+)/.exec(result)?.[1] ?? [],
    );
    assert.deepEqual(
      selectors.map((selector) => /-2$/.test(selector)),
      [true, true],
    );
  });

  it('has all its records in the DNS', async () => {
    for (const [domain, folder] of Object.entries(world.folders)) {
      const answer = await askServer(folder, 'dns.check', { domain });
      assert(answer);
      const { findings } = answer.result as CheckedRecords;
      const notRight = findings.filter(({ verdict }) => verdict !== 'right');
      assert.deepEqual(
        notRight.map(({ about, name, says }) => `${about} of ${name}: ${says}`),
        [],
      );
      assert.equal(findings.length, 9 + (domain === 'springfield.test' ? 2 : 0));
    }
  });

  it('cannot be forged by another host', async () => {
    const [homer, , krusty] = people;
    assert(homer && krusty);
    const { ip: host = '' } = world.accounts[2] ?? {};
    const stranger = createTransport({
      host,
      port: world.ports.mx,
      localAddress: '127.0.0.66',
      tls: { rejectUnauthorized: false, servername: 'localhost' },
    });
    const forgery = { from: homer.address, to: krusty.address, subject: 'Forged', text: 'Hello.' };
    await assert.rejects(stranger.sendMail(forgery), /550 5\.7\.1 .*springfield\.test.*DMARC/);
    stranger.close();
  });
});
