import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { instant } from '../base/instant.ts';
import { reply } from '../envelope/reply.ts';
import type { StatusCode } from '../envelope/status-code.ts';
import type { Diagnostic } from './recipient-state.ts';
import { factsOfFailure, factsOfNews, lastingCause } from './suppression.ts';
import { id } from './testing/samples.ts';

const address = 'krusty@krustylu.test';

function answered(code: number, status: StatusCode, text: string): Diagnostic {
  return {
    at: instant(0),
    stage: 'rcpt',
    status,
    text: 'The host refused it.',
    reply: reply(code, status, text),
  };
}

function found(status: StatusCode, text: string): Diagnostic {
  return { at: instant(0), stage: 'queue', status, text };
}

describe('the cause for which an address is suppressed', () => {
  const table: readonly [what: string, diagnostic: Diagnostic, cause: string | undefined][] = [
    ['nobody of that name', answered(550, '5.1.1', 'No such user here'), 'no-such-address'],
    ['a user unknown to Postfix', answered(550, '5.1.1', `<${address}>: User unknown`), 'no-such-address'],
    ['a disabled mailbox', answered(550, '5.2.1', 'The mailbox is disabled'), 'mailbox-disabled'],
    [
      'NXDOMAIN',
      found('5.1.2', 'The domain krustylu.test does not exist (the DNS says NXDOMAIN).'),
      'no-such-domain',
    ],
    [
      'a null MX',
      found('5.1.10', 'The domain krustylu.test accepts no mail at all (it has a null MX record).'),
      'domain-takes-no-mail',
    ],
    ['a policy', answered(550, '5.7.1', 'Message rejected due to policy'), undefined],
    ['spam', answered(550, '5.7.1', 'This looks like spam'), undefined],
    ['a policy under a code of addresses', answered(550, '5.1.1', 'Blocked by Spamhaus'), undefined],
    ['a full mailbox', answered(552, '5.2.2', 'Mailbox full'), undefined],
    ['greylisting', answered(450, '4.2.0', 'Greylisted, try again later'), undefined],
    ['an unknown user for the time being', answered(450, '4.1.1', 'User unknown'), undefined],
    ['a size', answered(552, '5.3.4', 'Message too large'), undefined],
    ['words that say nothing', answered(550, '5.0.0', 'No'), undefined],
  ];
  for (const [what, diagnostic, cause] of table) {
    it(`is ${cause ?? 'none'} for ${what}`, () => {
      assert.equal(lastingCause(factsOfFailure(diagnostic, address)), cause);
    });
  }

  it('is told by notices as well', () => {
    const news = { at: instant(0), action: 'failed', notice: id('n') } as const;
    const cause = (status: StatusCode, text: string) =>
      lastingCause(factsOfNews({ ...news, status, text, by: 'mx.krustylu.test' }, address));
    assert.equal(cause('5.1.1', '550 5.1.1 User unknown'), 'no-such-address');
    assert.equal(cause('5.7.1', '550 5.7.1 Rejected by policy'), undefined);
    assert.equal(lastingCause(factsOfNews(news, address)), undefined);
  });
});
