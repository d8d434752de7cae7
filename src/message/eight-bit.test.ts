import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fromUtf8 } from '../base/bytes.ts';
import { EightBitScan } from './eight-bit.ts';

function scan(text: string, size: number): string {
  const scanner = new EightBitScan();
  const bytes = fromUtf8(text);
  for (let at = 0; at < bytes.length; at += size) scanner.push(bytes.subarray(at, at + size));
  return [scanner.isHeader8bit && 'header', scanner.isBody8bit && 'body'].filter(Boolean).join('+');
}

describe('EightBitScan', () => {
  const table: readonly [text: string, where: string][] = [
    ['', ''],
    ['A: b\r\n\r\nplain', ''],
    ['A: ü\r\n\r\nplain', 'header'],
    ['A: b\r\n\r\nüber', 'body'],
    ['A: b\r\n\r\nplain, then ü', 'body'],
    ['A: ü\r\n\r\nü', 'header+body'],
    ['\r\nü', 'body'],
    ['\nü', 'body'],
    ['A: b\r\nü', 'header'],
    ['A: b\n\nü', 'body'],
  ];
  for (const [text, where] of table) {
    it(`finds ${where || 'nothing'} in ${JSON.stringify(text)}`, () => {
      for (const size of [1, 2, 3, 1000]) assert.equal(scan(text, size), where);
    });
  }
});
