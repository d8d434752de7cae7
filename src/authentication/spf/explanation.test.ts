import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ZoneData } from '../../dns/zone.ts';
import { explanationMax } from './explanation.ts';
import { arrivalSeconds, type Mail, spfOf, watched } from './testing/judged.ts';

async function explained(texts: readonly string[], mail: Mail = {}, more: ZoneData = {}) {
  const data = { 'k.test': { TXT: ['v=spf1 exp=why.k.test -all'] }, 'why.k.test': { TXT: texts }, ...more };
  return (await spfOf(data, mail)).explanation;
}

describe('what a domain says to hosts that it excludes (RFC 7208 §6.2)', () => {
  it('is given with its macros', async () => {
    assert.equal(await explained(['Not from there.']), 'Not from there.');
    assert.equal(
      await explained(['%{i} is not one of %{d}: http://%{d}/why?s=%{S}&t=%{t} %{c} %{r}']),
      `192.0.2.1 is not one of k.test: http://k.test/why?s=krusty%40k.test&t=${arrivalSeconds} 192.0.2.1 mail.springfield.test`,
    );
    assert.equal(
      await explained(['%{c} %{ir}'], { ip: '2001:db8::1' }),
      `2001:db8::1 1${'.0'.repeat(23)}.8.b.d.0.1.0.0.2`,
    );
  });

  it('names the host as the DNS does, or not at all', async () => {
    const named: ZoneData = {
      '1.2.0.192.in-addr.arpa': { PTR: ['x.test', 'a.k.test', 'b.test'] },
      'x.test': { A: ['192.0.2.1'] },
      'a.k.test': { A: ['192.0.2.1'] },
    };
    assert.equal(await explained(['from %{p}'], {}, named), 'from a.k.test');
    assert.equal(await explained(['from %{p}'], { ip: '192.0.2.2' }, named), 'from unknown');
  });

  it('is left out where it cannot be read', async () => {
    for (const texts of [[], ['one', 'two'], ['%{x}'], ['100 %'], ['\u00e4'], ['']])
      assert.equal(await explained(texts), undefined, texts.join());
    assert.equal(await explained(['%{l}'], { sender: 'жук@k.test' }), undefined);
    assert.equal(await explained(['x'], {}, { 'why.k.test': { fault: 'timeout' } }), undefined);
  });

  it('is bounded', async () => {
    assert.equal((await explained(['x'.repeat(explanationMax)]))?.length, explanationMax);
    assert.equal(await explained(['x'.repeat(explanationMax + 1)]), 'x'.repeat(explanationMax));
  });

  it('is not asked for where the host is not excluded', async () => {
    const { asked } = await watched({ 'k.test': { TXT: ['v=spf1 exp=why.k.test ~all'] } });
    assert.deepEqual(asked, ['TXT k.test']);
  });

  it('is of the record that decides', async () => {
    const others: ZoneData = {
      'why.k.test': { TXT: ['ours'] },
      'why.o.test': { TXT: ['theirs'] },
      'o.test': { TXT: ['v=spf1 -all exp=why.o.test'] },
      'silent.test': { TXT: ['v=spf1 -all'] },
    };
    for (const [record, expected] of [
      ['v=spf1 include:o.test -all exp=why.k.test', 'ours'],
      ['v=spf1 exp=why.k.test redirect=o.test', 'theirs'],
      ['v=spf1 exp=why.k.test redirect=silent.test', undefined],
      ['v=spf1 a:no.test a:no2.test -all exp=no3.test', undefined],
    ] as const) {
      const answer = await spfOf({ ...others, 'k.test': { TXT: [record] } });
      assert.deepEqual([answer.result, answer.explanation], ['fail', expected], record);
    }
  });
});
