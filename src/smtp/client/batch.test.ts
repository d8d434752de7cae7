import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { NULL_PATH } from '../../address/path.ts';
import { nextBatch } from './batch.ts';
import { NOTHING_OFFERED } from './offer.ts';
import { sampleMessage, sampleRecipient } from './testing/samples.ts';

const message = sampleMessage('<alice@example.org>');
const many = (count: number) =>
  Array.from({ length: count }, (_, index) => sampleRecipient(`<r${index}@foo.com>`));

describe('how many recipients share a transaction', () => {
  test('100, if the host does not say (RFC 5321 §4.5.3.1.8)', () => {
    assert.equal(nextBatch(message, many(100), NOTHING_OFFERED).recipients.length, 100);
    assert.equal(nextBatch(message, many(101), NOTHING_OFFERED).recipients.length, 100);
  });

  test('as many as RCPTMAX says, fewer or more', () => {
    assert.equal(nextBatch(message, many(9), { ...NOTHING_OFFERED, recipientsMax: 2 }).recipients.length, 2);
    const generous = { ...NOTHING_OFFERED, dsn: true, recipientsMax: 500 };
    assert.equal(nextBatch(message, many(500), generous).recipients.length, 500);
  });
});

describe('NOTIFY=NEVER', () => {
  const eric = sampleRecipient('<Eric@Bombs.AF.MIL> NOTIFY=FAILURE');
  const fred = sampleRecipient('<Fred@Bombs.AF.MIL> NOTIFY=NEVER');
  const gina = sampleRecipient('<Gina@Bombs.AF.MIL>');
  const hugh = sampleRecipient('<Hugh@Bombs.AF.MIL> NOTIFY=');

  test('a host with DSN gets everybody together', () => {
    const batch = nextBatch(message, [eric, fred, gina], { ...NOTHING_OFFERED, dsn: true });
    assert.deepEqual(batch, { message, recipients: [eric, fred, gina] });
  });

  test('a host without gets them by themselves, with the null reverse-path (RFC 3461 §5.2.2 (d), §10.4)', () => {
    assert.deepEqual(nextBatch(message, [eric, fred, gina, hugh], NOTHING_OFFERED), {
      message,
      recipients: [eric, gina],
    });
    const silent = nextBatch(message, [fred, gina, hugh], NOTHING_OFFERED);
    assert.deepEqual(silent.recipients, [fred, hugh]);
    assert.equal(silent.message.envelope.reversePath, NULL_PATH);
    assert.equal(silent.message.sizeBytes, message.sizeBytes);
  });
});

test('batch after batch, everybody is in exactly one', () => {
  const recipient = fc
    .constantFrom('', ' NOTIFY=NEVER', ' NOTIFY=SUCCESS')
    .chain((notify) => fc.nat(99).map((n) => sampleRecipient(`<r${n}@foo.com>${notify}`)));
  const offer = fc.record({ dsn: fc.boolean(), recipientsMax: fc.integer({ min: 1, max: 5 }) });
  fc.assert(
    fc.property(fc.array(recipient, { minLength: 1, maxLength: 20 }), offer, (recipients, words) => {
      const served = new Set<unknown>();
      let waiting = recipients;
      while (waiting.length > 0) {
        const batch = nextBatch(message, waiting, { ...NOTHING_OFFERED, ...words });
        assert.ok(batch.recipients.length > 0 && batch.recipients.length <= words.recipientsMax);
        for (const one of batch.recipients) served.add(one);
        waiting = waiting.filter((one) => !batch.recipients.includes(one));
      }
      assert.equal(served.size, recipients.length);
    }),
  );
});
