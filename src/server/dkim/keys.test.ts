import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import type { Domain } from '../../address/domain.ts';
import { dayMs, instant, minuteMs } from '../../base/instant.ts';
import type { Log } from '../../base/ports.ts';
import { VirtualClock } from '../../base/testing/virtual-clock.ts';
import type { Resolver } from '../../dns/resolver.ts';
import { type ZoneData, zone, zoneResolver } from '../../dns/zone.ts';
import { DkimKeys, recordOf } from './keys.ts';
import { activateShown, watchKeys } from './watch.ts';

const folder = await mkdtemp(join(tmpdir(), 'evergreen-dkim-'));
after(() => rm(folder, { recursive: true }));

const springfield = 'springfield.test' as Domain;
const plant = 'plant.test' as Domain;
const clock = new VirtualClock(instant(Date.UTC(2026, 10, 25, 9)));
const path = join(folder, 'dkim-keys.json');
const quiet = () => {};
const log: Log = { debug: quiet, info: quiet, warn: quiet, error: quiet, with: () => log };

const open = (domains: readonly [Domain, ...Domain[]] = [springfield, plant], sign = true) =>
  DkimKeys.open({ config: { data: folder, domains, dkim: { sign } }, clock });

const states = (keys: DkimKeys): string[] =>
  keys.all.map((key) => `${key.domain} ${key.selector} ${keys.stateOf(key)}`);

const signing = (keys: DkimKeys, domain = springfield): string[] =>
  keys.signersOf(domain).map(({ selector, algorithm }) => `${selector} ${algorithm}`);

/** A DNS that shows some of the keys. */
const showing = (keys: DkimKeys, isShown: (selector: string) => boolean): Resolver => {
  const records = keys.all.filter(({ selector }) => isShown(selector)).map(recordOf);
  const data: ZoneData = Object.fromEntries(records.map(({ name, text }) => [name, { TXT: [text] }]));
  return zoneResolver(zone(data));
};

// One story: each step goes on from where the one before ended.
describe('the DKIM keys of a server', () => {
  it('are made for each domain, and wait', async () => {
    const keys = await open();
    assert.deepEqual(keys.all, []);
    await Promise.all([keys.ensure(), keys.ensure()]);
    assert.deepEqual(states(keys), [
      'springfield.test rsa-20261125 waits',
      'springfield.test ed25519-20261125 waits',
      'plant.test rsa-20261125 waits',
      'plant.test ed25519-20261125 waits',
    ]);
    assert.deepEqual(signing(keys), []);
  });

  it('are kept, for the owner only', async () => {
    const before = await readFile(path, 'utf8');
    const keys = await open();
    await keys.ensure();
    assert.equal(keys.all.length, 4);
    assert.equal(await readFile(path, 'utf8'), before);
    assert.equal((await stat(path)).mode & 0o777, 0o600);
  });

  it('sign from when the DNS shows them, each by itself', async () => {
    const keys = await open();
    await activateShown({ keys, resolver: showing(keys, () => false), log });
    assert.deepEqual(signing(keys), []);
    await activateShown({ keys, resolver: showing(keys, (selector) => selector.startsWith('rsa')), log });
    assert.deepEqual(signing(keys), ['rsa-20261125 rsa-sha256']);
    await activateShown({ keys, resolver: showing(keys, () => true), log });
    assert.deepEqual(signing(await open()), ['rsa-20261125 rsa-sha256', 'ed25519-20261125 ed25519-sha256']);
  });

  it('do not sign if the DNS shows another key in their place', async () => {
    const keys = await open();
    await keys.roll(springfield);
    const [former] = keys.all;
    const latter = keys.all.findLast(({ key }) => key.type === 'rsa');
    assert(former && latter);
    const data = { [recordOf(latter).name]: { TXT: [recordOf(former).text] } };
    await activateShown({ keys, resolver: zoneResolver(zone(data)), log });
    assert.equal(keys.stateOf(latter), 'waits');
  });

  it('take the place of those before', async () => {
    const keys = await open();
    await clock.pass(dayMs);
    assert.deepEqual(signing(keys), ['rsa-20261125 rsa-sha256', 'ed25519-20261125 ed25519-sha256']);
    await keys.activate(({ domain }) => domain === springfield);
    assert.deepEqual(signing(keys), ['rsa-20261125-2 rsa-sha256', 'ed25519-20261125-2 ed25519-sha256']);
    const [former, , , , latter] = keys.all;
    assert(former && latter);
    assert.equal(keys.stateOf(former), 'signed');
    assert.equal(keys.replacedAt(former), clock.now());
    assert.equal(keys.replacedAt(latter), undefined);
  });

  it('can be removed', async () => {
    const keys = await open();
    await keys.remove(({ domain, selector }) => domain === springfield && !selector.endsWith('-2'));
    assert.deepEqual(states(await open()), [
      'plant.test rsa-20261125 signs',
      'plant.test ed25519-20261125 signs',
      'springfield.test rsa-20261125-2 signs',
      'springfield.test ed25519-20261125-2 signs',
    ]);
  });

  it('sign only for domains of ours, and only if that is wanted', async () => {
    assert.deepEqual(signing(await open([plant])), []);
    assert.deepEqual(signing(await open(), 'krustylu.test' as Domain), []);
    assert.deepEqual(signing(await open(undefined, false)), []);
  });

  it('do not change after the server has let go of its folder', async () => {
    const keys = await open();
    await keys.close();
    await keys.remove(() => true);
    assert.equal(keys.all.length, 4);
  });

  it('that are damaged are not replaced silently', async () => {
    const whole = await readFile(path, 'utf8');
    for (const text of [
      '',
      '{}',
      '[{}]',
      whole.replace('PRIVATE', 'PUBLIC'),
      whole.replace('plant.test', '-'),
    ]) {
      await writeFile(path, text);
      await assert.rejects(open(), /dkim-keys\.json is damaged; restore it, or remove it/);
    }
    await writeFile(path, whole);
  });
});

describe('the watch', () => {
  it('makes the first keys, and looks for them every ten minutes', async () => {
    await rm(path);
    const keys = await open([springfield]);
    let resolver = showing(keys, () => false);
    let questions = 0;
    const asked: Resolver = {
      query: (name, type) => {
        questions++;
        return resolver.query(name, type);
      },
    };
    const watch = watchKeys({ keys, resolver: asked, clock, log });
    while (questions < 2) await new Promise((resolve) => setTimeout(resolve, 5));
    await clock.pass(9 * minuteMs);
    assert.equal(questions, 2);
    resolver = showing(keys, () => true);
    await clock.pass(minuteMs);
    while (signing(keys).length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
    await clock.pass(60 * minuteMs);
    assert.equal(questions, 4);
    watch.stop();
    assert.equal(clock.pending, 0);
  });
});
