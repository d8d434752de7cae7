import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { IpAddress } from '../address/ip.ts';
import { NULL_PATH } from '../address/path.ts';
import type { Verdict } from '../authentication/verdict.ts';
import { whyNotReport } from './may-report.ts';
import type { Origin } from './message.ts';
import { id, type MessageSample, message, relayIn, submission } from './testing/samples.ts';

const nobody = () => false;
const everybody = () => true;
const report: Origin = { kind: 'report', about: id('another') };

describe('the gate against backscatter', () => {
  it('opens for what an account of ours submitted', () => {
    assert.equal(whyNotReport(message({ origin: submission }), nobody), undefined);
  });

  it('stays shut for what anybody brings in, whatever the sender is', () => {
    assert.equal(whyNotReport(message({ origin: relayIn }), nobody), 'return-path-unproven');
  });

  it('opens for what a trusted host brings in', () => {
    assert.equal(whyNotReport(message({ origin: relayIn }), everybody), undefined);
  });

  it('asks about the host that the message came from', () => {
    const trusts = (ip: string) => {
      const arrival = { ip: '192.0.2.1' as IpAddress, greetingName: 'liar.test' };
      return whyNotReport(message({ origin: relayIn, arrival }), (host) => host.ip === ip) === undefined;
    };
    assert.equal(trusts('192.0.2.1'), true);
    assert.equal(trusts('192.0.2.2'), false);
  });

  const spfPass = (domain: string): Verdict => ({
    spf: { result: 'pass', domain, identity: 'mailfrom' },
    dkim: [],
    arc: 'none',
    dmarc: { result: 'none' },
  });

  it('opens where the sender is proven, and not where another is', () => {
    const brought = message({ origin: relayIn });
    assert(brought.envelope.reversePath !== NULL_PATH);
    const { domain } = brought.envelope.reversePath;
    const why = (verdict: Verdict) => whyNotReport({ ...brought, verdict }, nobody);
    assert.equal(why(spfPass(domain)), undefined);
    assert.equal(why(spfPass('evil.test')), 'return-path-unproven');
    const signed = (signer: string): Verdict => ({
      ...spfPass(domain),
      spf: { result: 'fail', domain, identity: 'mailfrom' },
      dkim: [{ result: 'pass', domain: signer, selector: 's' }],
    });
    assert.equal(why(signed(domain)), undefined);
    assert.equal(why(signed('evil.test')), 'return-path-unproven');
  });

  it('is shut for automatic mail of others, proven or trusted', () => {
    const brought = message({ origin: relayIn });
    assert(brought.envelope.reversePath !== NULL_PATH);
    const facts = { ...brought.facts, isAutomatic: true as const };
    const verdict = spfPass(brought.envelope.reversePath.domain);
    assert.equal(whyNotReport({ ...brought, facts, verdict }, nobody), 'automatic');
    assert.equal(whyNotReport({ ...brought, facts }, everybody), 'automatic');
    assert.equal(whyNotReport({ ...brought, facts, origin: submission }, nobody), undefined);
  });

  it('is shut where a cap is reached, but never for those who signed in', () => {
    const brought = message({ origin: relayIn });
    assert.equal(whyNotReport(brought, everybody, 'cap-domain'), 'cap-domain');
    assert(brought.envelope.reversePath !== NULL_PATH);
    const verdict = spfPass(brought.envelope.reversePath.domain);
    assert.equal(whyNotReport({ ...brought, verdict }, nobody, 'cap-address'), 'cap-address');
    assert.equal(whyNotReport(brought, nobody, 'cap-address'), 'return-path-unproven');
    assert.equal(whyNotReport(message({ origin: submission }), nobody, 'cap-all'), undefined);
  });

  it('does not trust what came from nowhere', () => {
    const { arrival: _, ...nowhere } = message({ origin: relayIn });
    assert.equal(whyNotReport(nowhere, everybody), 'return-path-unproven');
  });

  it('is shut for the null reverse-path, whoever sent it (RFC 5321 §4.5.5)', () => {
    for (const origin of [submission, relayIn, report]) {
      const sample: MessageSample = { origin, reversePath: NULL_PATH };
      assert.equal(whyNotReport(message(sample), everybody), 'null-reverse-path', origin.kind);
    }
  });
});
