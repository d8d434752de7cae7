import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ParameterReader, readParameters } from './parameters.ts';

interface Fields {
  size: number;
  flag: true;
  text: string;
}

const readers = new Map<string, ParameterReader<Fields>>([
  ['SIZE', (value = '') => (/^\d+$/.test(value) ? { size: Number(value) } : undefined)],
  ['FLAG', (value) => (value === undefined ? { flag: true } : undefined)],
  ['TEXT', (text) => (text === undefined ? undefined : { text })],
]);

const good: readonly [string, Partial<Fields>][] = [
  ['', {}],
  ['   ', {}],
  [' SIZE=1', { size: 1 }],
  [' size=1  Flag ', { size: 1, flag: true }],
  [' TEXT=!<;[]~"\\,+', { text: '!<;[]~"\\,+' }],
  [' TEXT=zoë🍩', { text: 'zoë🍩' }],
];
for (const [text, fields] of good) {
  test(`good: ${JSON.stringify(text)}`, () => {
    assert.deepEqual(readParameters(text, readers), { ok: true, value: fields });
  });
}

const bad: readonly [string, 'unknown' | 'invalid', string][] = [
  [' OTHER', 'unknown', 'OTHER'],
  [' other=1 SIZE=1', 'unknown', 'OTHER'],
  [' SIZE', 'invalid', 'SIZE'],
  [' SIZE=x', 'invalid', 'SIZE'],
  [' SIZE=', 'invalid', ''],
  [' FLAG=1', 'invalid', 'FLAG'],
  [' TEXT=a=b', 'invalid', ''],
  [' =', 'invalid', ''],
  [' -A=1', 'invalid', ''],
  [' A_B=1', 'invalid', ''],
  [' SIZE=1 size=1', 'invalid', 'SIZE'],
  [' FLAG FLAG', 'invalid', 'FLAG'],
];
for (const [text, kind, keyword] of bad) {
  test(`bad: ${JSON.stringify(text)}`, () => {
    assert.deepEqual(readParameters(text, readers), { ok: false, error: { kind, keyword } });
  });
}
