import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { Domain } from '../address/domain.ts';
import type { IpAddress } from '../address/ip.ts';
import { type MailboxAddress, parseMailboxAddress } from '../address/mailbox-address.ts';
import { fromUtf8 } from '../base/bytes.ts';
import { instant } from '../base/instant.ts';
import { parseHeader } from './fields.ts';
import { hopsOf } from './hops.ts';
import { type Protocol, protocolName, type ReceivedStamp, writeReceived } from './received.ts';

const address = (text: string): MailboxAddress => {
  const parsed = parseMailboxAddress(text, { utf8: true });
  assert.ok(parsed.ok);
  return parsed.value;
};
const plain: Protocol = { kind: 'EHLO', isSmtpUtf8: false, hasTls: false, isAuthenticated: false };
const stamp: ReceivedStamp = {
  greetingName: 'laptop.example',
  ip: '192.0.2.7' as IpAddress,
  by: 'mail.springfield.test' as Domain,
  protocol: plain,
  id: '7Q4K2M9D',
  at: instant(Date.parse('2026-11-23T09:14:02Z')),
};

describe('writeReceived', () => {
  it('writes what is known', () => {
    assert.equal(
      writeReceived(stamp),
      'Received: from laptop.example ([192.0.2.7]) by mail.springfield.test\r\n' +
        ' with ESMTP id 7Q4K2M9D; Mon, 23 Nov 2026 09:14:02 +0000\r\n',
    );
  });

  it('writes everything', () => {
    const full: ReceivedStamp = {
      ...stamp,
      ip: '2001:db8::7' as IpAddress,
      hostName: 'dsl-7.example' as Domain,
      protocol: { ...plain, hasTls: true, isAuthenticated: true },
      tls: 'TLSv1.3 TLS_AES_256_GCM_SHA384',
      soleRecipient: address('krustyClown@krustylu.test'),
      zoneMinutes: -300,
    };
    assert.equal(
      writeReceived(full),
      'Received: from laptop.example (dsl-7.example [IPv6:2001:db8::7])\r\n' +
        ' by mail.springfield.test with ESMTPSA (TLSv1.3 TLS_AES_256_GCM_SHA384)\r\n' +
        ' id 7Q4K2M9D for <krustyClown@krustylu.test>;\r\n Mon, 23 Nov 2026 04:14:02 -0500\r\n',
    );
  });

  it('names a UTF-8 recipient only where SMTPUTF8 was used', () => {
    const soleRecipient = address('müller@springfield.test');
    assert.doesNotMatch(writeReceived({ ...stamp, soleRecipient }), / for /);
    const field = writeReceived({ ...stamp, soleRecipient, protocol: { ...plain, isSmtpUtf8: true } });
    assert.match(field, /with UTF8SMTP/);
    assert.match(field, /for <müller@springfield\.test>;/);
  });

  const greetings: readonly [greetingName: string, from: string][] = [
    ['LAPTOP', 'from LAPTOP ([192.0.2.7])'],
    ['[192.0.2.99]', 'from [192.0.2.99] ([192.0.2.7])'],
    ['bücher.example', 'from xn--bcher-kva.example ([192.0.2.7])'],
    ['my_pc', 'from [192.0.2.7] ([192.0.2.7]) (greeting: my_pc)'],
    ['x) by evil (y', 'from [192.0.2.7] ([192.0.2.7]) (greeting: x? by evil ?y)'],
    ['a\r\nBcc: b', 'from [192.0.2.7] ([192.0.2.7]) (greeting: a??Bcc: b)'],
    ['', 'from [192.0.2.7] ([192.0.2.7]) (greeting: )'],
  ];
  for (const [greetingName, from] of greetings) {
    it(`is not led astray by ${JSON.stringify(greetingName)}`, () => {
      const field = writeReceived({ ...stamp, greetingName });
      assert.ok(
        field.replaceAll('\r\n ', ' ').startsWith(`Received: ${from} by mail.springfield.test`),
        field,
      );
    });
  }

  it('is one field that says the same to its reader, whatever the greeting and the TLS name', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 300 }),
        fc.string({ unit: 'binary' }),
        (greetingName, tls) => {
          const header = parseHeader(fromUtf8(`${writeReceived({ ...stamp, greetingName, tls })}\r\n`));
          assert.equal(header.fields.length, 1);
          const [hop] = hopsOf(header);
          assert.equal(hop?.ip, stamp.ip);
          assert.equal(hop?.by, stamp.by);
          assert.equal(hop?.with, 'ESMTP');
          assert.equal(hop?.id, stamp.id);
          assert.equal(hop?.at, stamp.at);
        },
      ),
    );
  });
});

describe('protocolName', () => {
  const table: readonly [kind: Protocol['kind'], utf8: boolean, tls: boolean, auth: boolean, name: string][] =
    [
      ['HELO', false, false, false, 'SMTP'],
      ['HELO', false, true, false, 'SMTP'],
      ['EHLO', false, false, false, 'ESMTP'],
      ['EHLO', false, true, false, 'ESMTPS'],
      ['EHLO', false, false, true, 'ESMTPA'],
      ['EHLO', false, true, true, 'ESMTPSA'],
      ['EHLO', true, false, false, 'UTF8SMTP'],
      ['EHLO', true, true, false, 'UTF8SMTPS'],
      ['EHLO', true, false, true, 'UTF8SMTPA'],
      ['EHLO', true, true, true, 'UTF8SMTPSA'],
      ['LHLO', false, false, false, 'LMTP'],
      ['LHLO', false, true, true, 'LMTPSA'],
      ['LHLO', true, true, false, 'UTF8LMTPS'],
    ];
  for (const [kind, isSmtpUtf8, hasTls, isAuthenticated, name] of table) {
    it(`is ${name}`, () => assert.equal(protocolName({ kind, isSmtpUtf8, hasTls, isAuthenticated }), name));
  }
});
