import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Domain } from '../../address/domain.ts';
import type { ZoneData } from '../../dns/zone.ts';
import { checkDmarc } from './check-dmarc.ts';
import { brief, resolverWith, site } from './testing/springfield.ts';

/** Where others say that they take our reports. */
const consents: ZoneData = Object.fromEntries(
  ['b.test', 'd.test', 'f.test'].map((host) => [
    `springfield.test._report._dmarc.${host}`,
    { TXT: ['v=DMARC1'] },
  ]),
);

const found = async (texts: readonly string[], more: ZoneData = {}): Promise<string> =>
  brief(
    await checkDmarc(site, resolverWith({ ...consents, '_dmarc.springfield.test': { TXT: texts }, ...more })),
  );

describe('the DMARC record of a domain', () => {
  it('is in order, and means something', async () => {
    for (const [text, meaning] of [
      ['v=DMARC1; p=none; rua=mailto:a@b.test', /to do nothing/],
      ['v=DMARC1;p=quarantine;', /among the doubtful/],
      [
        ' v = DMARC1 ; p = Reject ; sp=none; np=reject; adkim=s; aspf=r; t=n; psd=u; fo=1:d:s; x=y',
        /to refuse/,
      ],
      ['v=DMARC1; p=none; rua=mailto:a@b.test!10m, mailto:c@d.test; ruf=mailto:e@f.test', /nothing/],
    ] as const) {
      assert.match(await found([text, 'something else']), /^DMARC right/, text);
      assert.match(await found([text]), meaning, text);
    }
  });

  it('wants reports to go to somebody who does not take them', async () => {
    const record = (rua: string) => [`v=DMARC1; p=none; rua=${rua}`];
    for (const rua of [
      'mailto:a@springfield.test',
      'mailto:a@reports.springfield.test',
      'mailto:a@b.test!5m',
    ])
      assert.match(await found(record(rua)), /^DMARC right/, rua);
    const unwilling = 'mailto:a@b.test,mailto:a@Service.Test';
    assert.match(
      await found(record(unwilling)),
      /^DMARC advice: .* sent to service\.test, .*springfield\.test\._report\._dmarc\.service\.test\. IN TXT "v=DMARC1"$/,
    );
    const name = 'springfield.test._report._dmarc.service.test';
    assert.match(await found(record(unwilling), { [name]: { TXT: ['v=DMARC1;'] } }), /^DMARC right/);
    assert.match(await found(record(unwilling), { [name]: { TXT: ['v=DMARC12'] } }), /^DMARC advice/);
    assert.match(await found(record(unwilling), { [name]: { fault: 'timeout' } }), /^DMARC right/);
  });

  it('has mistakes that readers pass over', async () => {
    for (const [text, mistake] of [
      ['v=DMARC1; p=none; pct=50', /"pct" means nothing any more/],
      ['v=DMARC1; p=none; adkim=strict', /"adkim=strict" is no value of "adkim"/],
      ['v=DMARC1; p=none; rua=a@b.test', /not a list of mailto:/],
      ['v=DMARC1; p=none; rua=mailto:a@b.test mailto:c@d.test', /not a list of mailto:/],
      ['v=DMARC1; p=none; p=reject', /it has "p" twice/],
      ['v=DMARC1; p=none; ; sp=none', /"" is no tag/],
      ['v=DMARC1; p=none, sp=reject; rua=mailto:a@b.test', /"p=none, sp=reject" is no value of "p"/],
      ['v=DMARC1; rua=mailto:a@b.test', /does not say what it asks for/],
    ] as const) {
      const finding = await found([text]);
      assert.match(finding, /^DMARC wrong: In /, text);
      assert.match(finding, mistake, text);
    }
  });

  it('is ignored', async () => {
    for (const text of [
      'v=DMARC1',
      'v=DMARC1; p=refuse',
      'v=DMARC1; p=none; sp=all',
      'v=dmarc1; p=none',
      'v=DMARC1, p=none',
    ])
      assert.match(await found([text]), /^DMARC wrong: .* is ignored by everybody: /, text);
  });

  it('is there twice', async () => {
    assert.match(
      await found(['v=DMARC1; p=none', 'v=DMARC1; p=reject']),
      /^DMARC wrong: There are 2 DMARC records/,
    );
  });

  it('is missing, or that of the organization holds', async () => {
    assert.match(await found([]), /^DMARC missing/);
    const below = { ...site, domain: 'elementary.springfield.test' as Domain };
    assert.match(
      brief(await checkDmarc(below, resolverWith({}))),
      /^DMARC right: There is no record; that of springfield\.test holds: .*refuse/,
    );
  });

  it('cannot be found out', async () => {
    for (const name of ['_dmarc.springfield.test', '_dmarc.test']) {
      const resolver = resolverWith({ '_dmarc.springfield.test': {}, [name]: { fault: 'timeout' } });
      assert.match(brief(await checkDmarc(site, resolver)), /^DMARC unknown/, name);
    }
  });
});
