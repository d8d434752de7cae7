import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { fromUtf8 } from '../../base/bytes.ts';
import { actions } from '../report.ts';
import { parseReport } from './parse-report.ts';

/** What a report says of a recipient, and what must be read of it however it is written down. */
interface Told {
  readonly address: string;
  readonly action: string;
  readonly status: string;
}

const told: fc.Arbitrary<Told> = fc.record(
  {
    address: fc
      .tuple(fc.stringMatching(/^[a-z][a-z0-9._+-]{0,10}[a-z0-9]$/), fc.domain())
      .map((parts) => parts.join('@')),
    action: fc.constantFrom(...actions),
    status: fc.tuple(fc.constantFrom(2, 4, 5), fc.nat(9), fc.nat(99)).map((parts) => parts.join('.')),
  },
  { noNullPrototype: true },
);

/** Ways to write one field otherwise. */
const fieldWays: readonly ((name: string, value: string) => string)[] = [
  (name, value) => `${name}: ${value}`,
  (name, value) => `${name.toUpperCase()}:${value}`,
  (name, value) => `${name.toLowerCase()} : ${value}`,
  (name, value) => `${name}:\n  ${value}`,
  (name, value) => `${name}: ${value}   `,
];
const addressWays: readonly ((address: string) => string)[] = [
  (address) => `rfc822; ${address}`,
  (address) => `RFC822;${address}`,
  (address) => address,
  (address) => `rfc822; <${address}>`,
  (address) => `rfc822;${address} (a comment)`,
  (address) => `rfc822; "${address}",`,
  (address) => `rfc822; Some Body <${address}>`,
];
const actionWays: readonly ((action: string) => string)[] = [
  (action) => action,
  (action) => action.toUpperCase(),
  (action) => `${action} (a comment)`,
];
const statusWays: readonly ((status: string) => string)[] = [
  (status) => status,
  (status) => `${status} (a comment)`,
  (status) => `${status} - words`,
];

/** How a report is written down as a whole. */
interface Manner {
  readonly order: readonly number[];
  readonly ways: readonly number[];
  readonly gap: string;
  readonly hasAbout: boolean;
  readonly type: string;
  readonly partType: string;
  readonly lineEnd: string;
}

const manner: fc.Arbitrary<Manner> = fc.record({
  order: fc.shuffledSubarray([0, 1, 2], { minLength: 3 }),
  ways: fc.array(fc.nat(100), { minLength: 10, maxLength: 10 }),
  gap: fc.constantFrom('\n', '\n\n\n', '\n \t\n', ''),
  hasAbout: fc.boolean(),
  type: fc.constantFrom(
    'multipart/report; report-type=delivery-status',
    'multipart/report',
    'multipart/mixed',
  ),
  partType: fc.constantFrom(
    ...[
      'message/delivery-status',
      'message/global-delivery-status',
      'text/plain',
      'application/octet-stream',
    ],
  ),
  lineEnd: fc.constantFrom('\n', '\r\n'),
});

function written(recipients: readonly Told[], { order, ways, gap, hasAbout, ...whole }: Manner): string {
  let at = 0;
  const way = <T>(choices: readonly T[]): T => choices[(ways[at++ % ways.length] ?? 0) % choices.length] as T;
  const groups = recipients.map(({ address, action, status }) => {
    const fields = [
      way(fieldWays)('Final-Recipient', way(addressWays)(address)),
      way(fieldWays)('Action', way(actionWays)(action)),
      way(fieldWays)('Status', way(statusWays)(status)),
    ];
    // Without an empty line between them, only the address tells where the next one begins.
    return (gap === '' ? fields : order.map((i) => fields[i])).map((field) => `${field}\n`).join('');
  });
  const about = hasAbout ? ['Reporting-MTA: dns; mx.krustylu.test\nArrival-Date: today\n'] : [];
  const lines = [
    'Return-Path: <>\nFrom: MAILER-DAEMON@krustylu.test\nSubject: Undelivered Mail',
    `Content-Type: ${whole.type}; boundary=b\n\n--b\n\nIt failed.\n\n--b\nContent-Type: ${whole.partType}\n`,
    `${[...about, ...groups].join(gap)}\n--b--\n`,
  ];
  return lines.join('\n').replaceAll('\n', whole.lineEnd);
}

describe('parseReport, given one report in all manners of writing', () => {
  it('reads the same recipients', () => {
    fc.assert(
      fc.property(fc.array(told, { minLength: 1, maxLength: 4 }), manner, (recipients, how) => {
        const [report] = parseReport(fromUtf8(written(recipients, how)));
        assert.deepEqual(
          report?.recipients.map(({ finalRecipient, action, status }) => ({
            address: finalRecipient.address,
            action,
            status,
          })),
          recipients,
        );
      }),
      { numRuns: 1_000 },
    );
  });
});
