import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Cause, Permanence } from './causes.ts';
import { explain } from './explain.ts';
import type { AttemptFacts } from './explanation.ts';

describe('explain, from codes alone', () => {
  const cases: readonly [AttemptFacts, Cause, Permanence][] = [
    [{ status: '5.1.1', replyCode: 550, stage: 'rcpt' }, 'no-such-address', 'permanent'],
    [{ status: '4.1.1', replyCode: 450 }, 'no-such-address', 'temporary'],
    [{ status: '5.2.2' }, 'mailbox-full', 'permanent'],
    [{ status: '4.2.2' }, 'mailbox-full', 'temporary'],
    [{ status: '5.7.30' }, 'security-required', 'policy'],
    [{ replyCode: 552, stage: 'content' }, 'message-too-large', 'permanent'],
    [{ replyCode: 552, stage: 'rcpt' }, 'mailbox-full', 'permanent'],
    [{ replyCode: 554, stage: 'greeting' }, 'host-blocked', 'policy'],
    [{ replyCode: 556 }, 'domain-takes-no-mail', 'permanent'],
    // Codes that say nothing: better no answer than a guess.
    [{ status: '5.0.0' }, 'undefined', 'permanent'],
    [{ status: '4.0.0' }, 'undefined', 'temporary'],
    [{ replyCode: 550 }, 'undefined', 'permanent'],
    [{ status: '5.7.999', replyCode: 550 }, 'undefined', 'permanent'],
    [{}, 'undefined', 'permanent'],
    // Nothing failed.
    [{ status: '2.0.0', text: '250 2.0.0 Ok: the mailbox is full of spam' }, 'undefined', 'permanent'],
  ];
  for (const [facts, cause, permanence] of cases) {
    it(`${JSON.stringify(facts)} is ${cause}, ${permanence}`, () => {
      const explanation = explain(facts);
      assert.deepEqual([explanation.cause, explanation.permanence], [cause, permanence]);
    });
  }

  it('is surer of a narrow code than of a vague one, and least of nothing', () => {
    const confidences = (['5.1.10', '5.2.2', '5.1.1', '5.3.0', '5.0.0'] as const).map(
      (status) => explain({ status }).confidence,
    );
    assert.deepEqual(
      confidences,
      confidences.toSorted((a, b) => b - a),
    );
    assert.equal(confidences.at(-1), 0);
  });

  it('is surer where the codes agree', () => {
    const alone = explain({ status: '5.2.2' });
    const agreeing = explain({ status: '5.2.2', replyCode: 552, stage: 'rcpt' });
    assert.ok(agreeing.confidence > alone.confidence);
    assert.deepEqual(
      agreeing.evidence.map(({ by, rule }) => [by, rule]),
      [
        ['status', '5.2.2'],
        ['stage', '552 at rcpt'],
      ],
    );
  });
});

describe('explain, by who speaks', () => {
  it('knows the own words of a provider by its host, or else by the domain that was written to', () => {
    const text = '550 mailbox unavailable';
    const causesOf = (facts: AttemptFacts) => [explain(facts).cause, explain(facts).confidence > 0.9];
    assert.deepEqual(causesOf({ text, host: 'mx1.hotmail.com' }), ['no-such-address', true]);
    assert.deepEqual(causesOf({ text, address: 'lisa@hotmail.com' }), ['no-such-address', true]);
    assert.deepEqual(causesOf({ text, host: 'mx.springfield.test' }), ['no-such-address', false]);
    // Another host speaks for itself.
    assert.deepEqual(causesOf({ text, host: 'mx.springfield.test', address: 'lisa@hotmail.com' }), [
      'no-such-address',
      false,
    ]);
  });

  it('takes for usual what a provider mostly means, if it tells nothing', () => {
    const { cause, confidence, evidence } = explain({ address: 'board@googlegroups.com' });
    assert.deepEqual([cause, evidence[0]?.by], ['not-a-member', 'host']);
    assert.ok(confidence < 0.9);
    assert.equal(
      explain({ address: 'board@googlegroups.com', text: 'user unknown' }).cause,
      'no-such-address',
    );
  });
});

describe('explain, with words around', () => {
  const context = 'We could not deliver your message. The mailbox of lisa is full. Sorry!';

  it('looks at them if nothing else tells a cause, and is not sure of it', () => {
    const { cause, confidence } = explain({ replyCode: 550, text: '550 Sorry', context });
    assert.equal(cause, 'mailbox-full');
    assert.ok(confidence < 0.9);
  });

  it('does not look at them if something else tells one', () => {
    assert.equal(explain({ text: '550 5.1.1 no such user', context }).cause, 'no-such-address');
    assert.equal(explain({ status: '5.1.1', context }).cause, 'no-such-address');
  });

  it('does not make a cause of what they are about', () => {
    assert.equal(
      explain({ context: 'Your connection and your content, and the size of the header.' }).cause,
      'undefined',
    );
  });
});
