import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Finding } from '../../server/dns-records/finding.ts';
import type { CheckedRecords, WantedRecords } from '../../server/operations/dns.ts';
import { InputError } from '../input-error.ts';
import { hostile, run } from '../testing/run.ts';

const site: WantedRecords['site'] = {
  domain: 'x.test',
  hostname: 'mail.x.test',
  sources: { addresses: ['192.0.2.1' as never], knownFrom: 'dns' },
};

const head =
  'x.test on mail.x.test; its mail comes from 192.0.2.1 (the address of that name in the DNS; if it comes from another, set relay.source_addresses).';

describe('dns', () => {
  it('prints lines that can be pasted into a zone, long texts in strings of at most 255 octets', async () => {
    const long = `v=DKIM1; p=${'A'.repeat(400)}`;
    const wanted: WantedRecords = {
      site,
      groups: [
        { purpose: 'Mail.', records: [{ name: 'x.test', type: 'MX', data: '10 mail.x.test.' }] },
        {
          purpose: 'Texts.',
          records: [
            { name: 's._domainkey.x.test', type: 'TXT', data: long },
            { name: 'q.x.test', type: 'TXT', data: 'a "b" \\' },
          ],
        },
        {
          purpose: 'Elsewhere.',
          records: [{ name: '1.2.0.192.in-addr.arpa', type: 'PTR', data: 'mail.x.test.' }],
          isElsewhere: true,
        },
      ],
    };
    const { out, asked } = await run(['dns', 'x.test'], wanted);
    assert.deepEqual(asked, [['dns.records', { domain: 'x.test' }]]);
    assert.equal(
      out,
      `; ${head}

; Mail.
x.test. 3600 IN MX 10 mail.x.test.

; Texts.
s._domainkey.x.test. 3600 IN TXT "${long.slice(0, 255)}" "${long.slice(255)}"
q.x.test. 3600 IN TXT "a \\"b\\" \\\\"

; Elsewhere.
; 1.2.0.192.in-addr.arpa. 3600 IN PTR mail.x.test.
`,
    );
  });

  const right: Finding = { about: 'MX', name: 'x.test', verdict: 'right', says: 'It is.' };
  const advice: Finding = { ...right, verdict: 'advice', todo: 'Think.' };
  const missing: Finding = {
    about: 'SPF',
    name: 'x.test',
    verdict: 'missing',
    says: 'There is none.',
    todo: 'Publish this record.',
    record: { name: 'x.test', type: 'TXT', data: 'v=spf1 mx -all' },
  };
  const check = (findings: readonly Finding[]) =>
    run(['dns', 'x.test', '--check'], { site, findings } satisfies CheckedRecords);

  it('--check says what is right, and ends well', async () => {
    const { out, asked } = await check([right, advice]);
    assert.deepEqual(asked, [['dns.check', { domain: 'x.test' }]]);
    assert.equal(
      out,
      `${head}

advice   MX of x.test
         It is.
         → Think.
right    MX of x.test
         It is.
`,
    );
  });

  it('--check fails where something is missing, wrong or not known', async () => {
    for (const verdict of ['missing', 'wrong', 'unknown'] as const)
      await assert.rejects(check([right, { ...missing, verdict }]), (error) => {
        assert(error instanceof InputError);
        assert.equal(error.message, '1 of 2 records not in order, or not known');
        return true;
      });
  });

  it('--check takes what the DNS says as text', async () => {
    const { out } = await check([{ ...advice, says: hostile, todo: hostile, name: hostile }]);
    assert.doesNotMatch(out.replaceAll('\n', ''), /[\p{Cc}\p{Cf}\p{Cs}]/u);
  });
});
