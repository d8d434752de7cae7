import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { NULL_PATH } from '../address/path.ts';
import { capsOn } from './notice-caps.ts';
import { address, message, relayIn, submission } from './testing/samples.ts';

const caps = { perAddressMax: 1, perDomainMax: 2, inAllMax: 3, postmasterMax: 4 };

describe('what a report counts against', () => {
  it('is the address, its domain, and all others, where another host brought the mail', () => {
    const about = message({ origin: relayIn, reversePath: address('Ned@Flanders.test') });
    assert.deepEqual(capsOn(about, 'sender', caps), [
      { key: 'address ned@flanders.test', max: 1, because: 'cap-address' },
      { key: 'domain flanders.test', max: 2, because: 'cap-domain' },
      { key: 'all', max: 3, because: 'cap-all' },
    ]);
  });

  it('is nothing where somebody who signed in is told of his own mail', () => {
    assert.deepEqual(capsOn(message({ origin: submission }), 'sender', caps), []);
  });

  it('is one bound on all copies for the postmaster, whatever they are about', () => {
    const expected = [{ key: 'postmaster', max: 4, because: 'cap-postmaster' }];
    assert.deepEqual(capsOn(message({ origin: submission }), 'postmaster', caps), expected);
    assert.deepEqual(
      capsOn(message({ origin: relayIn, reversePath: NULL_PATH }), 'postmaster', caps),
      expected,
    );
  });

  it('takes one mailbox for one, however it is written', () => {
    const keys = (text: string) =>
      capsOn(message({ origin: relayIn, reversePath: address(text) }), 'sender', caps).map(({ key }) => key);
    assert.deepEqual(keys('"ned"@FLANDERS.test'), keys('NED@flanders.test'));
  });
});
