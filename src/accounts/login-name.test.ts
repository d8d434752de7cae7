import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Domain } from '../address/domain.ts';
import { mailboxKey } from '../address/mailbox-address.ts';
import { parseLoginName } from './login-name.ts';

const ours = 'springfield.test' as Domain;

const keyOf = (name: string, defaultDomain?: Domain) => {
  const address = parseLoginName(name, defaultDomain);
  return address && mailboxKey(address);
};

test('a whole address means itself, without regard to case and composition', () => {
  assert.equal(keyOf('homer@springfield.test', ours), 'homer@springfield.test');
  assert.equal(keyOf('Homer@SPRINGFIELD.test'), 'homer@springfield.test');
  assert.equal(keyOf('rene\u0301@springfield.test'), 'rené@springfield.test');
  assert.equal(keyOf('ned@flanders.test', ours), 'ned@flanders.test');
});

test('a bare local part gets the default domain, if there is one', () => {
  assert.equal(keyOf('homer', ours), 'homer@springfield.test');
  assert.equal(keyOf('"homer j"', ours), 'homer j@springfield.test');
  assert.equal(keyOf('homer'), undefined);
});

test('what is no address means nobody', () => {
  for (const name of [
    '',
    '@',
    'homer@',
    'homer@@x',
    '@springfield.test',
    'ho mer',
    'a\u0085b@x.test',
    'a\0b',
  ])
    assert.equal(keyOf(name, ours), undefined, JSON.stringify(name));
});
