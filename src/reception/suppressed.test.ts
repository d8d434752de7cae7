import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { dayMs, later, minuteMs, secondMs } from '../base/instant.ts';
import { VirtualClock } from '../base/testing/virtual-clock.ts';
import { replyText } from '../envelope/reply.ts';
import type { Suppression } from '../queue/suppression.ts';
import { address, id, noon } from '../queue/testing/samples.ts';
import type { AuthorsWish } from './preflight.ts';
import { againSoonestMs, answersMax, firstOf, suppressed } from './suppressed.ts';

const krusty: Suppression = {
  account: 'homer',
  address: address('krusty@krustylu.test'),
  cause: 'no-such-address',
  reason: '550 5.1.1 No such user here',
  about: id('q1'),
  at: noon,
  expiresAt: later(noon, dayMs),
  isAllowed: false,
};

function reception(find: (text: string) => Suppression | undefined) {
  const clock = new VirtualClock(noon);
  const suppressions = {
    find: async (account: string, { text }: { readonly text: string }) =>
      account === 'homer' ? find(text) : undefined,
  };
  const look = suppressed({ clock, suppressions, againMs: 15 * minuteMs });
  const answer = async (text = 'krusty@krustylu.test', account = 'homer', wish?: AuthorsWish) => {
    const objection = await look(address(text), account, wish);
    return objection ? replyText(objection) : 'taken';
  };
  return { clock, answer };
}

const refusal =
  '550 5.1.1 Mail of yours to krusty@krustylu.test failed on 2026-11-23: 550 5.1.1 No such user here ' +
  'To send it anyway, send it again within 15 min';

describe('a suppressed recipient', () => {
  it('is told of at once, to whoever it failed for', async () => {
    const { answer } = reception((text) => (text === krusty.address.text ? krusty : undefined));
    assert.equal(await answer(), refusal);
    assert.equal(await answer('krusty@krustylu.test', 'marge'), 'taken');
    assert.equal(await answer('mel@krustylu.test'), 'taken');
  });

  it('is written to at once by whoever says so, and that changes nothing for other mail', async () => {
    const { answer } = reception(() => krusty);
    assert.equal(await answer(undefined, undefined, { sendAnyway: true }), 'taken');
    assert.equal(await answer(undefined, undefined, { sendAnyway: false }), refusal);
  });

  it('is written to anyway by whoever comes again, but for a mail program that names it twice', async () => {
    const { clock, answer } = reception(() => krusty);
    await answer();
    await clock.pass(againSoonestMs - 1);
    assert.equal(await answer(), refusal);
    await clock.pass(1);
    assert.equal(await answer(), 'taken');
    await clock.pass(15 * minuteMs - againSoonestMs);
    assert.equal(await answer(), 'taken');
    await clock.pass(1);
    assert.equal(await answer(), refusal);
    await clock.pass(againSoonestMs);
    assert.equal(await answer(), 'taken');
  });

  it('is one no more when the time is over, nor one that was allowed', async () => {
    const { clock, answer } = reception(() => krusty);
    await clock.pass(dayMs - 1);
    assert.equal(await answer(), refusal);
    await clock.pass(1);
    assert.equal(await answer(), 'taken');
    assert.equal(await reception(() => ({ ...krusty, isAllowed: true })).answer(), 'taken');
  });

  it('hears his answer once more when too many others have been told', async () => {
    const { clock, answer } = reception(() => krusty);
    await answer();
    for (let i = 0; i < answersMax; i++) await answer(`a${i}@b.test`);
    await clock.pass(10 * secondMs);
    assert.equal(await answer(`a${answersMax - 1}@b.test`), 'taken');
    assert.equal(await answer(), refusal);
  });
});

describe('firstOf', () => {
  it('asks in order, and no further than an objection', async () => {
    const asked: number[] = [];
    const look = (n: number, objects: boolean) => async () => {
      asked.push(n);
      return objects ? { code: 550, lines: [String(n)] } : undefined;
    };
    const objection = await firstOf(look(1, false), look(2, true), look(3, true))(krusty.address, 'homer');
    assert.deepEqual([objection?.lines, asked], [['2'], [1, 2]]);
    assert.equal(await firstOf(look(4, false))(krusty.address, 'homer'), undefined);
  });
});
