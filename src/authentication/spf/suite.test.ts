import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import type { ZoneData, ZoneFault, ZoneNode } from '../../dns/zone.ts';
import { spfOf } from './testing/judged.ts';

/**
 * The suite of openspf.org for RFC 7208, as JSON: an array of its scenarios, one for each document of its YAML. It is not ours to
 * keep here; SPF_SUITE may say where it is.
 */
const path =
  process.env.SPF_SUITE ?? new URL('../../../../shared/data/spf/rfc7208-tests.json', import.meta.url);
const skip = existsSync(path) ? false : 'no suite at ../shared/data/spf, nor where SPF_SUITE says';

interface Scenario {
  readonly description: string;
  readonly tests: Readonly<Record<string, SuiteCase>>;
  readonly zonedata: Readonly<Record<string, readonly SuiteRecord[]>>;
}

interface SuiteCase {
  readonly host: string;
  readonly helo: string;
  readonly mailfrom: string;
  readonly result: string | readonly string[];
  /** `DEFAULT`: none of the domain. */
  readonly explanation?: string;
}

type SuiteRecord = 'TIMEOUT' | { readonly [type: string]: string | readonly (string | number)[] };

describe('the SPF suite of openspf.org', { skip }, () => {
  const scenarios = skip ? [] : (JSON.parse(readFileSync(path, 'utf8')) as Scenario[]);
  for (const { description, tests, zonedata } of scenarios) {
    it(description, async () => {
      const entries = Object.entries(zonedata).map(([name, records]) => [name, nodeOf(records)] as const);
      const zone: ZoneData = Object.fromEntries(entries);
      for (const [name, { host, helo, mailfrom, result, explanation }] of Object.entries(tests)) {
        const sender = mailfrom === '' ? `postmaster@${helo}` : mailfrom;
        const answer = await spfOf(zone, { ip: host, greetingName: helo, sender });
        assert([result].flat().includes(answer.result), `${name}: ${answer.result}, not ${result}`);
        if (explanation === undefined || answer.result !== 'fail') continue;
        const expected = explanation === 'DEFAULT' ? undefined : explanation.toLowerCase();
        assert.equal(answer.explanation?.toLowerCase(), expected, name);
      }
    });
  }

  it('has all its cases', () => {
    assert.equal(scenarios.flatMap(({ tests }) => Object.keys(tests)).length, 203);
  });
});

/** What stands there as type SPF is meant as TXT too, unless TXT is there as well; `TIMEOUT` is for what is not there. */
function nodeOf(records: readonly SuiteRecord[]): ZoneNode | ZoneFault {
  const all = records.flatMap((record) => (record === 'TIMEOUT' ? [] : Object.entries(record)));
  const of = (wanted: string) => all.filter(([type]) => type === wanted).map(([, data]) => data);
  const own = of('TXT');
  const texts = (own.length > 0 ? own.filter((text) => text !== 'NONE') : of('SPF')).map((text) =>
    [text].flat().join(''),
  );
  if (records.includes('TIMEOUT') && texts.length === 0) return { fault: 'timeout' };
  const [alias] = of('CNAME');
  return {
    TXT: texts,
    A: of('A').map(String),
    AAAA: of('AAAA').map(String),
    PTR: of('PTR').map(String),
    MX: of('MX').map((pair) => [Number(pair[0]), String(pair[1] || '.')] as const),
    ...(alias !== undefined && { CNAME: String(alias) }),
  };
}
