import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fromUtf8 } from '../../base/bytes.ts';
import type { RemoteNews } from '../../queue/heard.ts';
import type { QueueId, Recipient } from '../../queue/message.ts';
import { acceptance, diagnostic, failed, relayed, t } from '../../storage/conformance/fixtures.ts';
import { deliveryStatuses } from './delivery-status.ts';

const [base] = acceptance({ number: 1, body: fromUtf8('') }).recipients;
const recipient = (more: Partial<Recipient> = {}): Recipient => ({ ...(base as Recipient), ...more });
const settled = (
  outcome: Extract<Recipient['state'], { kind: 'settled' }>['outcome'],
): Recipient['state'] => ({
  kind: 'settled',
  at: t(1),
  attempts: 1,
  outcome,
});
const news = (more: Partial<RemoteNews>): RemoteNews => ({
  at: t(1),
  action: 'failed',
  notice: 'n' as QueueId,
  ...more,
});
const only = (one: Recipient) => Object.values(deliveryStatuses([one]))[0];

describe('deliveryStatuses', () => {
  const table: readonly [name: string, recipient: Recipient, smtpReply: string, delivered: string][] = [
    ['not tried', recipient(), '250 2.0.0 Queued, and not tried yet', 'queued'],
    [
      'tried in vain',
      recipient({ state: { kind: 'waiting', due: t(1), attempts: 1, last: diagnostic } }),
      '450 4.2.1 try later please',
      'queued',
    ],
    [
      'delivered here',
      recipient({ state: settled({ kind: 'delivered' }) }),
      '250 2.1.5 Delivered to the mailbox',
      'yes',
    ],
    ['relayed', recipient({ state: settled(relayed) }), '250 2.0.0 ok', 'unknown'],
    ['failed', recipient({ state: settled(failed) }), '450 4.2.1 try later please', 'no'],
    [
      'failed without a reply',
      recipient({
        state: settled({
          kind: 'failed',
          diagnostic: { at: t(1), stage: 'dns', status: '5.1.2', text: 'There is no such domain.' } as never,
          report: { suppressed: 'automatic' },
        }),
      }),
      '550 5.1.2 There is no such domain.',
      'no',
    ],
    [
      'relayed, and failed there',
      recipient({ state: settled(relayed), heard: news({ text: 'smtp; 550 5.1.1 no such clown' }) }),
      '550 5.1.1 no such clown',
      'no',
    ],
    [
      'relayed, and failed with many words',
      recipient({
        state: settled(relayed),
        heard: news({ text: '550-5.7.1 Our system thinks that this is\n550 5.7.1 likely spam.' }),
      }),
      '550 5.7.1 Our system thinks that this is likely spam.',
      'no',
    ],
    [
      'relayed, and failed for unknown reasons',
      recipient({ state: settled(relayed), heard: news({ status: '5.2.2' }) }),
      '550 5.2.2 So says a notice',
      'no',
    ],
    [
      'relayed, and delivered there',
      recipient({ state: settled(relayed), heard: news({ action: 'delivered' }) }),
      '250 2.0.0 So says a notice',
      'yes',
    ],
    [
      'relayed, and delayed there',
      recipient({ state: settled(relayed), heard: news({ action: 'delayed' }) }),
      '250 2.0.0 ok',
      'unknown',
    ],
  ];
  for (const [name, one, smtpReply, delivered] of table)
    it(`tells of a recipient: ${name}`, () =>
      assert.deepEqual(only(one), { smtpReply, delivered, displayed: 'unknown' }));

  it('tells the worst of those behind an alias, under its address', () => {
    const expanded = recipient({ state: settled({ kind: 'expanded', into: [] }) });
    const leaf = (index: number, state: Recipient['state']) => recipient({ index, parent: 0, state });
    const statuses = deliveryStatuses([
      expanded,
      leaf(1, settled({ kind: 'delivered' })),
      leaf(2, settled(relayed)),
    ]);
    assert.deepEqual(Object.keys(statuses), ['krusty@krustylu.test']);
    assert.equal(statuses['krusty@krustylu.test']?.delivered, 'unknown');
    assert.equal(only(expanded)?.delivered, 'unknown');
  });

  it('tells who says that he has seen it', () => {
    assert.equal(Object.values(deliveryStatuses([recipient()], new Set([0])))[0]?.displayed, 'yes');
  });
});
