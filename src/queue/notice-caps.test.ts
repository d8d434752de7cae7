import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { NULL_PATH } from '../address/path.ts';
import { capsOn } from './notice-caps.ts';
import { address, message, relayIn, submission } from './testing/samples.ts';

const caps = { perAddressMax: 1, perDomainMax: 2, inAllMax: 3, postmasterMax: 4 };

describe('what a report counts against', () => {
  it('is the address, its domain, and all others, where another host brought the mail', () => {
    const about = message({ origin: relayIn, reversePath: address('Ned@Flanders.test') });
    assert.deepEqual(capsOn(about, { to: 'sender' }, caps), [
      { key: 'address ned@flanders.test', max: 1, because: 'cap-address' },
      { key: 'domain flanders.test', max: 2, because: 'cap-domain' },
      { key: 'all', max: 3, because: 'cap-all' },
    ]);
  });

  it('is nothing where somebody who signed in is told of his own mail', () => {
    assert.deepEqual(capsOn(message({ origin: submission }), { to: 'sender' }, caps), []);
  });

  it('is one bound on all copies for the postmaster, whatever they are about', () => {
    const expected = [{ key: 'postmaster', max: 4, because: 'cap-postmaster' }];
    assert.deepEqual(capsOn(message({ origin: submission }), { to: 'postmaster' }, caps), expected);
    assert.deepEqual(
      capsOn(message({ origin: relayIn, reversePath: NULL_PATH }), { to: 'postmaster' }, caps),
      expected,
    );
  });

  it('is the owner of the forward that it is about, or the postmaster who stands in for him', () => {
    const about = message({ origin: relayIn });
    const owner = address('Marge@Springfield.test');
    assert.deepEqual(capsOn(about, { to: 'forward-owner', owner }, caps), [
      { key: 'owner marge@springfield.test', max: 1, because: 'cap-owner' },
    ]);
    assert.deepEqual(capsOn(about, { to: 'forward-owner' }, caps), [
      { key: 'postmaster', max: 4, because: 'cap-owner' },
    ]);
  });

  it('takes one mailbox for one, however it is written', () => {
    const keys = (text: string) =>
      capsOn(message({ origin: relayIn, reversePath: address(text) }), { to: 'sender' }, caps).map(
        ({ key }) => key,
      );
    assert.deepEqual(keys('"ned"@FLANDERS.test'), keys('NED@flanders.test'));
  });
});
