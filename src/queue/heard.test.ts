import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { instant } from '../base/instant.ts';
import { actions } from '../dsn/report.ts';
import { type RemoteNews, weightier } from './heard.ts';
import type { QueueId } from './message.ts';

const news = (action: RemoteNews['action'], at = 1): RemoteNews => ({
  at: instant(at),
  action,
  notice: `notice-${at}` as QueueId,
});

const heard = (...all: RemoteNews['action'][]) =>
  all.map((action, i) => news(action, i)).reduce<RemoteNews | undefined>(weightier, undefined);

describe('what stands beside a recipient', () => {
  for (const [said, stands, at] of [
    [['delayed'], 'delayed', 0],
    [['delayed', 'delayed'], 'delayed', 1],
    [['delayed', 'relayed'], 'relayed', 1],
    [['relayed', 'delayed'], 'relayed', 0],
    [['relayed', 'expanded', 'delayed'], 'expanded', 1],
    [['delayed', 'delivered'], 'delivered', 1],
    [['delivered', 'delayed'], 'delivered', 0],
    [['delivered', 'failed'], 'failed', 1],
    [['failed', 'delivered'], 'failed', 0],
    [['failed', 'failed'], 'failed', 1],
  ] as const) {
    it(`is "${stands}" after ${said.join(', ')}`, () => assert.deepEqual(heard(...said), news(stands, at)));
  }

  it('is the same action in whatever order it is heard', () => {
    const all = fc.array(fc.constantFrom(...actions), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(all, (said) => {
        assert.equal(heard(...said)?.action, heard(...said.toReversed())?.action);
      }),
    );
  });
});
