import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { balance, type Findings, keyOf } from './books.ts';
import type { Letter, LetterFate } from './letter.ts';
import { Maildrop } from './maildrop.ts';
import type { Relay } from './remote.ts';

const homer = 'homer@evergreen.test';
const krusty = 'accept.1@remote.test';

const letters = (fate: LetterFate, recipients = [krusty]): ReadonlyMap<string, Letter> =>
  new Map([['1', { id: '1', from: homer, recipients, text: '', fate }]]);

const relay = (connectedAt: number, isAnswered = true): Relay => ({
  id: '1',
  recipient: krusty,
  isWhole: true,
  connectedAt,
  isAnswered,
});

function maildrop({ copies = 0, notices = 0 }): Maildrop {
  const made = new Maildrop(homer, '');
  for (let i = 0; i < copies; i++) made.letters.push({ id: '1', isWhole: true });
  for (let i = 0; i < notices; i++) made.notices.push({ about: '1', recipients: [krusty] });
  return made;
}

const findings = (found: Partial<Findings>): Findings => ({
  queued: new Set(),
  relays: [],
  maildrops: [],
  kills: [],
  settledAt: new Map(),
  ...found,
});

const faultsOf = (fate: LetterFate, found: Partial<Findings>, recipients?: string[]): readonly string[] =>
  balance(letters(fate, recipients), findings(found)).faults;

describe('the books of the kill test', () => {
  it('balance if a letter that was promised is in one place', () => {
    assert.deepEqual(faultsOf('promised', { relays: [relay(1)] }), []);
    assert.deepEqual(faultsOf('promised', { queued: new Set([keyOf('1', krusty)]) }), []);
    assert.deepEqual(faultsOf('promised', { maildrops: [maildrop({ notices: 1 })] }), []);
    assert.deepEqual(faultsOf('promised', { maildrops: [maildrop({ copies: 1 })] }, [homer]), []);
  });

  it('show what is lost', () => {
    assert.match(faultsOf('promised', {}).join(), /lost/);
    assert.match(faultsOf('promised', { relays: [relay(1)] }, [krusty, homer]).join(), /lost: 1 homer/);
  });

  it('show a letter of unknown fate of which a part is lost', () => {
    assert.deepEqual(faultsOf('unknown', {}, [krusty, homer]), []);
    assert.match(faultsOf('unknown', { relays: [relay(1)] }, [krusty, homer]).join(), /lost: 1 homer/);
  });

  it('show what came twice', () => {
    assert.match(faultsOf('promised', { relays: [relay(1), relay(2)] }).join(), /twice/);
    assert.match(faultsOf('promised', { maildrops: [maildrop({ notices: 2 })] }).join(), /twice/);
    assert.match(faultsOf('unknown', { maildrops: [maildrop({ copies: 2 })] }, [homer]).join(), /twice/);
  });

  it('excuse what follows a relay that went unanswered, or whose server was killed before the next', () => {
    assert.deepEqual(faultsOf('promised', { relays: [relay(1, false), relay(2)] }), []);
    const twice = (kills: number[], settledAt?: number) =>
      faultsOf('promised', {
        relays: [relay(1_000), relay(2_000)],
        kills,
        settledAt: new Map(settledAt === undefined ? [] : [[krusty, settledAt]]),
      }).join();
    assert.equal(twice([1_500]), '');
    assert.equal(twice([1_500], 2_100), '');
    assert.match(twice([1_500], 1_400), /twice/, 'it had been written down');
    assert.match(twice([999, 2_001]), /twice/, 'nothing happened between them');
    const thenNotice = (isAnswered: boolean) =>
      faultsOf('promised', { relays: [relay(1, isAnswered)], maildrops: [maildrop({ notices: 1 })] }).join();
    assert.equal(thenNotice(false), '');
    assert.match(thenNotice(true), /twice/);
  });

  it('show what nobody sent, or what came in part', () => {
    assert.match(faultsOf('void', { relays: [relay(1)] }).join(), /never sent/);
    assert.match(faultsOf('promised', { relays: [relay(1)] }, [homer]).join(), /never written/);
    assert.match(faultsOf('promised', { relays: [{ ...relay(1), isWhole: false }] }).join(), /in part/);
  });
});
