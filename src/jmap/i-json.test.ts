import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { fromLatin1, fromUtf8 } from '../base/bytes.ts';
import { jsonDepthMax, parseIJson } from './i-json.ts';

const read = (text: string) => parseIJson(fromUtf8(text));

describe('I-JSON', () => {
  it('is read as JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: true }), (value) => {
        const text = JSON.stringify(value);
        assert.deepEqual(read(text), { ok: true, value: JSON.parse(text) });
      }),
    );
  });

  it('takes names that every object has for names like others', () => {
    const text = '{"__proto__":{"a":1},"constructor":"\\":\\\\","hasOwnProperty":":"}';
    const result = read(text);
    assert.equal(result.ok && JSON.stringify(result.value), text);
  });

  it('is refused where it breaks the rules', () => {
    const cases: readonly [text: string, error: string][] = [
      ['{"a":1', 'it is not JSON'],
      ['', 'it is not JSON'],
      ['\ufeff{}', 'it is not JSON'],
      ['{"a":1,"a":2}', 'a name stands in an object twice'],
      ['[{"x":{"a":1,"\\u0061":2}}]', 'a name stands in an object twice'],
      ['{"__proto__":1,"__proto__":1}', 'a name stands in an object twice'],
      ['["\\ud800"]', 'a text has a surrogate or a noncharacter in it'],
      ['["\\ufffe"]', 'a text has a surrogate or a noncharacter in it'],
      ['["\\ud83f\\udfff"]', 'a text has a surrogate or a noncharacter in it'],
      ['{"\\udc00":1}', 'a name has a surrogate or a noncharacter in it'],
      ['[1e400]', 'a number is too large'],
    ];
    for (const [text, error] of cases) assert.deepEqual(read(text), { ok: false, error }, text);
    assert.deepEqual(parseIJson(fromLatin1('"é"')), { ok: false, error: 'it is not UTF-8' });
  });

  it('is so deep, and no deeper', () => {
    const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
    assert.ok(read(nested(jsonDepthMax)).ok);
    assert.ok(!read(nested(jsonDepthMax + 1)).ok);
    assert.ok(!read(nested(1_000_000)).ok, 'and the stack holds');
  });

  it('takes time by its length alone', () => {
    const names = Array.from({ length: 200_000 }, (_, i) => `"n${i}":"${'\\\\'.repeat(5)}:"`);
    const before = process.cpuUsage();
    assert.ok(read(`{${names.join(',')}}`).ok);
    // With the square of it, that would be hours.
    assert.ok(process.cpuUsage(before).user < 10_000_000);
  });
});
