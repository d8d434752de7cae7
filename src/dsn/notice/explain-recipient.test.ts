import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { reply } from '../../envelope/reply.ts';
import type { StatusCode } from '../../envelope/status-code.ts';
import { catalogue, unknownCause } from '../notice/catalogue.ts';
import { dnsName, ownDiagnostic, type ReportedRecipient, smtpDiagnostic } from '../report.ts';
import { domainOf, explain } from './explain-recipient.ts';

const failed = (status: StatusCode, changes: Partial<ReportedRecipient> = {}): ReportedRecipient => ({
  finalRecipient: { type: 'rfc822', address: 'krustyClown@krustylu.test' },
  action: 'failed',
  status,
  ...changes,
});
const remote = dnsName('mx1.krustylu.test');

describe('explain', () => {
  const table: readonly [status: StatusCode, cause: RegExp, actor: string, permanence: string][] = [
    ['5.1.1', /^Nobody at krustylu\.test has this address\.$/, 'sender', 'permanent'],
    ['5.1.2', /no mail domain of the name krustylu\.test/, 'sender', 'permanent'],
    ['5.1.8', /your own address/, 'sender-postmaster', 'permanent'],
    ['5.1.10', /takes no mail at all/, 'sender', 'permanent'],
    ['5.1.99', /something is wrong with this address/i, 'sender', 'permanent'],
    ['5.2.2', /mailbox of the recipient is full/, 'recipient-side', 'permanent'],
    ['4.2.2', /mailbox of the recipient is full/, 'recipient-side', 'given-up'],
    ['5.3.4', /longer than the mail system/, 'sender', 'permanent'],
    ['4.4.1', /No mail server of krustylu\.test answered/, 'recipient-side', 'given-up'],
    ['4.4.3', /directory of names failed/, 'recipient-side', 'given-up'],
    ['5.4.6', /in a circle/, 'recipient-side', 'permanent'],
    ['5.6.3', /too old for the letters/, 'sender', 'permanent'],
    ['5.6.7', /letters beyond a to z/, 'sender', 'permanent'],
    ['5.7.1', /rules of krustylu\.test forbid/, 'recipient-side', 'policy'],
    ['5.7.26', /really comes from you/, 'sender-postmaster', 'policy'],
    ['5.0.0', /not known to us: the code 5\.0\.0/, 'recipient-side', 'permanent'],
    ['5.9.9', /not known to us: the code 5\.9\.9/, 'recipient-side', 'permanent'],
  ];
  for (const [status, cause, actor, permanence] of table) {
    it(`explains ${status}`, () => {
      const explanation = explain(failed(status));
      assert.match(explanation.cause, cause);
      assert.equal(explanation.actor, actor);
      assert.equal(explanation.permanence, permanence);
      assert.ok(explanation.steps.length > 0);
    });
  }

  it('takes the code from the reply where the status tells nothing', () => {
    const said = (code: number, status: StatusCode | undefined, ...lines: string[]) => ({
      remoteMta: remote,
      diagnosticCode: smtpDiagnostic(reply(code, status, ...lines)),
    });
    assert.match(explain(failed('5.0.0', said(550, '5.1.1', 'no'))).cause, /Nobody/);
    assert.match(explain(failed('5.0.0', said(550, '5.2.2', 'a', 'b'))).cause, /full/);
    // Not one of another class, and not one that stands somewhere in the words.
    assert.match(explain(failed('5.0.0', said(550, undefined, '4.2.2 full'))).cause, /not known/);
    assert.match(explain(failed('5.0.0', said(550, undefined, 'see 5.1.1'))).cause, /not known/);
    // What the status says counts more.
    assert.match(explain(failed('5.7.1', said(550, '5.1.1', 'no'))).cause, /rules/);
  });

  it('does not say that nobody answered of a host that answered', () => {
    const said = { remoteMta: remote, diagnosticCode: { type: 'smtp', text: '451 try later' } };
    assert.match(explain(failed('4.4.1', said)).cause, /trouble on the way/);
    assert.match(explain(failed('5.4.1', said)).cause, /not known to us/);
    assert.match(explain(failed('5.4.6', said)).cause, /circle/);
  });

  it('says that nobody answered where a host was tried in vain', () => {
    const found = { remoteMta: remote, diagnosticCode: ownDiagnostic('connection refused') };
    assert.match(explain(failed('4.4.1', found)).cause, /No mail server of krustylu\.test answered/);
    assert.match(explain(failed('4.4.2', found)).cause, /broke off/);
  });

  it('calls what may still change temporary', () => {
    assert.equal(explain(failed('4.4.1', { action: 'delayed' })).permanence, 'temporary');
  });

  it('takes a domain for what it is, even with a $ in it', () => {
    const odd = failed('5.1.1', { finalRecipient: { type: 'x', address: "a@$&$'.test" } });
    assert.equal(explain(odd).cause, "Nobody at $&$'.test has this address.");
  });

  it('fills every gap, for every code and address', () => {
    const number = fc.integer({ min: 0, max: 999 });
    fc.assert(
      fc.property(
        fc.constantFrom(2, 4, 5),
        number,
        number,
        fc.string(),
        (statusClass, subject, detail, address) => {
          const status = `${statusClass}.${subject}.${detail}` as StatusCode;
          const { cause, steps } = explain(failed(status, { finalRecipient: { type: 'x', address } }));
          if (!address.includes('{'))
            assert.doesNotMatch([cause, ...steps].join(), /\{(?:domain|status|undefined)/);
        },
      ),
    );
  });
});

describe('the catalogue', () => {
  it('holds sentences, each with something to do', () => {
    for (const { cause, steps } of [...catalogue.values(), unknownCause]) {
      assert.match(cause, /^[A-Z].*[.]$/);
      assert.ok(steps.length > 0);
      for (const step of steps) assert.match(step, /^[A-Z].*[.?]$/);
    }
  });

  it('is by subject and detail, with an entry for each subject', () => {
    for (const code of catalogue.keys()) assert.match(code, /^[1-7]\.\d{1,2}$/);
    for (const subject of [1, 2, 3, 4, 5, 6, 7]) assert.ok(catalogue.has(`${subject}.0`));
  });
});

describe('domainOf', () => {
  const table: readonly [address: string, domain: string][] = [
    ['a@b.test', 'b.test'],
    ['"a@b"@c.test', 'c.test'],
    ['none', 'none'],
    ['a@[192.0.2.1]', '[192.0.2.1]'],
  ];
  for (const [address, domain] of table) it(`of ${address}`, () => assert.equal(domainOf(address), domain));
});
