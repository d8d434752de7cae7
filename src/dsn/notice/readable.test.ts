import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fromUtf8 } from '../../base/bytes.ts';
import { dayMs, hourMs, instant, later, minuteMs } from '../../base/instant.ts';
import type { Report, ReportedRecipient } from '../report.ts';
import type { ReadableOptions } from './fate.ts';
import { readableText, recipientsShownMax } from './readable.ts';

const arrived = instant(Date.parse('2026-11-23T09:14:02Z'));
const krusty: ReportedRecipient = {
  finalRecipient: { type: 'rfc822', address: 'krustyClown@krustylu.test' },
  action: 'failed',
  status: '5.1.1',
  remoteMta: { type: 'dns', name: 'mx1.krustylu.test', ip: '192.0.2.25' },
  diagnosticCode: { type: 'smtp', text: '550 5.1.1 no such person here' },
};

/** The text in one line, as a reader takes it in. */
function text(
  recipients: readonly ReportedRecipient[],
  more: Partial<Report> = {},
  afterMs = 1000,
  options: Partial<ReadableOptions> = {},
): string {
  const report: Report = {
    reportingMta: { type: 'dns', name: 'mail.springfield.test' },
    arrivalDate: arrived,
    queueId: '7Q4K2M9D',
    recipients,
    ...more,
  };
  const all: ReadableOptions = {
    at: later(arrived, afterMs),
    zoneMinutes: 0,
    reader: 'sender',
    recipientsInAll: undefined,
    ...options,
  };
  return readableText(report, undefined, all).replace(/\s+/g, ' ');
}

describe('readableText', () => {
  it('says which address, why, who must act, what to do, and what the other host said', () => {
    const said = text([krusty]);
    assert.match(
      said,
      /^Your message could not be delivered to this address: krustyClown@krustylu\.test Nobody at/,
    );
    assert.match(
      said,
      /This is final: we will not try again\. You can put this right yourself\. What you can do: 1\. /,
    );
    assert.match(said, /mx1\.krustylu\.test \(192\.0\.2\.25\) said: 550 5\.1\.1 no such person here/);
    assert.match(said, /Reference: 7Q4K2M9D at mail\.springfield\.test/);
    assert.match(said, /written by the mail server mail\.springfield\.test/);
  });

  it('says of each action what it means', () => {
    const of = (action: ReportedRecipient['action']) => text([{ ...krusty, action }]);
    assert.match(
      of('delayed'),
      /not been delivered yet .*You need not do anything.*we keep trying, and tell you/,
    );
    assert.match(
      text([{ ...krusty, action: 'delayed', willRetryUntil: arrived }]),
      /until Mon, 23 Nov 2026 09:14:02 \+0000/,
    );
    assert.match(of('delivered'), /has been delivered, as you wished to know, to this address: .* read it/);
    assert.match(of('relayed'), /handed on.*mx1\.krustylu\.test, has taken it.*no notices/);
    assert.match(of('expanded'), /passed on to the people behind this address/);
  });

  it('says how long it was tried, where the time was over', () => {
    const expired = { ...krusty, status: '4.4.7' as const };
    assert.match(
      text([expired], {}, 5 * dayMs + hourMs),
      /We tried again and again for 5 days, and have now given up/,
    );
    assert.match(text([expired], {}, 30 * hourMs), /for 30 hours/);
    assert.match(text([expired], {}, 10 * minuteMs), /for 10 minutes/);
    assert.match(text([expired], {}, 0), /for a minute, and/);
  });

  it('says together what is the same for several', () => {
    const other = { ...krusty, finalRecipient: { type: 'rfc822', address: 'melvin@krustylu.test' } };
    const full = {
      ...krusty,
      status: '5.2.2' as const,
      finalRecipient: { type: 'rfc822', address: 'bob@tv.test' },
    };
    const said = text([krusty, full, other]);
    assert.match(said, /these 3 addresses: krustyClown@krustylu\.test melvin@krustylu\.test Nobody/);
    assert.equal(said.match(/Nobody at/g)?.length, 1);
    assert.match(said, /bob@tv\.test The mailbox of the recipient is full/);
    assert.match(said, /The people at tv\.test have to act/);
  });

  it('names the address that the sender wrote to', () => {
    const moved = { ...krusty, originalRecipient: { type: 'rfc822', address: 'clown@tv.test' } };
    assert.match(text([moved]), /krustyClown@krustylu\.test \(you wrote to clown@tv\.test\)/);
    assert.match(text([{ ...krusty, alias: 'fun@tv.test' }]), /\(you wrote to fun@tv\.test\)/);
    assert.match(text([{ ...moved, alias: 'fun@tv.test' }]), /\(you wrote to clown@tv\.test\)/);
    const same = { ...krusty, originalRecipient: krusty.finalRecipient };
    assert.doesNotMatch(text([same]), /you wrote to/);
  });

  it('names only so many recipients', () => {
    const many = (count: number) =>
      Array.from({ length: count }, (_, i) => ({
        ...krusty,
        finalRecipient: { type: 'rfc822', address: `c${i}@k.test` },
      }));
    assert.doesNotMatch(text(many(recipientsShownMax)), /more are listed/);
    const said = text(many(recipientsShownMax + 3));
    assert.match(said, /these 23 addresses:/);
    assert.match(said, /3 more are listed/);
    assert.doesNotMatch(said, /c20@k\.test/);
  });

  it('tells the message by its own words, decoded and harmless', () => {
    const message = fromUtf8('Subject: =?utf-8?Q?Gr=C3=BC=C3=9Fe?=\r\nDate: today \u202eyesterday\r\n\r\n');
    const said = text([krusty], { original: { message } });
    assert.match(said, /The message: Subject: Grüße Date: today \\u202eyesterday/);
  });

  it('counts the recipients, where the message has more', () => {
    const of = (recipientsInAll: number) => text([krusty], {}, 0, { recipientsInAll });
    assert.match(of(7), /^Your message could not be delivered to 1 of its 7 recipients: krustyClown/);
    assert.match(of(1), /to this address: krustyClown/);
  });

  it('speaks to the postmaster of what is not his own', () => {
    const message = fromUtf8('Return-Path: <>\r\nFrom: bounce@tv.test\r\nSubject: Gone\r\n\r\n');
    const said = text([krusty], { original: { message } }, 0, { reader: 'postmaster' });
    assert.match(
      said,
      /^A message could not be delivered to this address: .* The sender is not told of it; you are/,
    );
    assert.match(said, /The message: Return-Path: <> From: bounce@tv\.test Subject: Gone/);
    assert.doesNotMatch(said, /Your message|You can put|1\. /);
    const listed = text([{ ...krusty, alias: 'fun@tv.test' }], {}, 0, { reader: 'postmaster' });
    assert.match(listed, /\(the sender wrote to fun@tv\.test\)/);
  });

  it('shows what we found ourselves as ours', () => {
    const { remoteMta: _, ...rest } = krusty;
    assert.match(
      text([{ ...rest, diagnosticCode: { type: 'X-Evergreen', text: 'no such domain' } }]),
      /We found: no such domain/,
    );
    assert.match(
      text([{ ...krusty, diagnosticCode: { type: 'X-Evergreen', text: 'connection refused' } }]),
      /We found at mx1\.krustylu\.test \(192\.0\.2\.25\): connection refused/,
    );
  });

  it('cuts endless words of a remote host', () => {
    const said = text([{ ...krusty, diagnosticCode: { type: 'smtp', text: 'x'.repeat(100_000) } }]);
    assert.ok(said.length < 5000);
    assert.match(said, /x…/);
  });
});
