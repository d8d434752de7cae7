import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fromUtf8 } from '../base/bytes.ts';
import { authorDomain } from './author.ts';
import { parseHeader } from './fields.ts';

test('the domain that a message claims to be from', () => {
  const table: readonly [header: string, domain: string | undefined][] = [
    ['From: homer@Springfield.test', 'springfield.test'],
    ['from :\r\n "a@b.test" <homer@springfield.test>', 'springfield.test'],
    ['From: homer@springfield.test, marge@springfield.TEST', 'springfield.test'],
    ['From: a@bücher.test', 'xn--bcher-kva.test'],
    ['From: Simpsons: homer@springfield.test;', 'springfield.test'],
    ['From: homer@springfield.test, burns@plant.test', undefined],
    ['From: homer@springfield.test, homer', 'springfield.test'],
    ['From: homer@springfield.test, h@-.test', undefined],
    ['From: homer@springfield.test\r\nFrom: burns@plant.test', undefined],
    ['From: homer@springfield.test\r\nFROM: homer@springfield.test', undefined],
    ['From: homer@[192.0.2.1]', undefined],
    ['From: homer', undefined],
    ['From: (homer@springfield.test)', undefined],
    ['From:', undefined],
    ['Sender: homer@springfield.test', undefined],
  ];
  for (const [header, domain] of table)
    assert.equal(authorDomain(parseHeader(fromUtf8(`${header}\r\n\r\n`))), domain, header);
});
