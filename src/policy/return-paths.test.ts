import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { NULL_PATH, pathText, type ReversePath } from '../address/path.ts';
import { dayMs, hourMs, type Instant, instant, later } from '../base/instant.ts';
import {
  type LearntException,
  learntKeptMs,
  learntMax,
  type ReturnPaths,
  type TagRules,
  untaggedMs,
} from './return-paths.ts';
import { testReturnPaths } from './testing/return-paths.ts';
import { address } from './testing/springfield.ts';

const noon = instant(Date.parse('2026-11-25T12:00:00Z'));
const homer = address('homer@springfield.test');
/** By Exim, testing/exim-prvs.txt. */
const taggedHomer = 'prvs=0789130e2d=homer@springfield.test';

interface Trip {
  readonly from?: string;
  readonly to?: string;
  readonly at?: Instant;
  readonly rules?: Partial<TagRules>;
}

/** The reverse-path of what was accepted at noon. */
function outgoing({ from = homer.text, to = 'krusty@krustylu.test', at = noon, rules = {} }: Trip): string {
  const reversePath: ReversePath = from === '' ? NULL_PATH : address(from);
  const message = { reversePath, to: address(to), acceptedAt: noon };
  return pathText(testReturnPaths(rules).outgoing(message, at));
}

describe('the reverse-path of what goes out', () => {
  it('bears a tag', () => assert.equal(outgoing({}), taggedHomer));

  it('is the same on each retry, for a day at least, and over midnight', () => {
    for (const hours of [0, 1, 11, 13, 24, 35])
      assert.equal(outgoing({ at: later(noon, hours * hourMs) }), taggedHomer, `after ${hours} hours`);
  });

  it('is fresh for what has waited for long', () => {
    assert.match(outgoing({ at: later(noon, 2 * dayMs) }), /^prvs=0791/);
    assert.match(outgoing({ at: later(noon, 30 * dayMs) }), /^prvs=0819/);
  });

  it('is good for as many days as it is said', () => {
    assert.match(outgoing({ rules: { days: 1 } }), /^prvs=0783/);
    assert.match(outgoing({ rules: { days: 14 } }), /^prvs=0796/);
  });

  it('is plain where there is nothing to protect, or nobody to see it', () => {
    for (const from of [
      '',
      'krusty@krustylu.test',
      'homer@[192.0.2.1]',
      `${'d'.repeat(60)}@springfield.test`,
    ])
      assert.equal(outgoing({ from }), from || '<>');
    assert.equal(outgoing({ rules: { mode: 'off' } }), homer.text);
  });

  it('is plain for those who are excepted, and for nobody else', () => {
    const exceptions = new Set(['lists.test', '.services.test', 'krusty@krustylu.test']);
    for (const [to, isPlain] of [
      ['all@lists.test', true],
      ['all@more.lists.test', false],
      ['all@services.test', false],
      ['all@more.services.test', true],
      ['all@still.more.services.test', true],
      ['all@othersservices.test', false],
      ['Krusty@KrustyLu.test', true],
      ['mel@krustylu.test', false],
      ['krusty@[192.0.2.9]', false],
    ] as const)
      assert.equal(outgoing({ to, rules: { exceptions } }), isPlain ? homer.text : taggedHomer, to);
  });
});

const learnt = (domain: string, learntAt = noon): LearntException => ({
  domain: address(`all@${domain}`).domain,
  learntAt,
  reply: '550 5.1.8 Bad sender',
});

describe('a domain that takes no tags', () => {
  const isPlain = (paths: ReturnPaths, domain: string, at = noon): boolean =>
    paths.outgoing({ reversePath: homer, to: address(`all@${domain}`), acceptedAt: noon }, at) === homer;

  it('is known from before, for its time', () => {
    const paths = testReturnPaths({ learnt: [learnt('lists.test')] });
    assert.ok(isPlain(paths, 'lists.test', later(noon, learntKeptMs - 1)));
    assert.ok(!isPlain(paths, 'lists.test', later(noon, learntKeptMs)));
  });

  it('is told to whoever keeps the memory, and can be taken back', () => {
    const told: LearntException[] = [];
    const paths = testReturnPaths({ onLearn: (each) => told.push(each) });
    paths.learn(learnt('lists.test'));
    assert.deepEqual(told, [learnt('lists.test')]);
    paths.unlearn(learnt('lists.test').domain);
    assert.ok(!isPlain(paths, 'lists.test'));
  });

  it('makes room for others where there are too many, the oldest first', () => {
    const paths = testReturnPaths();
    for (let i = 0; i < learntMax; i++) paths.learn(learnt(`l${i}.test`));
    paths.learn(learnt('l0.test'));
    paths.learn(learnt('one-more.test'));
    assert.ok(isPlain(paths, 'l0.test'), 'it was learnt again');
    assert.ok(!isPlain(paths, 'l1.test'));
    assert.ok(isPlain(paths, 'l2.test'));
  });

  it('is shown none once that is learnt; others are', () => {
    const paths = testReturnPaths();
    const to = (text: string) =>
      pathText(paths.outgoing({ reversePath: homer, to: address(text), acceptedAt: noon }, noon));
    assert.equal(to('all@lists.test'), taggedHomer);
    paths.learn(learnt('lists.test'));
    assert.equal(to('all@lists.test'), homer.text);
    assert.equal(to('all@more.lists.test'), taggedHomer);
  });
});

describe('what comes in to a tagged address', () => {
  const paths = testReturnPaths();
  const read = (text: string, of = paths) => {
    const { address: plain, tag } = of.incoming(address(text), noon);
    return `${plain.text} ${tag}`;
  };

  it('is for the plain one', () => {
    assert.equal(read(taggedHomer), 'homer@springfield.test valid');
    assert.equal(read(taggedHomer.toUpperCase()), 'HOMER@springfield.test valid');
    assert.equal(read('prvs=0789000000=homer@springfield.test'), 'homer@springfield.test forged');
    assert.equal(read('prvs=0789130e2d=homer@[192.0.2.1]'), 'homer@[192.0.2.1] forged');
    assert.equal(read('homer@springfield.test'), 'homer@springfield.test none');
  });

  it('is none of our business elsewhere', () => {
    const text = 'prvs=0789130e2d=krusty@krustylu.test';
    assert.equal(read(text), `${text} none`);
  });

  it('arrives as long as tags are about, also when no more are written', () => {
    assert.equal(read(taggedHomer, testReturnPaths({ mode: 'off' })), 'homer@springfield.test valid');
  });
});

describe('a tag is required of what comes back', () => {
  const isRequired = (rules: Partial<TagRules>, to = homer, at = noon) =>
    testReturnPaths(rules).isRequired(to, at);

  it('where tags are enforced, to addresses that have one', () => {
    assert.ok(isRequired({ mode: 'enforce' }));
    assert.ok(!isRequired({ mode: 'monitor' }));
    assert.ok(!isRequired({ mode: 'off' }));
    assert.ok(!isRequired({ mode: 'enforce' }, address('krusty@krustylu.test')));
  });

  it('when nothing that left without one can come back any more', () => {
    const rules = { mode: 'enforce', taggedSince: () => noon } as const;
    assert.ok(!isRequired(rules, homer, later(noon, untaggedMs - 1)));
    assert.ok(isRequired(rules, homer, later(noon, untaggedMs)));
  });
});
