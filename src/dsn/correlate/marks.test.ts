import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { Domain } from '../../address/domain.ts';
import type { MessageId } from '../../message/message-id.ts';
import { marksOf } from './marks.ts';
import {
  address,
  arrival,
  hostname,
  notice,
  otherKey,
  ourReceived,
  ours,
  queueId,
  receivedValue,
  rfc822,
  says,
  sentAt,
  signed,
  signedMessageId,
} from './testing/notices.ts';

const ids = (report = notice(), how = arrival()) => marksOf(report, how, ours).ids;

describe('the marks of a notice', () => {
  it('are ids with their places, verdicts and times', () => {
    const elsewhere = 'mail.elsewhere.test' as Domain;
    const forged = signed('received').replace(/.$/, (c) => (c === '0' ? '1' : '0'));
    const received = [
      receivedValue('abc0123456789', sentAt, elsewhere),
      receivedValue(forged, sentAt, elsewhere),
      ourReceived,
      receivedValue(forged),
      receivedValue(queueId.toUpperCase()),
      receivedValue(signed('received', queueId, otherKey)),
      receivedValue('short'),
    ];
    assert.deepEqual(
      ids(notice({ received })).map(({ verdict, at }) => [verdict, at]),
      ['valid', 'forged', 'unsigned', 'unknown-key'].map((verdict) => [verdict, sentAt]),
    );
    for (const id of ids(notice({ received }))) assert.deepEqual([id.queueId, id.in], [queueId, 'received']);
  });

  it('are Message-IDs, the returned one first, each once', () => {
    const how = arrival({ references: ['<b@x>', '<a@x>', signedMessageId()] });
    const { messageIds, ids: found } = marksOf(notice({ messageId: '<a@x>' }), how, ours);
    assert.deepEqual(messageIds, ['<a@x>', '<b@x>', signedMessageId()]);
    assert.deepEqual(found, [{ queueId, in: 'message-id', verdict: 'valid' }]);
  });

  it('are ENVIDs, decoded or not', () => {
    const of = (originalEnvelopeId: string) => marksOf(notice({}, { originalEnvelopeId }), arrival(), ours);
    assert.deepEqual(of('order+2B66').envelopeIds, ['order+2B66', 'order+66']);
    assert.deepEqual(of('order+66').envelopeIds, ['order+66', 'orderf']);
    assert.deepEqual(of('two words').envelopeIds, ['two words']);
    assert.deepEqual(of(signed('envelope-id')).ids, [{ queueId, in: 'envelope-id', verdict: 'valid' }]);
  });

  it('are whom it speaks of, by both addresses', () => {
    const recipients = [says('a@x.test', { originalRecipient: rfc822('b@x.test') }), says('nonsense')];
    const { addresses } = marksOf(notice({}, { recipients }), arrival(), ours);
    assert.deepEqual(
      addresses.map(({ text }) => text),
      ['a@x.test', 'b@x.test'],
    );
  });

  it('are what the tag of the reverse-path says', () => {
    const how = arrival({ to: [address('homer@springfield.test'), address('tag=1=homer@springfield.test')] });
    const queueIdOf = ({ localPart }: { readonly localPart: string }) =>
      localPart.startsWith('tag=') ? queueId : undefined;
    assert.deepEqual(marksOf(notice(), how, { ...ours, queueIdOf }).ids, [
      { queueId, in: 'reverse-path', verdict: 'valid' },
    ]);
  });

  it('are few, however much there is', () => {
    const references = Array.from({ length: 5_000 }, (_, i): MessageId => `<${i}@${hostname}>`);
    const received = Array.from({ length: 5_000 }, () => ourReceived);
    const recipients = Array.from({ length: 5_000 }, (_, i) => says(`r${i}@x.test`));
    const marks = marksOf(notice({ received }, { recipients }), arrival({ references }), ours);
    assert.deepEqual([marks.ids.length, marks.messageIds.length, marks.addresses.length], [100, 20, 100]);
  });

  it('are found in anything without an error', () => {
    const text = fc.string({ unit: 'binary' });
    fc.assert(
      fc.property(fc.array(text), text, text, text, (received, id, envelopeId, final) => {
        const report = notice(
          { received, messageId: `<${id}>` },
          { originalEnvelopeId: envelopeId, recipients: [says(final)] },
        );
        const found = marksOf(report, arrival(), ours).ids;
        assert.ok(!found.some(({ verdict }) => verdict === 'valid'));
      }),
    );
  });
});
