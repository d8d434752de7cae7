import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ShownSuppression, SuppressionView } from '../../server/operations/suppression.ts';
import { harmless, hostile, run } from '../testing/run.ts';

const homer = 'homer@springfield.test';
const krusty = 'krusty@tv.test';
const entry: SuppressionView = {
  ...{ address: krusty, state: 'suppressed', cause: 'no-such-address' },
  ...{ reason: '550 5.1.1 No such user here', about: '01m851e6xxxv1tqe67' },
  ...{ at: '2026-11-20T12:00:00.000Z', expiresAt: '2026-12-20T12:00:00.000Z' },
};
const both = { account: homer, address: krusty };

describe('evergreen suppression list', () => {
  it('shows a line for each', async () => {
    const { out, asked } = await run(['suppression', 'list', homer], [entry]);
    assert.deepEqual(asked, [['suppression.list', { account: homer }]]);
    const [header, line, ...rest] = out.split('\n');
    assert.match(header ?? '', /^address +state +since +cause +message +reason$/);
    assert.equal(
      line,
      `${krusty}  suppressed  2026-11-20  no-such-address  01m851e6xxxv1tqe67  550 5.1.1 No such user here`,
    );
    assert.deepEqual(rest, ['']);
  });

  it('makes harmless what others say', async () => {
    const { out } = await run(['suppression', 'list', homer], [{ ...entry, reason: hostile }]);
    assert.ok(out.includes(harmless));
  });

  it('is JSON for programs', async () => {
    const { out } = await run(['--json', 'suppression', 'list', homer], [entry]);
    assert.deepEqual(JSON.parse(out), [entry]);
  });
});

describe('evergreen suppression show', () => {
  const show = async (changes: Partial<ShownSuppression> = {}) => {
    const answer: ShownSuppression = { ...entry, account: homer, againWithinMinutes: 15, ...changes };
    const { out, asked } = await run(['suppression', 'show', homer, krusty], answer);
    assert.deepEqual(asked, [['suppression.show', both]]);
    return out;
  };

  it('tells what was said, and how to send anyway', async () => {
    assert.equal(
      await show(),
      `address  krusty@tv.test
account  homer@springfield.test
state    suppressed
since    2026-11-20 12:00:00
until    2026-12-20 12:00:00
cause    no-such-address
message  01m851e6xxxv1tqe67 (evergreen trace 01m851e6xxxv1tqe67)
said     550 5.1.1 No such user here

To send to it anyway, send again within 15 min after the refusal. To be asked no more:
evergreen suppression allow homer@springfield.test krusty@tv.test
`,
    );
  });

  it('of an address that was allowed before it ever failed', async () => {
    assert.equal(
      await show({ state: 'allowed', about: '', reason: '' }),
      `address  krusty@tv.test
account  homer@springfield.test
state    allowed
since    2026-11-20 12:00:00

Mail to it is taken, until the entry is removed.
`,
    );
  });

  it('of one that has expired', async () => {
    assert.match(await show({ state: 'expired' }), /what was known is too old\.\n$/);
  });

  it('makes harmless what others say', async () => {
    assert.ok((await show({ reason: hostile })).includes(`said     ${harmless}\n`));
  });
});

describe('evergreen suppression', () => {
  for (const [verb, words] of [
    ['remove', 'is not on the list any more'],
    ['allow', 'is allowed, until it is removed'],
  ] as const) {
    it(`${verb} says what it did`, async () => {
      const { out, asked } = await run(['suppression', verb, homer, krusty], entry);
      assert.deepEqual(asked, [[`suppression.${verb}`, both]]);
      assert.equal(out, `${krusty} ${words}\n`);
    });
  }
});
