import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type MailboxAddress, mailboxKey } from '../address/mailbox-address.ts';
import { encodeXtext } from '../address/xtext.ts';
import { type Bytes, fromLatin1, fromUtf8, utf8 } from '../base/bytes.ts';
import { dayMs, later } from '../base/instant.ts';
import { VirtualClock } from '../base/testing/virtual-clock.ts';
import type { Overrides } from '../dsn/languages/overrides.ts';
import { parseReport } from '../dsn/parse/parse-report.ts';
import type { ReadReport } from '../dsn/parse/read-report.ts';
import { reply } from '../envelope/reply.ts';
import type { Addressee } from '../queue/initial.ts';
import type { QueuedMessage, Recipient } from '../queue/message.ts';
import type { Notice } from '../queue/notice.ts';
import type { Acceptance, Transition } from '../queue/queue-store.ts';
import { planReports } from '../queue/report-plan.ts';
import { defaultRetrySchedule } from '../queue/retry-schedule.ts';
import {
  address,
  host,
  id,
  lease,
  message,
  noon,
  recipient,
  refusal,
  trouble,
} from '../queue/testing/samples.ts';
import { checkAcceptance } from '../storage/acceptance-check.ts';
import { Reporter } from './reporter.ts';

const text =
  'From: homer@springfield.test\r\nSubject: Donuts\r\nMessage-ID: <1@pc.test>\r\n\r\nMmm, donuts.\r\n';
const returnPath = 'Return-Path: <homer@springfield.test>\r\n';

const about = (change: Partial<QueuedMessage> = {}): QueuedMessage => ({
  ...message(),
  sizeBytes: text.length,
  returnPathBytes: returnPath.length,
  ...change,
});

/** An alias: recipients with this parent stand behind it. */
const family = recipient({ index: 0, address: 'family@springfield.test' });
const failed: Notice = { action: 'failed', diagnostic: refusal, to: 'sender', recipient: recipient() };

interface Setting {
  /** All recipients of the message, as the store has them. */
  readonly recipients?: readonly Recipient[];
  readonly transitions?: readonly Transition[];
  readonly reached?: readonly string[];
  readonly language?: string;
  readonly defaultLanguage?: string;
  readonly hidesAliasTargets?: boolean;
  readonly overrides?: Overrides;
  readonly addressees?: Readonly<Record<string, Addressee | undefined>>;
  readonly returnBytesMax?: number;
  readonly content?: string;
}

const homer: Addressee = { kind: 'local', account: 'homer' };
const postmaster: Addressee = { kind: 'local', account: 'postmaster' };
const homeAddressees: NonNullable<Setting['addressees']> = {
  'homer@springfield.test': homer,
  'postmaster@springfield.test': postmaster,
};

function reporter(setting: Setting = {}) {
  const { addressees = homeAddressees, returnBytesMax = 10_000, content, recipients = [family] } = setting;
  const { overrides } = setting;
  const { reached = [], language, defaultLanguage = 'en', hidesAliasTargets = false } = setting;
  let made = 0;
  const nothing = () => {};
  const log = { debug: nothing, info: nothing, warn: nothing, error: nothing, with: () => log };
  return new Reporter({
    clock: new VirtualClock(noon),
    log,
    store: {
      readContent: (_, offset) => pieces(fromUtf8(content ?? returnPath + text).subarray(offset)),
      find: async () => ({ message: about(), recipients }),
      reachedBy: async (sender) => (sender === 'homer' ? reached.map(address) : []),
    },
    findAddressee: async (to: MailboxAddress) => addressees[mailboxKey(to)] ?? { kind: 'unknown' },
    nextQueueId: () => id(`next${++made}`),
    hostname: 'mx.springfield.test',
    postmaster: address('postmaster@springfield.test'),
    schedule: defaultRetrySchedule,
    returnBytesMax,
    languageOf: async (account) => (account === 'homer' ? language : undefined),
    defaultLanguage,
    hidesAliasTargets,
    caps: { perAddressMax: 1, perDomainMax: 2, inAllMax: 3, postmasterMax: 4 },
    ...(overrides && { overrides }),
  });
}

/** In small pieces, as a store may bring it. */
async function* pieces(bytes: Bytes): AsyncIterable<Bytes> {
  for (let at = 0; at < bytes.length; at += 7) yield bytes.subarray(at, at + 7);
}

async function write(setting: Setting, original: QueuedMessage, ...notices: Notice[]) {
  const ids = { failureReport: id('report'), ownerReport: () => id('report'), next: () => id('report') };
  const plan = planReports(original, setting.transitions ?? [], notices, ids);
  const [acceptance, ...others] = await reporter(setting).write(plan);
  assert(acceptance && others.length === 0);
  return read(acceptance);
}

function read(acceptance: Acceptance): { acceptance: Acceptance; octets: string; report: ReadReport } {
  checkAcceptance(acceptance);
  assert(acceptance.content.kind === 'bytes');
  const { bytes } = acceptance.content;
  const [report] = parseReport(bytes.subarray(acceptance.message.returnPathBytes));
  assert(report && report.kind !== 'not-a-report');
  return { acceptance, octets: utf8(bytes), report };
}

describe('a report as a message', () => {
  it('has the null reverse-path, and goes into the mailbox of the sender', async () => {
    const { acceptance, octets } = await write({}, about(), failed);
    const { message: written, recipients, deliveries } = acceptance;
    assert.equal(written.queueId, 'report');
    assert.equal(written.envelope.reversePath, 'null-path');
    assert.deepEqual(written.origin, { kind: 'report', about: 'the-message' });
    assert.equal(written.expiresAt, later(noon, 2 * dayMs));
    assert.match(octets, /^Return-Path: <>\r\n/);
    assert.equal(written.returnPathBytes, 'Return-Path: <>\r\n'.length);
    assert.deepEqual(deliveries, [{ account: 'homer', recipient: 0 }]);
    assert.deepEqual(
      recipients.map(({ address: to, parameters }) => [to.text, parameters]),
      [['homer@springfield.test', {}]],
    );
  });

  it('has facts for operators', async () => {
    const { acceptance } = await write({}, about(), failed);
    assert.deepEqual(acceptance.message.facts, {
      messageId: '<report@springfield.test>',
      subject: 'Undelivered: Donuts',
      is8bit: true,
      isHeaderUtf8: false,
    });
  });

  it('waits in the queue if the sender is elsewhere', async () => {
    const elsewhere: Addressee = { kind: 'remote', destination: 'elsewhere.test' };
    const addressees = { ...homeAddressees, 'homer@springfield.test': elsewhere };
    const { acceptance } = await write({ addressees }, about(), failed);
    const [to] = acceptance.recipients;
    assert.deepEqual(to?.state, { kind: 'waiting', due: noon, attempts: 0 });
    assert.equal(to?.destination, 'elsewhere.test');
    assert.deepEqual(acceptance.deliveries, []);
  });

  it('goes to all behind the address of the sender, if that is an alias', async () => {
    const alias: Addressee = {
      kind: 'alias',
      targets: [
        { address: address('homer@springfield.test'), addressee: { kind: 'local', account: 'homer' } },
        {
          address: address('h@elsewhere.test'),
          addressee: { kind: 'remote', destination: 'elsewhere.test' },
        },
      ],
    };
    const addressees = { ...homeAddressees, 'homer@springfield.test': alias };
    const { acceptance } = await write({ addressees }, about(), failed);
    assert.deepEqual(
      acceptance.recipients.map(({ state }) => state.kind),
      ['settled', 'settled', 'waiting'],
    );
    assert.deepEqual(acceptance.deliveries, [{ account: 'homer', recipient: 1 }]);
  });

  it('needs SMTPUTF8 where the address of the sender does', async () => {
    const reversePath = address('höhmer@springfield.test');
    const addressees = {
      ...homeAddressees,
      'höhmer@springfield.test': homer,
    };
    const envelope = { ...about().envelope, reversePath, smtpUtf8: true };
    const { acceptance } = await write({ addressees }, about({ envelope }), failed);
    assert.equal(acceptance.message.envelope.smtpUtf8, true);
    assert.equal(acceptance.message.facts.isHeaderUtf8, true);
  });
});

describe('what a report says', () => {
  it('of the message', async () => {
    const envelope = { ...about().envelope, envelopeId: encodeXtext('Wunsch+1') };
    const { report } = await write({}, about({ envelope }), failed);
    assert.deepEqual(report.reportingMta, { type: 'dns', name: 'mx.springfield.test' });
    assert.equal(report.originalEnvelopeId, 'Wunsch+1');
    assert.equal(report.receivedFromMta?.name, 'homers-pc');
    assert.equal(report.arrivalDate, noon);
  });

  it('of a failure: the reply, the host, the time', async () => {
    const { report } = await write({}, about(), failed);
    const [krusty] = report.recipients;
    assert.equal(krusty?.action, 'failed');
    assert.equal(krusty.status, '5.1.1');
    assert.equal(krusty.finalRecipient.address, 'krustyklown@krustylu.test');
    assert.equal(krusty.originalRecipient, undefined);
    assert.equal(krusty.remoteMta?.name, 'mx.krustylu.test');
    assert.deepEqual(krusty.diagnosticCode, { type: 'smtp', text: '550 5.1.1 No such user here' });
    assert.equal(krusty.lastAttemptDate, noon);
  });

  it('of a failure that no host took part in: our own words', async () => {
    const { remote: _, ...own } = trouble;
    const { report } = await write({}, about(), { ...failed, diagnostic: own });
    assert.equal(report.recipients[0]?.remoteMta, undefined);
    assert.notEqual(report.recipients[0]?.diagnosticCode?.type, 'smtp');
  });

  it('of the recipient: what the sender called him, case kept', async () => {
    const named = recipient({
      address: 'KrustyKlown@krustylu.test',
      parameters: { originalRecipient: { addressType: 'rfc822', address: encodeXtext('Krusty+K@tv.test') } },
    });
    const { report } = await write({}, about(), { ...failed, recipient: named });
    assert.equal(report.recipients[0]?.finalRecipient.address, 'KrustyKlown@krustylu.test');
    assert.deepEqual(report.recipients[0]?.originalRecipient, {
      type: 'rfc822',
      address: 'Krusty+K@tv.test',
    });
  });

  it('of several recipients, and what became of the others', async () => {
    const second = { ...failed, recipient: recipient({ index: 1, address: 'mel@krustylu.test' }) };
    const outcome = { kind: 'delivered' } as const;
    const settled = { kind: 'settled', at: noon, attempts: 1, outcome } as const;
    const others = [2, 3, 4, 5, 6].map((index) => recipient({ index, state: settled }));
    const behind = recipient({ index: 7, parent: 6 });
    // The sixth is attempted as far as the store knows, and settled in the same transaction.
    const recipients = [
      failed.recipient,
      second.recipient,
      ...others.slice(0, 4),
      recipient({ index: 6 }),
      behind,
    ];
    const failure = { kind: 'failed', diagnostic: refusal, report: { as: id('report') } } as const;
    const transitions = [
      { recipient: 0, next: { ...settled, outcome: failure }, isDelayReported: false },
      { recipient: 1, next: { ...settled, outcome: failure }, isDelayReported: false },
      { recipient: 6, next: settled, isDelayReported: false },
    ];
    const { report, octets } = await write({ recipients, transitions }, about(), failed, second);
    assert.deepEqual(
      report.recipients.map(({ finalRecipient }) => finalRecipient.address),
      ['krustyklown@krustylu.test', 'mel@krustylu.test'],
    );
    assert.match(octets, /2 of 7 recipients failed\. The other 5 were accepted\./);
  });

  it('of those behind an alias, and not how many there are', async () => {
    const child = { ...failed, recipient: recipient({ index: 6, parent: 0 }) };
    const { octets, report } = await write({}, about(), child);
    assert.doesNotMatch(octets, /of 7 recipients/);
    assert.match(octets, /krustyklown@krustylu\.test \(you wrote to family@springfield\.test\)/);
    // RFC 3461 §6.3 (d): it was not in an ORCPT parameter.
    assert.equal(report.recipients[0]?.originalRecipient, undefined);
  });

  it('of those behind an alias nothing but the alias, where the operator wants it so', async () => {
    const child = { ...failed, recipient: recipient({ index: 6, parent: 0 }) };
    const { octets, report } = await write({ hidesAliasTargets: true }, about(), child);
    assert.doesNotMatch(octets, /krusty|No such user here/i);
    assert.equal(report.recipients[0]?.finalRecipient.address, 'family@springfield.test');
    const copy = await write({ hidesAliasTargets: true }, about(), { ...child, to: 'postmaster' });
    assert.match(copy.octets, /krustyklown@krustylu\.test/);
  });

  it('of several behind an alias that hides them once, and of each to the postmaster', async () => {
    const children = [6, 7].map((index) => ({
      ...failed,
      recipient: recipient({ index, parent: 0, original: 0 }),
    }));
    const { report } = await write({ hidesAliasTargets: true }, about(), ...children);
    assert.deepEqual(
      report.recipients.map(({ finalRecipient }) => finalRecipient.address),
      ['family@springfield.test'],
    );
    const copies = children.map((child) => ({ ...child, to: 'postmaster' as const }));
    const copy = await write({ hidesAliasTargets: true }, about(), ...copies);
    assert.equal(copy.report.recipients.length, 2);
  });

  it('of how often it was tried, and how the connection was', async () => {
    const state = { kind: 'attempting', lease, since: noon, attempts: 2 } as const;
    const { tls: _, ...plain } = refusal;
    const third = { ...failed, recipient: recipient({ state }), diagnostic: plain };
    const { octets } = await write({}, about(), third);
    assert.match(octets, /Tried: 3 times/);
    assert.match(octets, /Encryption: none/);
    assert.match((await write({}, about(), failed)).octets, /Encryption: TLSv1\.3/);
  });

  it('of an address that was mistyped: whom the sender may have meant', async () => {
    const reached = ['krustyKlown@krustylu.test', 'moe@tavern.test'];
    const wrong = { ...failed, recipient: recipient({ address: 'krustyClown@krustylu.test' }) };
    const { octets } = await write({ reached }, about(), wrong);
    assert.match(octets, /Did you mean krustyKlown@krustylu\.test\?/);
    const unlike = await write({ reached: ['moe@tavern.test'] }, about(), wrong);
    assert.doesNotMatch(unlike.octets, /Did you mean/);
    const full = {
      ...wrong,
      diagnostic: { ...refusal, status: '5.2.2', reply: reply(552, '5.2.2', 'full') },
    } as const;
    assert.doesNotMatch((await write({ reached }, about(), full)).octets, /Did you mean/);
    const stranger = about({ origin: { kind: 'relay-in' } });
    assert.doesNotMatch((await write({ reached }, stranger, wrong)).octets, /Did you mean/);
  });

  it('that a delay is over', async () => {
    const arrived: Notice = { action: 'delivered', to: 'sender', recipient: recipient(), isAllClear: true };
    assert.match((await write({}, about(), arrived)).octets, /^Subject: Arrived after all: Donuts\r$/m);
  });

  it('of a delay: until when we try', async () => {
    const until = later(noon, 5 * dayMs);
    const notice: Notice = {
      action: 'delayed',
      diagnostic: trouble,
      willRetryUntil: until,
      to: 'sender',
      recipient: recipient(),
    };
    const { report } = await write({}, about(), notice);
    assert.deepEqual(
      [report.recipients[0]?.action, report.recipients[0]?.status, report.recipients[0]?.willRetryUntil],
      ['delayed', '4.4.1', until],
    );
  });

  const common = { to: 'sender', recipient: recipient() } as const;
  const good: [string, Notice][] = [
    ['2.1.9', { ...common, action: 'relayed', by: host, reply: reply(250, '2.0.0', 'ok') }],
    ['2.1.5', { ...common, action: 'delivered' }],
    ['2.1.5', { ...common, action: 'expanded', into: [address('barney@krustylu.test')] }],
  ];
  for (const [status, notice] of good) {
    it(`of success: ${notice.action}, ${status}`, async () => {
      const { report, octets } = await write({}, about(), notice);
      assert.deepEqual([report.recipients[0]?.action, report.recipients[0]?.status], [notice.action, status]);
      assert.doesNotMatch(octets, /barney/, 'who is behind an alias is nobody else’s business');
    });
  }
});

describe('a report that cannot be written as it should be', () => {
  // Nobody can start a server with such a text: it stands for any fault of ours.
  const overrides: Overrides = { texts: new Map([['en', { 'lead.failed': '{nothing}' }]]) };

  it('tells at least that it failed', async () => {
    const { octets, report } = await write({ overrides }, about(), failed);
    const [krusty] = report.recipients;
    assert.deepEqual([krusty?.action, krusty?.status], ['failed', '5.1.1']);
    assert.match(octets, /krustyklown@krustylu\.test/);
    assert.doesNotMatch(octets, /Mmm/);
  });

  it('keeps what is confidential', async () => {
    const child = { ...failed, recipient: recipient({ index: 6, parent: 0 }) };
    const { octets } = await write({ overrides, hidesAliasTargets: true }, about(), child);
    assert.doesNotMatch(octets, /krusty/i);
    assert.match(octets, /family@springfield\.test/);
  });

  it('makes no suggestion if the store does not know whom the sender reached', async () => {
    const wrong = { ...failed, recipient: recipient({ address: 'krustyClown@krustylu.test' }) };
    const { octets } = await write({ reached: ['not an address'] }, about(), wrong);
    assert.match(octets, /krustyClown@krustylu\.test/);
    assert.doesNotMatch(octets, /Did you mean/);
  });
});

describe('the language of a report', () => {
  const subject = async (setting: Setting, header = '', to: Notice['to'] = 'sender') => {
    const content = `${returnPath}${header}${text}`;
    const { octets } = await write({ ...setting, content }, about({ sizeBytes: content.length }), {
      ...failed,
      to,
    });
    return /^Content-Language: (.*)\r$/m.exec(octets)?.[1];
  };

  it('is what its reader has chosen', async () => {
    assert.equal(await subject({ language: 'pl' }, 'Accept-Language: de\r\n'), 'pl');
    assert.equal(await subject({ language: 'de-AT', defaultLanguage: 'ja' }), 'de');
  });

  it('else what his mail says', async () => {
    assert.equal(await subject({ defaultLanguage: 'ja' }, 'Accept-Language: tlh, fr;q=0.5\r\n'), 'fr');
    assert.equal(await subject({ language: 'tlh' }, 'Content-Language: it\r\n'), 'it');
  });

  it('else what the operator has chosen', async () => {
    assert.equal(await subject({ defaultLanguage: 'ja' }), 'ja');
    assert.equal(await subject({ defaultLanguage: 'ja' }, 'Content-Language: de\r\n', 'postmaster'), 'ja');
  });

  it('tells the time by the clock of the author', async () => {
    const date = 'Date: Mon, 23 Nov 2026 12:00:00 +0530\r\n';
    const content = `${returnPath}${date}${text}`;
    const { octets } = await write({ content }, about({ sizeBytes: content.length }), failed);
    assert.match(octets, /17:30 UTC\+5:30/);
    assert.match(octets, /Arrival-Date: Mon, 23 Nov 2026 12:00:00 \+0000/);
  });
});

describe('what a report brings back', () => {
  const failure = (change: Partial<QueuedMessage> = {}, setting: Setting = {}) =>
    write(setting, about(change), failed);
  const returning = (returnContent: 'full' | 'headers') => ({
    envelope: { ...about().envelope, returnContent },
  });

  it('is the message of a failure', async () => {
    for (const change of [{}, returning('full')]) {
      const { octets } = await failure(change);
      assert(octets.includes(text));
      assert.doesNotMatch(octets, /Return-Path: <homer/);
    }
  });

  it('is its header section if the sender wants no more', async () => {
    const { octets } = await failure(returning('headers'));
    assert.match(octets, /Subject: Donuts\r\n/);
    assert.doesNotMatch(octets, /Mmm/);
  });

  it('is its header section if it is too large, to the octet', async () => {
    assert.match((await failure({}, { returnBytesMax: text.length })).octets, /Mmm/);
    const { octets } = await failure({}, { returnBytesMax: text.length - 1 });
    assert.match(octets, /Subject: Donuts\r\n/);
    assert.doesNotMatch(octets, /Mmm/);
  });

  it('is its header section if nothing failed', async () => {
    const notice: Notice = { action: 'delivered', to: 'sender', recipient: recipient() };
    const { octets } = await write({}, about(returning('full')), notice);
    assert.match(octets, /Subject: Donuts\r\n/);
    assert.doesNotMatch(octets, /Mmm/);
  });

  it('is all there is, if a message has no body', async () => {
    const bare = 'Subject: Bare\r\n';
    const change = { sizeBytes: bare.length, ...returning('headers') };
    const { octets } = await failure(change, { content: returnPath + bare });
    assert.match(octets, /Subject: Bare\r\n/);
  });
});

describe('a copy for the postmaster', () => {
  const copy: Notice = { ...failed, to: 'postmaster' };

  it('asks for no report about itself, and shows the reverse-path, but not the text', async () => {
    const { acceptance, octets } = await write({}, about(), copy);
    assert.deepEqual(acceptance.deliveries, [{ account: 'postmaster', recipient: 0 }]);
    assert.deepEqual(acceptance.recipients[0]?.parameters, { notify: 'never' });
    assert.match(octets, /Return-Path: <homer@springfield\.test>\r\n/);
    assert.match(octets, /To: postmaster@springfield\.test\r\n/);
    assert.doesNotMatch(octets, /Mmm/);
  });

  it('is what becomes of the report if the sender has no mailbox any more', async () => {
    const { acceptance, octets } = await write(
      { addressees: { 'postmaster@springfield.test': postmaster } },
      about(),
      failed,
    );
    assert.deepEqual(acceptance.deliveries, [{ account: 'postmaster', recipient: 0 }]);
    assert.deepEqual(acceptance.recipients[0]?.parameters, { notify: 'never' });
    assert.doesNotMatch(octets, /Mmm/);
  });

  it('waits if there is no postmaster', async () => {
    const { acceptance } = await write({ addressees: {} }, about(), copy);
    const [to] = acceptance.recipients;
    assert.deepEqual(to?.state, { kind: 'waiting', due: noon, attempts: 0 });
    assert.equal(to?.address.text, 'postmaster@springfield.test');
  });
});

describe('reports that are owed at acceptance', () => {
  it('are written from the header section, before there is anything in the store', async () => {
    const header = fromLatin1('Received: from x by y; now\r\nSubject: Donuts\r\n\r\n');
    const notices: Notice[] = [
      { action: 'delivered', to: 'sender', recipient: recipient({ index: 0 }) },
      { action: 'expanded', into: [], to: 'sender', recipient: recipient({ index: 1 }) },
      { action: 'delivered', to: 'sender', recipient: recipient({ index: 2 }) },
    ];
    const all = [...notices.map(({ recipient: each }) => each), recipient({ index: 3, parent: 1 })];
    const written = await reporter({ content: '' }).writeAtAcceptance(about(), notices, all, header);
    const reports = written.map(read);
    assert.deepEqual(
      reports.map(({ report }) => report.recipients.map(({ action }) => action)),
      [['delivered', 'delivered'], ['expanded']],
    );
    for (const { octets } of reports)
      assert.match(octets, /Received: from x by y; now\r\nSubject: Donuts\r\n/);
    assert.match(reports[1]?.octets ?? '', /1 of 3 recipients was accepted/);
    assert.equal(new Set(written.map(({ message: { queueId } }) => queueId)).size, 2);
  });
});
