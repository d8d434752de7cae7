import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { encodeXtext } from '../address/xtext.ts';
import type { Notify } from '../envelope/dsn-parameters.ts';
import type { RecipientParameters } from '../envelope/envelope.ts';
import { type AcceptedRecipient, type Addressee, type AliasTarget, planAcceptance } from './initial.ts';
import { address, id, message, noon, notifyOf, relayed, relayIn } from './testing/samples.ts';

const local = (account: string): Addressee & { kind: 'local' } => ({ kind: 'local', account });
const remote: Addressee & { kind: 'remote' } = { kind: 'remote', destination: 'mx:krustylu.test' };

const barney: AliasTarget = { address: address('barney@krustylu.test'), addressee: remote };
const lenny: AliasTarget = { address: address('lenny@springfield.test'), addressee: local('lenny') };
const carl: AliasTarget = { address: address('carl@springfield.test'), addressee: local('carl') };
const crowd: Addressee = { kind: 'alias', targets: [carl, lenny] };
const taken = relayed(true);
assert(taken.kind === 'relayed');
const friends: Addressee = { kind: 'alias', targets: [barney, lenny] };
const drinkers: Addressee = { kind: 'alias', targets: [barney] };

function accepted(text: string, addressee: Addressee, notify?: Notify): AcceptedRecipient {
  return { address: address(text), parameters: notify === undefined ? {} : { notify }, addressee };
}

const plan = (...recipients: AcceptedRecipient[]) => planAcceptance(message(), recipients, () => false);
const all = notifyOf('success', 'failure', 'delay');

describe('acceptance of a local recipient', () => {
  it('is its delivery', () => {
    const { recipients, deliveries, notices } = plan(accepted('Marge@springfield.test', local('marge')));
    assert.deepEqual(recipients, [
      {
        index: 0,
        address: address('Marge@springfield.test'),
        parameters: {},
        destination: 'springfield.test',
        state: { kind: 'settled', at: noon, attempts: 0, outcome: { kind: 'delivered' } },
        held: false,
        isDelayReported: false,
      },
    ]);
    assert.deepEqual(deliveries, [{ account: 'marge', recipient: 0 }]);
    assert.deepEqual(notices, []);
  });

  it('is told if that was asked for', () => {
    const { notices, recipients } = plan(accepted('marge@springfield.test', local('marge'), all));
    assert.deepEqual(notices, [{ action: 'delivered', to: 'sender', recipient: recipients[0] }]);
  });

  it('is not told to a sender that may be forged', () => {
    const asked = [accepted('marge@springfield.test', local('marge'), all)];
    const foreign = message({ origin: relayIn });
    assert.deepEqual(planAcceptance(foreign, asked, () => false).notices, []);
    assert.equal(planAcceptance(foreign, asked, () => true).notices.length, 1);
  });

  it('twice leaves two recipients, and one message in the mailbox', () => {
    const { recipients, deliveries, notices } = plan(
      accepted('marge@springfield.test', local('marge'), all),
      accepted('MARGE@springfield.test', local('marge'), 'never'),
    );
    assert.deepEqual(
      recipients.map(({ parameters }) => parameters.notify),
      [all, 'never'],
    );
    assert.deepEqual(deliveries, [{ account: 'marge', recipient: 0 }]);
    assert.equal(notices.length, 1);
  });
});

describe('acceptance of a remote recipient', () => {
  it('makes it due at once', () => {
    const { recipients, deliveries, notices } = plan(accepted('krusty@krustylu.test', remote, all));
    assert.deepEqual(recipients[0]?.state, { kind: 'waiting', due: noon, attempts: 0 });
    assert.equal(recipients[0]?.destination, 'mx:krustylu.test');
    assert.deepEqual(recipients[0]?.parameters, { notify: all });
    assert.deepEqual([deliveries, notices], [[], []]);
  });
});

describe('acceptance of an address that is forwarded', () => {
  const parameters: RecipientParameters = {
    notify: all,
    originalRecipient: { addressType: 'rfc822', address: encodeXtext('Drinkers@springfield.test') },
  };
  const one = { ...accepted('drinkers@springfield.test', drinkers), parameters };

  it('counts as its delivery, and nothing that was asked for goes on (RFC 3461 §5.2.7.4)', () => {
    const { recipients, notices } = plan(one);
    assert.deepEqual(recipients[0]?.state, {
      kind: 'settled',
      at: noon,
      attempts: 0,
      outcome: { kind: 'expanded', into: [barney.address] },
    });
    assert.deepEqual(recipients[1], {
      index: 1,
      address: barney.address,
      parent: 0,
      parameters: {},
      forward: {},
      destination: 'mx:krustylu.test',
      state: { kind: 'waiting', due: noon, attempts: 0 },
      held: false,
      isDelayReported: false,
    });
    assert.deepEqual(notices, [{ action: 'delivered', to: 'sender', recipient: recipients[0] }]);
  });

  it('is not told as delivered to a sender who did not ask', () => {
    assert.deepEqual(plan(accepted('drinkers@springfield.test', drinkers)).notices, []);
  });

  it('is over where its host has taken it already', () => {
    const result = { ...taken, tls: 'TLSv1.3' };
    const handed = { kind: 'relayed' as const, destination: 'mx:krustylu.test', result };
    const targets = [{ ...barney, addressee: handed }];
    const { recipients, history } = plan(accepted('drinkers@springfield.test', { kind: 'alias', targets }));
    const { tls: _, ...outcome } = result;
    assert.deepEqual(recipients[1]?.state, { kind: 'settled', at: noon, attempts: 1, outcome });
    assert.equal(recipients[1]?.destination, 'mx:krustylu.test');
    assert.deepEqual(recipients[1]?.forward, {});
    const [entry, ...others] = history;
    assert.deepEqual(others, []);
    assert.deepEqual([entry?.at, entry?.queueId, entry?.recipients], [noon, message().queueId, [1]]);
    assert(entry?.event.kind === 'attempt');
    assert.equal(entry.event.result, 'relayed');
    assert.match(entry.event.detail.text, /^Relayed to /);
  });

  it('remembers who is responsible for each target', () => {
    const owner = address('moe@springfield.test');
    const targets = [{ ...barney, owner }, barney, { ...lenny, owner }];
    const { recipients } = plan(accepted('friends@springfield.test', { kind: 'alias', targets }));
    assert.deepEqual(
      recipients.map(({ forward }) => forward),
      [undefined, { owner }, {}, undefined],
    );
  });

  it('goes on without any of it where some of it stays here', () => {
    const { recipients, deliveries, notices } = plan(accepted('friends@springfield.test', friends, all));
    assert.deepEqual(
      recipients.map(({ parent, parameters: { notify }, state }) => [parent, notify, state.kind]),
      [
        [undefined, all, 'settled'],
        [0, undefined, 'waiting'],
        [0, notifyOf('failure', 'delay'), 'settled'],
      ],
    );
    assert.deepEqual(deliveries, [{ account: 'lenny', recipient: 2 }]);
    assert.deepEqual(notices, [{ action: 'delivered', to: 'sender', recipient: recipients[0] }]);
  });

  it('by a report of ours leads to no other report', () => {
    const report = message({ origin: { kind: 'report', about: id('a-message') } });
    const { recipients } = planAcceptance(
      report,
      [accepted('drinkers@springfield.test', drinkers)],
      () => false,
    );
    assert.deepEqual(recipients[1]?.parameters, { notify: 'never' });
  });
});

describe('acceptance of an alias with one target', () => {
  it('is told as delivered, once, if the target is here', () => {
    const { notices, deliveries } = plan(
      accepted('boss@springfield.test', { kind: 'alias', targets: [lenny] }, all),
    );
    assert.deepEqual(
      notices.map(({ action, recipient }) => [action, recipient.address.text]),
      [['delivered', 'lenny@springfield.test']],
    );
    assert.deepEqual(deliveries, [{ account: 'lenny', recipient: 1 }]);
  });
});

describe('acceptance of an alias with several targets', () => {
  it('takes SUCCESS away and says "expanded" instead (RFC 3461 §5.2.7.3 (c))', () => {
    const { recipients, deliveries, notices } = plan(accepted('crowd@springfield.test', crowd, all));
    assert.deepEqual(
      recipients.map(({ parent, parameters, state }) => [parent, parameters.notify, state.kind]),
      [
        [undefined, all, 'settled'],
        [0, notifyOf('failure', 'delay'), 'settled'],
        [0, notifyOf('failure', 'delay'), 'settled'],
      ],
    );
    assert.deepEqual(deliveries, [
      { account: 'carl', recipient: 1 },
      { account: 'lenny', recipient: 2 },
    ]);
    const into = [carl.address, lenny.address];
    assert.deepEqual(notices, [{ action: 'expanded', into, to: 'sender', recipient: recipients[0] }]);
  });

  const inherited: [string, Notify | undefined, Notify | undefined][] = [
    ['nothing from nothing', undefined, undefined],
    ['NEVER from NEVER', 'never', 'never'],
    ['FAILURE from FAILURE', notifyOf('failure'), notifyOf('failure')],
    ['FAILURE from SUCCESS,FAILURE', notifyOf('success', 'failure'), notifyOf('failure')],
    ['NEVER from SUCCESS alone, which asks for no more', notifyOf('success'), 'never'],
  ];
  for (const [what, notify, expected] of inherited) {
    it(`hands on ${what}`, () => {
      const { recipients } = plan(accepted('crowd@springfield.test', crowd, notify));
      assert.deepEqual(
        recipients.slice(1).map(({ parameters }) => parameters.notify),
        [expected, expected],
      );
    });
  }

  it('hands on ORCPT as it came', () => {
    const originalRecipient = { addressType: 'rfc822', address: encodeXtext('Friends@Springfield.test') };
    const alias = { ...accepted('crowd@springfield.test', crowd), parameters: { originalRecipient } };
    const { recipients } = plan(alias);
    for (const { parameters } of recipients) assert.deepEqual(parameters, { originalRecipient });
  });

  it('says nothing if success was not asked for', () => {
    assert.deepEqual(plan(accepted('crowd@springfield.test', crowd, notifyOf('failure'))).notices, []);
  });
});

describe('acceptance of several recipients', () => {
  it('puts the children of aliases behind all that were accepted', () => {
    const { recipients, deliveries } = plan(
      accepted('friends@springfield.test', friends),
      accepted('krusty@krustylu.test', remote),
      accepted('drinkers@springfield.test', drinkers),
      accepted('lenny@springfield.test', local('lenny')),
    );
    assert.deepEqual(
      recipients.map(({ index, parent, address: { localPart } }) => [index, parent, localPart]),
      [
        [0, undefined, 'friends'],
        [1, undefined, 'krusty'],
        [2, undefined, 'drinkers'],
        [3, undefined, 'lenny'],
        [4, 0, 'barney'],
        [5, 0, 'lenny'],
        [6, 2, 'barney'],
      ],
    );
    assert.deepEqual(
      deliveries,
      [{ account: 'lenny', recipient: 3 }],
      'an alias and he himself are one mailbox',
    );
  });
});

describe('recipients that are one to the sender', () => {
  const originals = (...recipients: AcceptedRecipient[]) =>
    plan(...recipients).recipients.map(({ original }) => original);

  it('are those behind an alias with several targets', () => {
    const family = accepted('family@springfield.test', friends);
    assert.deepEqual(originals(accepted('moe@tavern.test', remote), family), [undefined, undefined, 1, 1]);
  });

  it('are not the one behind an alias with one', () => {
    assert.deepEqual(originals(accepted('drinkers@springfield.test', drinkers)), [undefined, undefined]);
  });

  it('are those that he named twice, but not where he told them apart', () => {
    const moe = accepted('moe@tavern.test', remote);
    assert.deepEqual(originals(moe, moe, accepted('Moe@tavern.test', remote)), [0, 0, undefined]);
    const originalRecipient = { addressType: 'rfc822', address: encodeXtext('szyslak@tavern.test') };
    assert.deepEqual(originals(moe, { ...moe, parameters: { originalRecipient } }), [undefined, undefined]);
    const alias = accepted('drinkers@springfield.test', drinkers);
    assert.deepEqual(originals(alias, alias), [undefined, undefined, 0, 0]);
  });
});
