import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { noObjections } from './objection.ts';
import { settleByOperator, settleClaim } from './settle-claim.ts';
import {
  claimOf,
  context,
  message,
  notifyOf,
  permanent,
  recipient,
  refusal,
  relayed,
  relayIn,
  transient,
} from './testing/samples.ts';
import { undeliverableIn } from './undeliverable.ts';

const foreign = message({ origin: relayIn });

describe('what has to be filed', () => {
  it('are failures that the sender is not told of, by reason', () => {
    const recipients = [
      recipient({ index: 0 }),
      recipient({ index: 1, original: 9 }),
      recipient({ index: 2 }),
      recipient({ index: 3 }),
      recipient({ index: 4 }),
    ];
    const results = new Map([
      [0, permanent],
      [1, permanent],
      [2, permanent],
      [3, relayed(true)],
      [4, transient],
    ]);
    const objections = { ...noObjections, told: [9] };
    const decision = settleClaim(
      claimOf(foreign, recipients),
      results,
      context({ message: foreign, objections }),
    );
    assert.deepEqual(
      undeliverableIn(decision),
      new Map([
        [
          'return-path-unproven',
          [0, 2].map((index) => ({ reason: 'return-path-unproven', index, diagnostic: refusal })),
        ],
        ['already-told', [{ reason: 'already-told', index: 1, diagnostic: refusal }]],
      ]),
    );
  });

  it('are not those of which the sender is told, or does not want to be told', () => {
    const recipients = [recipient({ index: 0 }), recipient({ index: 1, notify: notifyOf('delay') })];
    const results = new Map(recipients.map(({ index }) => [index, permanent]));
    assert.equal(undeliverableIn(settleClaim(claimOf(message(), recipients), results, context())).size, 0);
  });

  it('is not what an operator dropped, but what he failed', () => {
    const claim = claimOf(foreign, [recipient()]);
    const about = context({ message: foreign });
    assert.equal(undeliverableIn(settleByOperator(claim, 'drop', 'frink', about)).size, 0);
    assert.equal(undeliverableIn(settleByOperator(claim, 'fail', 'frink', about)).size, 1);
  });
});
