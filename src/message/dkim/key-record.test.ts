import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Domain } from '../../address/domain.ts';
import { isRevoked, isSameKey, keyRecordName, keyRecordText, keyUse } from './key-record.ts';

const wanted = keyRecordText('ed25519-sha256', new Uint8Array(32).fill(1));

test('the record of a key', () => {
  assert.equal(keyRecordName('s', 'example.org' as Domain), 's._domainkey.example.org');
  assert.equal(wanted, 'v=DKIM1; k=ed25519; p=AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=');
  assert.equal(keyRecordText('rsa-sha256', new Uint8Array(3)), 'v=DKIM1; k=rsa; p=AAAA');
});

test('a record is ours however it is spelled', () => {
  const key = wanted.slice(wanted.indexOf('p=') + 2);
  for (const record of [
    `k=ed25519;p=${key}`,
    `v=DKIM1;t=s;k=ed25519;p=${key};`,
    ` v = DKIM1 ; n=a note; k = ed25519 ; p = ${key.slice(0, 9)} \t${key.slice(9)} ; `,
  ])
    assert(isSameKey(record, wanted), record);
  for (const record of [
    '',
    `p=${key}`,
    'k=ed25519; p=',
    `k=ed25519; p=${key.replace('A', 'B')}`,
    'p',
    '=;=;',
  ])
    assert(!isSameKey(record, wanted), record);
  assert(
    isSameKey('p=AAAA', keyRecordText('rsa-sha256', new Uint8Array(3))),
    'RSA is what is meant without k',
  );
});

test('a key can be taken back', () => {
  assert(isRevoked('v=DKIM1; p='));
  assert(isRevoked('v=DKIM1; k=rsa; p= ;'));
  assert(!isRevoked('v=DKIM1; k=rsa'));
  assert(!isRevoked(wanted));
});

test('what a key is for', () => {
  for (const [record, isTest, isForUs] of [
    ['p=x', false, true],
    ['t=y; p=x', true, true],
    ['t=s:y; s=*; h=sha1:sha256; p=x', true, true],
    ['s=email; h=sha256', false, true],
    ['s=tlsrpt', false, false],
    ['h=sha1', false, false],
  ] as const)
    assert.deepEqual(keyUse(record), { isTest, isForUs }, record);
});
