import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Evidence } from '../../dsn/correlate/finding.ts';
import { harmless, hostile } from '../testing/run.ts';
import { findingText, verdictText } from './notice-text.ts';

const about = '01m851e6xxxv1tqe67';
const text = (...evidence: Evidence[]) =>
  findingText({ verdict: 'cannot-be-proven', kind: 'failure', evidence });

describe('what was found of a notice', () => {
  it('is told in sentences, with the evidence', () => {
    assert.equal(
      text(
        { kind: 'signature', in: 'received', isOurs: false, about },
        { kind: 'names', by: 'message-id', about, isYours: false },
        { kind: 'tag', worth: 'none' },
        { kind: 'spf', result: 'none' },
        { kind: 'correspondence', isThere: false },
        { kind: 'contradiction', what: 'not-to-the-sender' },
      ),
      `Notice:     nothing proves that it is about mail that was sent from here
  a Received field that it brings back looks like ours, of message ${about}, but its signature is false
  it names message ${about}, by its Message-ID, but somebody else sent that
  the address that it came to had no tag
  SPF of its sender: none
  no mail to any address of which it speaks is remembered
  it contradicts what we know: it came to somebody who is not the sender
`,
    );
  });

  it('speaks for it, too', () => {
    assert.equal(
      text(
        { kind: 'believed', about },
        { kind: 'signature', in: 'envelope-id', isOurs: true, about },
        { kind: 'names', by: 'received', about, isYours: true },
        { kind: 'other-side', as: 'host', name: 'mx.krustylu.test' },
        { kind: 'other-side', as: 'domain', name: 'krustylu.test' },
        { kind: 'spf', result: 'pass', domain: 'mx.krustylu.test' },
        { kind: 'correspondence', isThere: true },
        { kind: 'not-examined' },
      ).replace(/^.*\n/, ''),
      `  what it says was believed, and stands beside message ${about}
  an envelope id that it brings back bears our signature, of message ${about}
  it names message ${about} of the one to whom it came, by its Received field
  it comes from mx.krustylu.test, the host that took the message
  it comes from krustylu.test, which answers for the host that took the message, or for the recipient
  SPF of its sender: pass (mx.krustylu.test)
  the one to whom it came has written to an address of which it speaks
  it could not be looked into; the log says why
`,
    );
  });

  it('says that it was filed', () => {
    assert.match(
      findingText({ verdict: 'forged', kind: 'failure', evidence: [], isFiled: true }),
      /^Notice: +it is forged: .*; it lies in the junk mailbox\n$/,
    );
  });

  it('is harmless', () => {
    assert.ok(
      text({ kind: 'spf', result: hostile, domain: hostile }).includes(`: ${harmless} (${harmless})`),
    );
  });

  it('has a short form for a column', () => {
    assert.equal(verdictText('about-mail-you-sent'), 'about your mail');
    assert.equal(verdictText('cannot-be-proven'), 'cannot be proven');
    assert.equal(verdictText('forged'), 'forged');
  });
});
