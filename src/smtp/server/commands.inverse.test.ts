/** What our own client writes, our own server reads: the two halves of the grammar, each against the other. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Domain } from '../../address/domain.ts';
import { mailboxAddress, needsSmtpUtf8 } from '../../address/mailbox-address.ts';
import { NULL_PATH, POSTMASTER } from '../../address/path.ts';
import { encodeXtext } from '../../address/xtext.ts';
import { fromUtf8 } from '../../base/bytes.ts';
import type { Notify } from '../../envelope/dsn-parameters.ts';
import type { Envelope, EnvelopeRecipient } from '../../envelope/envelope.ts';
import { mailCommand, rcptCommand } from '../client/commands.ts';
import { NOTHING_OFFERED } from '../client/offer.ts';
import { parseCommandLine } from '../command.ts';
import { parseMailArgument } from './mail-argument.ts';
import { parseRcptArgument } from './rcpt-argument.ts';

const offer = { ...NOTHING_OFFERED, size: true, eightBitMime: true, smtpUtf8: true, dsn: true, prdr: true };

const address = fc
  .tuple(
    fc.oneof(fc.stringMatching(/^[ -~]{1,20}$/), fc.constantFrom('zoë', '用户')),
    fc.constantFrom('b.test', 'x--y.sub.test') as fc.Arbitrary<Domain>,
  )
  .map(([localPart, domain]) => mailboxAddress(localPart, domain));
const ascii = fc.constant(mailboxAddress('homer', 'b.test' as Domain));
const printable = fc.stringMatching(/^[ -~]{1,60}$/);
const events = fc.record(
  { success: fc.boolean(), failure: fc.boolean(), delay: fc.boolean() },
  { noNullPrototype: true },
);
const notify: fc.Arbitrary<Notify> = fc.oneof(
  fc.constant('never' as const),
  events.filter(({ success, failure, delay }) => success || failure || delay),
);

const envelope: fc.Arbitrary<Envelope> = fc
  .record(
    {
      reversePath: fc.oneof(fc.constant(NULL_PATH), address) as fc.Arbitrary<Envelope['reversePath']>,
      body: fc.constantFrom('7bit' as const, '8bitmime' as const),
      returnContent: fc.constantFrom('full' as const, 'headers' as const),
      envelopeId: printable.map(encodeXtext),
    },
    { requiredKeys: ['reversePath', 'body'], noNullPrototype: true },
  )
  .map((fields) => ({
    ...fields,
    smtpUtf8: fields.reversePath !== NULL_PATH && needsSmtpUtf8(fields.reversePath),
  }));

const recipient: fc.Arbitrary<EnvelopeRecipient> = fc.record(
  {
    path: fc.oneof(fc.constant(POSTMASTER), address) as fc.Arbitrary<EnvelopeRecipient['path']>,
    notify,
    originalRecipient: printable.map((text) => ({ addressType: 'rfc822', address: encodeXtext(text) })),
  },
  { requiredKeys: ['path'], noNullPrototype: true },
);

test('MAIL', () => {
  fc.assert(
    fc.property(envelope, fc.nat(), fc.array(ascii, { maxLength: 2 }), (written, sizeBytes, paths) => {
      const message = { envelope: written, sizeBytes, is8bit: false, isHeaderUtf8: false };
      const line = parseCommandLine(
        fromUtf8(mailCommand({ message, recipients: paths.map((path) => ({ path })) }, offer)),
      );
      assert.ok(line.ok);
      assert.equal(line.value.verb, 'MAIL');
      assert.deepEqual(parseMailArgument(line.value.argument, false), {
        ok: true,
        value: { envelope: written, declaredSizeBytes: sizeBytes, wantsEach: paths.length > 1 },
      });
    }),
  );
});

test('RCPT', () => {
  fc.assert(
    fc.property(recipient, (written) => {
      const line = parseCommandLine(fromUtf8(rcptCommand(written, offer, true)));
      assert.ok(line.ok);
      assert.equal(line.value.verb, 'RCPT');
      assert.deepEqual(parseRcptArgument(line.value.argument, true), { ok: true, value: written });
    }),
  );
});
