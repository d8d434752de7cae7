import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { countingRandom } from '../accounts/testing/doubles.ts';
import { dayMs, instant, later } from '../base/instant.ts';
import { VirtualClock } from '../base/testing/virtual-clock.ts';
import { readSignedId, signId } from '../dsn/correlate/signature.ts';
import { SigningKeys } from './signing-keys.ts';
import { StartError } from './start-error.ts';

const noon = instant(Date.parse('2026-11-23T12:00:00Z'));
/** Five days in our queue, and fourteen in those of others. */
const knownForMs = 19 * dayMs;

describe('the keys of a server', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'evergreen-keys-'));
  });
  after(() => rm(folder, { recursive: true }));

  let made = 0;
  async function world() {
    const data = await mkdtemp(join(folder, 'data-'));
    const random = { ...countingRandom(), bytes: (count: number) => new Uint8Array(count).fill(++made) };
    const config = { data, retry: { give_up_after: 5 * dayMs } } as never;
    return { config, clock: new VirtualClock(noon), random, file: join(data, 'signing-keys') };
  }

  it('are made at the first start, for the owner of the folder only, and are there after the next', async () => {
    const all = await world();
    const signed = signId('abc', 'received', (await SigningKeys.open(all)).current);
    assert.equal((await stat(all.file)).mode & 0o777, 0o600);
    const again = await SigningKeys.open(all);
    assert.equal(readSignedId(signed, 'received', again.known)?.verdict, 'valid');
    assert.equal(signId('abc', 'received', again.current), signed);
  });

  it('roll: the new one signs, the former one is known for its time', async () => {
    const all = await world();
    const keys = await SigningKeys.open(all);
    const signed = signId('abc', 'received', keys.current);
    await keys.roll();
    assert.notEqual(signId('abc', 'received', keys.current), signed);
    const verdict = async () => {
      const known = [keys.known, (await SigningKeys.open(all)).known];
      return known.map((each) => readSignedId(signed, 'received', each)?.verdict);
    };
    assert.deepEqual(await verdict(), ['valid', 'valid']);
    await all.clock.pass(knownForMs - 1);
    assert.deepEqual(await verdict(), ['valid', 'valid']);
    await all.clock.pass(1);
    assert.deepEqual(await verdict(), ['unknown-key', 'unknown-key']);
  });

  it('are forgotten when their time is over', async () => {
    const all = await world();
    const keys = await SigningKeys.open(all);
    await keys.roll();
    await keys.roll();
    assert.equal(keys.list().length, 3);
    await all.clock.pass(knownForMs);
    await keys.roll();
    const [latest, former, ...others] = keys.list();
    assert.deepEqual(others, []);
    assert.equal(latest?.knownUntil, undefined);
    assert.equal(former?.knownUntil, later(noon, 2 * knownForMs));
    assert.equal((await readFile(all.file, 'utf8')).split('\n').length, 3);
  });

  it('are shown by name, and no octet of them', async () => {
    const all = await world();
    const keys = await SigningKeys.open(all);
    assert.deepEqual(keys.list(), [{ name: keys.current.name, madeAt: noon }]);
  });

  for (const [what, text] of [
    ['nothing', ''],
    ['no key', 'hello\n'],
    ['a short key', `${new Date(noon).toISOString()} QUJD\n`],
    ['half a key behind a whole one', `${new Date(noon).toISOString()} ${'A'.repeat(43)}=\n2026-11`],
  ] as const) {
    it(`are not made anew where ${what} is there`, async () => {
      const all = await world();
      await writeFile(all.file, text);
      await assert.rejects(SigningKeys.open(all), StartError);
    });
  }
});
