import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fromUtf8 } from '../../base/bytes.ts';
import { dayMs, hourMs, instant, later, minuteMs } from '../../base/instant.ts';
import { Dates } from '../languages/dates.ts';
import { wordsOf } from '../languages/overrides.ts';
import type { Report, ReportedRecipient } from '../report.ts';
import { noticeContent, recipientsShownMax } from './content.ts';
import type { Telling } from './telling.ts';
import { noticeText } from './text.ts';

const arrived = instant(Date.parse('2026-11-23T09:14:02Z'));
const krusty: ReportedRecipient = {
  finalRecipient: { type: 'rfc822', address: 'krustyClown@krustylu.test' },
  action: 'failed',
  status: '5.1.1',
  remoteMta: { type: 'dns', name: 'mx1.krustylu.test', ip: '192.0.2.25' },
  diagnosticCode: { type: 'smtp', text: '550 5.1.1 no such person here' },
};
const words = wordsOf('en');

/** The text in one line, as a reader takes it in. */
function text(
  recipients: readonly ReportedRecipient[],
  more: Partial<Report> = {},
  afterMs = 1000,
  changes: Partial<Telling> = {},
): string {
  const report: Report = {
    reportingMta: { type: 'dns', name: 'mail.springfield.test' },
    arrivalDate: arrived,
    queueId: '7Q4K2M9D',
    recipients,
    ...more,
  };
  const telling: Telling = {
    words,
    dates: new Dates(words, { zoneMinutes: 0 }),
    at: later(arrived, afterMs),
    reader: 'sender',
    postmaster: 'postmaster@springfield.test',
    isAllClear: false,
    ...changes,
  };
  return noticeText(noticeContent(report, undefined, telling)).replace(/[\s=]+/g, ' ');
}

describe('the content of a notice', () => {
  it('says which address, why, how final that is, who must act, and what to do, in this order', () => {
    const said = text([{ ...krusty, didYouMean: ['krustyKlown@krustylu.test'] }]);
    const order = [
      'Returned to sender This address does not work Your message was not delivered to this address: krustyClown',
      'The server of krustylu.test says that nobody there has this address. This is permanent',
      'Who must act You: can put this right mail.springfield.test: did its part krustylu.test: said no',
      'You can put this right yourself. What you can do 1. Compare the address',
      'Did you mean krustyKlown@krustylu.test? You wrote krusty[C]lown@krustylu.test.',
      'Your message Sent: November 23, 2026, 09:14 UTC',
      'Reference: 7Q4K2M9D For',
      'For your postmaster: the exact answer',
      'Answer: 550 5.1.1 no such person here Code: 5.1.1: permanent failure; there is no mailbox of this name',
      'Server: mx1.krustylu.test [192.0.2.25]',
      'written by the mail server mail.springfield.test',
    ].map((each) => said.indexOf(each));
    assert.ok(!order.includes(-1), `${order}`);
    assert.deepEqual(
      order,
      order.toSorted((a, b) => a - b),
    );
  });

  it('says of each action what it means', () => {
    const of = (action: ReportedRecipient['action']) => text([{ ...krusty, action }]);
    assert.match(
      of('delayed'),
      /not been delivered yet .*You need not do anything.*we keep trying, and tell you/,
    );
    assert.match(
      text([{ ...krusty, action: 'delayed', willRetryUntil: later(arrived, dayMs) }]),
      /until November 24, 2026, 09:14 UTC, and tell you.*Tried until: November 24/,
    );
    assert.match(
      of('delivered'),
      /As you wished to know, your message has been delivered to this address: .* read it/,
    );
    assert.match(of('relayed'), /handed on.*mx1\.krustylu\.test, has taken it.*no notices/);
    assert.match(of('expanded'), /passed on to the people behind this address/);
  });

  it('does not call it a failure that the good news of several differs', () => {
    const { remoteMta: _, diagnosticCode: __, ...plain } = krusty;
    const arrivedThere: ReportedRecipient = { ...plain, action: 'delivered', status: '2.1.5' };
    const handedOn: ReportedRecipient = { ...krusty, action: 'relayed', status: '2.1.9' };
    assert.match(text([arrivedThere, handedOn]), /^Delivered What became of your message As you wished/);
    assert.match(text([krusty, handedOn]), /^Returned to sender Your message did not reach everybody/);
  });

  it('does not advise to send again what is still in the queue', () => {
    const noAnswer = {
      ...krusty,
      status: '4.4.1' as const,
      diagnosticCode: { type: 'X-Evergreen', text: 'no' },
    };
    assert.match(text([noAnswer]), /Send the message again/);
    assert.doesNotMatch(text([{ ...noAnswer, action: 'delayed' }]), /Send the message again/);
  });

  it('ends a delay with an all-clear, without a word of what was wished for', () => {
    const clear = (action: 'delivered' | 'relayed') =>
      text([{ ...krusty, action }], {}, 0, { isAllClear: true });
    assert.match(
      clear('delivered'),
      /^All clear Your message got through after all .*was late, as we told you/,
    );
    assert.match(clear('delivered'), /It arrived after all: it is in the mailbox now/);
    assert.match(
      clear('relayed'),
      /It got through after all: the next mail server, mx1\.krustylu\.test, has/,
    );
    for (const action of ['delivered', 'relayed'] as const) assert.doesNotMatch(clear(action), /wished/);
  });

  it('says how long it was tried, where the time was over', () => {
    const expired = { ...krusty, status: '4.4.7' as const };
    assert.match(text([expired], {}, 5 * dayMs + hourMs), /we tried for 5 days and have given up/);
    assert.match(text([expired], {}, 30 * hourMs), /for 30 hours/);
    assert.match(text([expired], {}, 10 * minuteMs), /for 10 minutes/);
    assert.match(text([expired], { arrivalDate: instant(0) }, 0), /for 20,?780 days/);
  });

  it('says together what is the same for several', () => {
    const other = { ...krusty, finalRecipient: { type: 'rfc822', address: 'melvin@krustylu.test' } };
    const full = {
      ...krusty,
      status: '5.2.2' as const,
      diagnosticCode: { type: 'smtp', text: '552 5.2.2 mailbox full' },
      finalRecipient: { type: 'rfc822', address: 'bob@tv.test' },
    };
    const said = text([krusty, full, other]);
    assert.match(said, /^Returned to sender Your message did not reach everybody/);
    assert.match(
      said,
      /These addresses do not work -+ krustyClown@krustylu\.test melvin@krustylu\.test The server/,
    );
    assert.equal(said.match(/nobody there has/g)?.length, 1);
    assert.match(said, /bob@tv\.test The mailbox of the recipient is full/);
    assert.match(said, /tv\.test: said no, the recipient has to act/);
    assert.match(said, /Address: bob@tv\.test Answer: 552 5\.2\.2 mailbox full/);
  });

  it('names nobody who must act where the reason is not known', () => {
    const said = text([{ ...krusty, status: '5.0.0', diagnosticCode: { type: 'smtp', text: '554 No.' } }]);
    assert.match(said, /The reason is not known to us for certain/);
    assert.match(
      said,
      /You: sent the message .*did its part krustylu\.test: said no Who must act, we cannot say/,
    );
    assert.doesNotMatch(said, /has to act|have to act/);
  });

  it('does not repeat a headline that all groups share', () => {
    const other = { ...krusty, finalRecipient: { type: 'rfc822', address: 'melvin@tv.test' } };
    const said = text([krusty, other]);
    assert.match(said, /^Returned to sender These addresses do not work Your message was not delivered/);
    assert.doesNotMatch(said, /This address does not work/);
    assert.match(said, /krustyClown@krustylu\.test The server of krustylu.*melvin@tv\.test The server of tv/);
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
    const whom = (count: number) => text(many(count)).split('The server of')[0] ?? '';
    assert.doesNotMatch(
      text(many(recipientsShownMax)).split('Your message Sent')[0] ?? '',
      /more are listed/,
    );
    assert.match(
      text(many(recipientsShownMax + 3)),
      /these 23 addresses:.* 3 more are listed.*Your message Sent/,
    );
    assert.doesNotMatch(whom(recipientsShownMax + 3), /c20@k\.test/);
    assert.match(text(many(12)), /c9@k\.test Answer.*2 more are listed/);
  });

  it('tells the message by its own words, decoded and harmless', () => {
    const message = fromUtf8(
      'Subject: =?utf-8?Q?Gr=C3=BC=C3=9Fe?=\r\nDate: today \u202eyesterday\r\nTo: a@b.test\r\nCc: c@d.test\r\n\r\n',
    );
    const said = text([krusty], { original: { message } });
    assert.match(said, /Subject: Grüße Dated: today \\u202eyesterday To: a@b\.test Copy to: c@d\.test/);
    const dated = fromUtf8('Date: Mon, 23 Nov 2026 10:14:00 +0100\r\n\r\n');
    assert.match(text([krusty], { original: { message: dated } }), /Dated: November 23, 2026, 09:14 UTC/);
  });

  it('says how often it was tried: once for all, or of each', () => {
    const tried = { ...krusty, attempts: 3, lastAttemptDate: later(arrived, hourMs) };
    assert.match(text([tried]), /Tried: 3 times, last on November 23, 2026, 10:14 UTC/);
    assert.match(text([{ ...krusty, attempts: 1 }]), /Tried: once /);
    const said = text([
      tried,
      { ...tried, attempts: 1, finalRecipient: { type: 'rfc822', address: 'x@y.test' } },
    ]);
    assert.doesNotMatch(said.split('For your postmaster')[0] ?? '', /Tried:/);
    assert.match(said, /Address: x@y\.test .*Tried: once, on November 23/);
  });

  it('tells a postmaster at what stage and under what encryption it was said', () => {
    const said = text([{ ...krusty, stage: 'rcpt', tls: 'TLSv1.3 AES' }]);
    assert.match(said, /Stage: RCPT TO, the recipient Encryption: TLSv1\.3 AES/);
    assert.match(text([{ ...krusty, tls: '' }]), /Encryption: none/);
    assert.match(
      text([{ ...krusty, status: '5.5.99' }]),
      /5\.5\.99: permanent failure; something went wrong in the/,
    );
    assert.match(text([{ ...krusty, status: '4.99.1' }]), /Code: 4\.99\.1: temporary failure Server/);
  });

  it('tells a postmaster what to look at, where the cause tells that', () => {
    const unnamed = {
      ...krusty,
      status: '5.7.25' as const,
      diagnosticCode: { type: 'smtp', text: '550 5.7.25 PTR' },
    };
    assert.match(text([unnamed]), /To check: Whether the address of our sending server has a PTR record/);
    assert.doesNotMatch(text([krusty]), /To check/);
    assert.doesNotMatch(text([{ ...unnamed, action: 'relayed' }]), /To check/);
  });

  it('speaks to the postmaster of what is not his own', () => {
    const message = fromUtf8('Return-Path: <>\r\nFrom: bounce@tv.test\r\nSubject: Gone\r\n\r\n');
    const said = text([krusty], { original: { message } }, 0, { reader: 'postmaster' });
    assert.match(said, /^For the postmaster A message could not be delivered, and its sender is not told/);
    assert.match(said, /so you are told instead/);
    assert.match(said, /The message Sent: .* Return path: <> From: bounce@tv\.test Subject: Gone/);
    assert.doesNotMatch(said, /Your message|You can put|1\. /);
    const listed = text([{ ...krusty, alias: 'fun@tv.test' }], {}, 0, { reader: 'postmaster' });
    assert.match(listed, /\(the sender wrote to fun@tv\.test\)/);
  });

  it('says how it is known whose message it is', () => {
    assert.match(
      text([krusty], {}, 0, { proof: 'signed-in' }),
      /Proof: whoever sent it was signed in to your/,
    );
    assert.match(
      text([krusty], {}, 0, { proof: 'return-path' }),
      /Proof: it came from a server that may send/,
    );
  });

  it('warns of an account that somebody else may use', () => {
    assert.match(
      text([krusty], {}, 0, { proof: 'signed-in' }),
      /If you did not send .* change your password/,
    );
    assert.match(
      text([krusty], {}, 0, { proof: 'return-path' }),
      /If you did not send .* tell your postmaster/,
    );
    assert.doesNotMatch(
      text([{ ...krusty, action: 'relayed' }], {}, 0, { proof: 'signed-in' }),
      /did not send/,
    );
    assert.doesNotMatch(text([krusty]), /did not send/);
  });

  it('does not call final what may pass', () => {
    const full = {
      ...krusty,
      status: '5.2.2' as const,
      diagnosticCode: { type: 'smtp', text: '552 5.2.2 full' },
    };
    assert.match(
      text([full]),
      /The mailbox of the recipient is full\. This may pass, but it will not be tried/,
    );
  });

  it('shows what we found ourselves as ours', () => {
    const { remoteMta: _, ...rest } = krusty;
    assert.match(
      text([{ ...rest, diagnosticCode: { type: 'X-Evergreen', text: 'no such domain' } }]),
      /We found: no such domain/,
    );
    assert.match(
      text([{ ...krusty, diagnosticCode: { type: 'X-Evergreen', text: 'connection refused' } }]),
      /We found: connection refused .*Server: mx1\.krustylu\.test \[192\.0\.2\.25\]/,
    );
  });

  it('cuts endless words of a remote host', () => {
    const said = text([{ ...krusty, diagnosticCode: { type: 'smtp', text: 'x'.repeat(100_000) } }]);
    assert.ok(said.length < 5000);
    assert.match(said, /x…/);
  });
});
