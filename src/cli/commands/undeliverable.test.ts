import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { IpAddress } from '../../address/ip.ts';
import { fromUtf8, toBase64 } from '../../base/bytes.ts';
import { instant } from '../../base/instant.ts';
import { message, noon, refusal } from '../../queue/testing/samples.ts';
import { filedView } from '../../server/operations/undeliverable.ts';
import { address } from '../../storage/conformance/fixtures.ts';
import { harmless, hostile, run } from '../testing/run.ts';
import type { FiledList, ShownFiling } from './undeliverable.ts';
import { whyUntold } from './untold.ts';

const id = '01m851e6xxxv1tqe67';
const verdict = {
  spf: { result: 'fail', domain: 'flanders.test', identity: 'mailfrom' },
  dkim: [],
  arc: 'none',
  dmarc: { result: 'none' },
} as const;

function view(number = 7, text = 'krusty@krustylu.test') {
  return filedView({
    number,
    at: instant(noon + 5_000),
    reason: 'return-path-unproven',
    message: message({
      queueId: id as ReturnType<typeof message>['queueId'],
      reversePath: address('ned@flanders.test'),
      origin: { kind: 'relay-in' },
      arrival: { ip: '192.0.2.9' as IpAddress, greetingName: 'flanders-pc' },
      verdict,
    }),
    recipients: [
      { index: 0, address: address(text), alias: address('clown@springfield.test'), diagnostic: refusal },
      { index: 1, address: address('mel@krustylu.test'), diagnostic: refusal },
    ],
  });
}

describe('evergreen undeliverable list', () => {
  it('shows a line for each filing, and why nobody was told', async () => {
    const list: FiledList = { filed: [view()], isCut: true, counts: { 'return-path-unproven': 12 } };
    const { out, asked } = await run(
      ['undeliverable', 'list', '--reason', 'automatic', '--limit', '1', '--before', '9'],
      list,
    );
    assert.deepEqual(asked, [['undeliverable.list', { reason: 'automatic', limit: 1, before: 9 }]]);
    assert.equal(
      out,
      `n  failed (UTC)         queue id            from               to                              not told because
7  2026-11-23 12:00:05  ${id}  ned@flanders.test  krusty@krustylu.test and 1 other  return-path-unproven
There are more: go on with --before 7

in all  because
12      return-path-unproven  ${whyUntold['return-path-unproven']}
`.replace('                              not', '                                not'),
    );
  });

  it('says that nothing is filed', async () => {
    assert.equal(
      (await run(['undeliverable', 'list'], { filed: [], isCut: false, counts: {} })).out,
      'Nothing is filed.\n',
    );
  });
});

describe('evergreen undeliverable show', () => {
  const shown = (header = 'Return-Path: <ned@flanders.test>\r\nSubject: Hi\r\n'): ShownFiling => ({
    ...view(),
    headerBase64: toBase64(fromUtf8(header)),
  });

  it('shows who, when, which recipient, why it failed, why nobody was told, and the header', async () => {
    const { out, asked } = await run(['undeliverable', 'show', id], [shown()]);
    assert.deepEqual(asked, [['undeliverable.show', { id }]]);
    assert.equal(
      out,
      `Queue id:    ${id}
From:        ned@flanders.test
Subject:     Hello
Message-ID:  <1@homers-pc>
Size:        1000 B
Accepted:    2026-11-23 12:00:00 UTC
Client:      flanders-pc (192.0.2.9)
Vouched for: SPF fail of flanders.test; no DKIM signature; DMARC none
Failed:      2026-11-23 12:00:05 UTC
Not told:    ${whyUntold['return-path-unproven']} (return-path-unproven)
Recipients that failed:
  krusty@krustylu.test (by the alias clown@springfield.test)  5.1.1  550 5.1.1 No such user here
  mel@krustylu.test  5.1.1  550 5.1.1 No such user here
Header:
  Return-Path: <ned@flanders.test>
  Subject: Hi
`,
    );
  });

  it('says where there is no header any more', async () => {
    const { out } = await run(['undeliverable', 'show', id], [shown('')]);
    assert.match(out, /\nIts header could not be read any more\.\n$/);
  });

  it('lets nothing hostile onto the terminal', async () => {
    const evil = {
      ...shown(`Subject: ${hostile.replaceAll(/[\r\n]/g, '')}\r\n`),
      subject: hostile,
      reversePath: hostile,
    };
    for (const out of [
      (await run(['undeliverable', 'show', id], [evil])).out,
      (await run(['undeliverable', 'list'], { filed: [evil], isCut: false, counts: {} })).out,
    ]) {
      assert.doesNotMatch(out.replaceAll('\n', ''), /[\p{Cc}\p{Cf}\p{Cs}]/u);
      assert.ok(out.includes(harmless.slice(0, 20)));
    }
  });

  it('is JSON if that is asked for', async () => {
    const { out } = await run(['undeliverable', 'show', id, '--json'], [shown()]);
    assert.deepEqual(JSON.parse(out), [shown()]);
  });
});
