import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isOurDomain } from './domains.ts';
import { address, springfield } from './testing/springfield.ts';

const cases: readonly [address: string, isOurs: boolean][] = [
  ['homer@springfield.test', true],
  ['homer@Springfield.TEST', true],
  ['homer@power-plant.test', true],
  ['homer@[192.0.2.1]', true],
  ['homer@[IPv6:2001:DB8:0:0::1]', true],
  ['homer@shelbyville.test', false],
  ['homer@evergreen.springfield.test', false],
  ['homer@test', false],
  ['homer@[192.0.2.2]', false],
  ['homer@[IPv6:2001:db8::2]', false],
];

for (const [text, isOurs] of cases) {
  test(`${text} is ${isOurs ? '' : 'not '}in a domain of ours`, () => {
    assert.equal(isOurDomain(springfield, address(text).domain), isOurs);
  });
}
