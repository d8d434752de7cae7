import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { instant } from '../base/instant.ts';
import { type Reply, reply } from '../envelope/reply.ts';
import type { Stage } from '../envelope/stage.ts';
import { type Answer, type Finding, findingOf } from './finding.ts';
import { address } from './testing/call-out-world.ts';

const bart = address('bart@krustylu.test');
const yes: Answer = { kind: 'accepted', reply: reply(250, '2.1.5', 'ok'), host: 'mx.test' };
const no = (said: Reply | undefined, stage: Stage = 'rcpt'): Answer => ({
  kind: 'failed',
  diagnostic: {
    ...{ at: instant(0), stage, status: said?.status ?? '4.4.2', text: 'The host said no.' },
    ...(said && { reply: said }),
    remote: { name: 'mx.test', ip: '192.0.2.1', port: 25 } as never,
  },
});

describe('what follows from the answers', () => {
  const noSuchUser = no(reply(550, '5.1.1', 'No such user here'));
  const table: readonly [what: string, Answer, Answer | undefined, Finding['kind'], RegExp][] = [
    ['a stranger is refused', yes, noSuchUser, 'exists', /mx\.test takes mail for it/],
    ['by whatever words', yes, no(reply(550, '5.7.1', 'Access denied')), 'exists', /not for everybody/],
    ['a stranger is welcome', yes, yes, 'accepts-everything', /accepts every address of krustylu\.test/],
    ['a stranger is put off', yes, no(reply(450, '4.2.0', 'Greylisted')), 'unknown', /did not say/],
    ['a stranger meets silence', yes, no(undefined), 'unknown', /did not say/],
    ['nobody asked for a stranger', yes, undefined, 'unknown', /did not say/],
    ['no such user', noSuchUser, undefined, 'does-not-exist', /would fail/],
    ['refused by policy', no(reply(550, '5.7.1', 'Your IP is listed')), undefined, 'unknown', /not clearly/],
    ['put off', no(reply(450, '4.2.0', 'Greylisted')), undefined, 'unknown', /said no/],
    [
      'no null sender',
      no(reply(550, '5.7.1', 'No bounces'), 'mail'),
      undefined,
      'unknown',
      /without a sender/,
    ],
    ['no null sender yet', no(reply(451, '4.7.1', 'Later'), 'mail'), undefined, 'unknown', /said no/],
    ['no greeting', no(reply(554, '5.7.1', 'Go away'), 'greeting'), undefined, 'unknown', /said no/],
    ['no connection', no(undefined, 'connect'), undefined, 'unknown', /said no/],
  ];
  for (const [what, answer, stranger, kind, text] of table) {
    test(`${what}: ${kind}`, () => {
      const finding = findingOf(bart, answer, stranger);
      assert.equal(finding.kind, kind);
      assert.match(finding.text, text);
      assert.equal(finding.host, 'mx.test');
    });
  }

  test('with the words of the host', () => {
    const finding = findingOf(bart, noSuchUser, undefined);
    assert.deepEqual([finding.status, finding.reply?.lines], ['5.1.1', ['No such user here']]);
  });
});
