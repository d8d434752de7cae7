import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { fromUtf8, latin1, utf8 } from '../../base/bytes.ts';
import { instant } from '../../base/instant.ts';
import { parseReport } from './parse-report.ts';
import type { ReadReport, ReportKind } from './read-report.ts';

const folder = (name: string) => new URL(`${name}/`, import.meta.url);
const text = (path: string): string => utf8(readFileSync(new URL(path, import.meta.url)));
const read = (mail: string): ReadReport => {
  const [report, ...others] = parseReport(fromUtf8(mail));
  assert.ok(report && others.length === 0);
  return report;
};

/** Each recipient in one line: address, what became of it, status, reply code. */
const lines = ({ recipients }: ReadReport): string[] =>
  recipients.map(({ finalRecipient, action, status, isStatusInferred, replyCode }) =>
    [finalRecipient.address, action, isStatusInferred ? `(${status})` : status, replyCode]
      .filter((each) => each !== undefined)
      .join(' '),
  );

/** What stands in each file of standard/, and the Message-ID that came back. */
const standard: Readonly<Record<string, readonly [ReportKind, readonly string[], id?: string]>> = {
  postfix: ['failure', ['krusty@krustylu.test failed 5.2.2 552'], 'b1'],
  'sendmail-warning': ['delay', ['marge@busy.test delayed 4.4.1'], 'b2'],
  'several-mixed': [
    'failure',
    [
      'itchy@studio.tv.test delivered 2.1.5',
      'scratchy@old.tv.test relayed 2.1.9',
      'cast@tv.test expanded 2.1.5',
      'kent@tv.test delayed 4.2.1 450',
      'bob@tv.test failed 5.2.1 550',
    ],
  ],
  delivered: ['success', ['skinner@school.springfield.test delivered 2.0.0']],
  'groups-run-together': [
    'failure',
    [
      'burns@plant.test failed 5.7.1',
      'smithers@plant.test failed 5.1.1',
      'lenny@plant.test failed 5.3.0 554',
      'carl@plant.test failed 5.3.0 554',
    ],
  ],
  'fields-torn-apart': ['failure', ['moe@double.test failed 5.4.4', 'barney@double.test failed 5.4.4']],
  'no-boundary-told': ['failure', ['abe@forgetful.test failed 5.1.1 550'], 'b3'],
  'header-lost': ['failure', ['otto@bus.test failed 5.4.6']],
  'boundary-indented': ['failure', ['apu@kwik.test failed 5.0.0 550'], 'b4'],
  mislabelled: ['failure', ['patty@dmv.test failed 5.1.2 550'], 'b5'],
  'base64-status': ['failure', ['selma@dmv.test failed 5.1.10']],
  global: ['failure', ['krüsty@krustylu.test failed 5.1.1 550'], 'b6'],
  'wrapped-by-filter': ['failure', ['krustyclown@krustylu.test failed 5.1.1']],
  'nobody-named': ['failure', ['nelson@bully.test failed (5.0.0)'], 'b7'],
  'sieve-reject': ['failure', ['ned@flanders.test failed (5.0.0)'], 'b8'],
  'challenge-as-report': ['auto-reply', ['sally@guarded.test failed 5.0.0 550']],
};

describe('parseReport, given a report', () => {
  for (const [name, [kind, recipients, id]] of Object.entries(standard)) {
    const mail = text(`standard/${name}.txt`);
    const check = (changed: string) => {
      const report = read(changed);
      assert.equal(report.kind, kind);
      assert.deepEqual(lines(report), recipients);
      assert.equal(report.returned?.messageId, id && `<${id}@springfield.test>`);
    };
    it(`reads ${name}`, () => check(mail));
    it(`reads ${name} with line ends of the wire`, () => check(mail.replaceAll('\n', '\r\n')));
    it(`reads ${name} in a mailbox file`, () =>
      check(`From daemon Tue Nov 24 12:00:00 2026\n${mail.replace(/^From d.*\n/, '')}`));
  }

  it('is tested with every file', () => {
    const files = readdirSync(folder('standard')).map((file) => file.replace('.txt', ''));
    assert.deepEqual(files.sort(), [...Object.keys(standard), 'two-reports'].sort());
  });

  it('gives a report for each delivery status', () => {
    const reports = parseReport(fromUtf8(text('standard/two-reports.txt')));
    assert.deepEqual(
      reports.map((report) => [report.kind, report.reportingMta?.name, ...lines(report)]),
      [
        ['failure', 'one.hub.test', 'rod@flanders.test failed 5.1.1'],
        ['delay', 'two.hub.test', 'todd@flanders.test delayed 4.4.2'],
      ],
    );
  });

  it('knows what is told of the whole', () => {
    const report = read(text('standard/postfix.txt'));
    assert.deepEqual(report.reportingMta, { type: 'dns', name: 'mail.springfield.test' });
    assert.equal(report.queueId, '3A2B12C00');
    assert.equal(report.arrivalDate, instant(Date.parse('2026-11-24T16:59:28Z')));
    assert.deepEqual(report.recipients[0]?.originalRecipient, {
      type: 'rfc822',
      address: 'clown@springfield.test',
    });
    assert.match(latin1(report.original?.message ?? new Uint8Array()), /^Return-Path: <homer@/);
    const { received, ...returned } = report.returned ?? { received: [] };
    assert.deepEqual(returned, {
      messageId: '<b1@springfield.test>',
      from: 'Homer Simpson <homer@springfield.test>',
      to: 'Krusty <clown@springfield.test>',
      subject: 'Grüße',
      date: instant(Date.parse('2026-11-24T16:59:27Z')),
      returnPath: 'homer@springfield.test',
    });
    assert.equal(received.length, 2);
    assert.match(received[0] ?? '', /^from localhost/);
    const mixed = read(text('standard/several-mixed.txt'));
    assert.equal(mixed.originalEnvelopeId, 'QQ314159');
    assert.deepEqual(mixed.receivedFromMta, { type: 'dns', name: 'mail.springfield.test', ip: '192.0.2.1' });
  });

  it('finds the host in the words of the diagnostic', () => {
    const mail = text('standard/postfix.txt')
      .replace(/^Remote-MTA.*\n/m, '')
      .replace(
        'Diagnostic-Code: smtp; 552',
        'Diagnostic-Code: X-Postfix; host mx1.krustylu.test[192.0.2.25] said: 552',
      );
    assert.deepEqual(read(mail).recipients[0]?.remoteMta, { type: 'dns', name: 'mx1.krustylu.test' });
    assert.equal(read(mail).recipients[0]?.replyCode, 552);
  });

  it('takes the address of the sender where the final one means nothing', () => {
    const mail = text('standard/postfix.txt').replace(
      'Final-Recipient: rfc822; krusty@krustylu.test',
      'Final-Recipient: rfc822; /G=Krusty/S=Clown/O=TV/C=US/',
    );
    assert.deepEqual(lines(read(mail)), ['clown@springfield.test failed 5.2.2 552']);
  });

  it('reads what is left of a mail that was cut off', () => {
    const mail = text('standard/postfix.txt');
    const cut = mail.slice(0, mail.indexOf('Remote-MTA'));
    assert.deepEqual(lines(read(cut)), ['krusty@krustylu.test failed 5.2.2 552']);
    assert.equal(read(mail.slice(0, mail.indexOf('Content-Description: Delivery report'))).kind, 'failure');
  });
});

/** Other ways to write one field, and the recipient that is read. */
const variants: readonly (readonly [from: string, to: string, recipient: string])[] = [
  ['rfc822; krusty@krustylu.test', 'krusty@krustylu.test', 'krusty@krustylu.test failed 5.2.2 552'],
  ['rfc822; krusty@krustylu.test', 'RFC822;<krusty@krustylu.test>', 'krusty@krustylu.test failed 5.2.2 552'],
  [
    'rfc822; krusty@krustylu.test',
    'rfc822; Krusty <krusty@krustylu.test>',
    'krusty@krustylu.test failed 5.2.2 552',
  ],
  [
    'rfc822; krusty@krustylu.test',
    'rfc822; krusty@krustylu.test (Krusty)',
    'krusty@krustylu.test failed 5.2.2 552',
  ],
  [
    'rfc822; krusty@krustylu.test',
    "rfc822; 'krusty@krustylu.test',",
    'krusty@krustylu.test failed 5.2.2 552',
  ],
  [
    'rfc822; krusty@krustylu.test',
    'rfc822; SMTP:krusty@krustylu.test',
    'krusty@krustylu.test failed 5.2.2 552',
  ],
  ['Final-Recipient', 'FINAL-RECIPIENT', 'krusty@krustylu.test failed 5.2.2 552'],
  ['Final-Recipient', 'Final-recipient ', 'krusty@krustylu.test failed 5.2.2 552'],
  ['failed', 'Failed (really)', 'krusty@krustylu.test failed 5.2.2 552'],
  ['failed', 'failure', 'krusty@krustylu.test failed 5.2.2 552'],
  ['failed', 'undelivered', 'krusty@krustylu.test failed 5.2.2 552'],
  ['failed', 'vanished', 'krusty@krustylu.test failed 5.2.2 552'],
  ['failed', 'Delayed', 'krusty@krustylu.test delayed 5.2.2 552'],
  ['failed', 'deferred', 'krusty@krustylu.test delayed 5.2.2 552'],
  ['failed', 'success', 'krusty@krustylu.test delivered 5.2.2 552'],
  ['Action: failed\n', '', 'krusty@krustylu.test failed 5.2.2 552'],
  ['Status: 5.2.2', 'Status: 5.2.2 (mailbox full)', 'krusty@krustylu.test failed 5.2.2 552'],
  ['Status: 5.2.2', 'Status: 552 5.2.3', 'krusty@krustylu.test failed 5.2.3 552'],
  ['Status: 5.2.2', 'Status: 5.0.0', 'krusty@krustylu.test failed 5.0.0 552'],
  ['Status: 5.2.2', 'Status: 5', 'krusty@krustylu.test failed 5.2.2 552'],
  ['Status: 5.2.2', 'Status: 5.0', 'krusty@krustylu.test failed 5.2.2 552'],
  ['Status: 5.2.2\n', '', 'krusty@krustylu.test failed 5.2.2 552'],
  ['Status: 5.2.2', 'Status: none', 'krusty@krustylu.test failed 5.2.2 552'],
  ['smtp; 552 5.2.2', 'smtp; 552-5.2.2', 'krusty@krustylu.test failed 5.2.2 552'],
  ['smtp; 552 5.2.2', '552 5.2.2', 'krusty@krustylu.test failed 5.2.2 552'],
  ['smtp; 552 5.2.2 <krusty@krustylu.test>:', 'X-Notes;', 'krusty@krustylu.test failed 5.2.2'],
];

describe('parseReport, given a field that is written otherwise', () => {
  const mail = text('standard/postfix.txt');
  for (const [from, to, recipient] of variants) {
    it(`reads ${JSON.stringify(to)}`, () => {
      const start = mail.indexOf('message/delivery-status');
      assert.deepEqual(lines(read(mail.slice(0, start) + mail.slice(start).replace(from, to))), [recipient]);
    });
  }

  const containers: readonly (readonly [from: string | RegExp, to: string])[] = [
    ['; report-type=delivery-status', ''],
    ['report-type=delivery-status', 'report-type=mail'],
    ['multipart/report', 'multipart/mixed'],
    ['message/delivery-status', 'message/global-delivery-status'],
    ['message/delivery-status', 'text/plain'],
    ['message/delivery-status', 'application/octet-stream'],
    [/boundary="[^"]*"/, 'boundary="another"'],
    [/\tboundary="[^"]*"\n/, ''],
    [/^Content-Type: multipart[\s\S]*?boundary=.*\n/m, ''],
    ['Reporting-MTA: dns; mail.springfield.test\n', ''],
    [/^Reporting-MTA[\s\S]*?Arrival-Date.*\n/m, ''],
    ['+0100 (CET)\n\nFinal-Recipient', '+0100 (CET)\nFinal-Recipient'],
    ['+0100 (CET)\n\nFinal-Recipient', '+0100 (CET)\n\n\n\nFinal-Recipient'],
    ['+0100 (CET)\n\nFinal-Recipient', '+0100 (CET)\n  \t\nFinal-Recipient'],
  ];
  for (const [from, to] of containers) {
    it(`reads the report with ${JSON.stringify(to)} for ${from}`, () => {
      const changed = mail.replace(from, to);
      assert.notEqual(changed, mail);
      assert.deepEqual(lines(read(changed)), ['krusty@krustylu.test failed 5.2.2 552']);
    });
  }
});

/** A report whose delivery status is `status`. */
const reportOf = (status: string, words = 'It failed.'): string =>
  [
    ...[
      'Return-Path: <>',
      'From: MAILER-DAEMON@mx.test',
      'To: homer@springfield.test',
      'Subject: Undelivered',
    ],
    ...[
      'Content-Type: multipart/report; report-type=delivery-status; boundary=b',
      '',
      '--b',
      '',
      words,
      '--b',
    ],
    ...['Content-Type: message/delivery-status', '', 'Reporting-MTA: dns; mx.test', '', status, '--b'],
    ...[
      'Content-Type: message/rfc822',
      '',
      'To: krusty@krustylu.test',
      'Message-ID: <m1@x.test>',
      '',
      'Hi',
      '--b--',
    ],
  ].join('\n');

describe('parseReport, given fields in other ways', () => {
  const ways: readonly (readonly [name: string, status: string, recipients: readonly string[]])[] = [
    [
      'with the action first',
      'Action: failed\nFinal-Recipient: a@x.test\nStatus: 5.1.1\n\nAction: failed\nFinal-Recipient: b@x.test\nStatus: 5.0.0',
      ['a@x.test failed 5.1.1', 'b@x.test failed 5.0.0'],
    ],
    [
      'with an empty address',
      'Final-Recipient: rfc822;\nAction: failed\nStatus: 5.1.1',
      ['krusty@krustylu.test failed 5.1.1'],
    ],
    [
      'with the address in the reply only',
      'Action: failed\nDiagnostic-Code: smtp; 550 5.1.1 <krusty@krustylu.test>: unknown',
      ['krusty@krustylu.test failed 5.1.1 550'],
    ],
    [
      'with a reply code for the status',
      'Final-Recipient: a@x.test\nAction: failed\nStatus: 500\nDiagnostic-Code: 500 unknown recipient',
      ['a@x.test failed (5.1.1) 500'],
    ],
    [
      'with empty fields',
      'Original-Recipient: \nFinal-Recipient: a@x.test\nAction: \nStatus: ',
      ['a@x.test failed (5.0.0)'],
    ],
    [
      'with the actual recipient only',
      'X-Actual-Recipient: rfc822; a@x.test\nAction: failed\nStatus: 5.1.1',
      ['a@x.test failed 5.1.1'],
    ],
    [
      'with the original recipient only',
      'Original-Recipient: rfc822; a@x.test\nAction: failed\nStatus: 5.1.1',
      ['a@x.test failed 5.1.1'],
    ],
    ['with a class only', 'Final-Recipient: a@x.test\nStatus: 4', ['a@x.test delayed (4.0.0)']],
    ['with a status only', 'Final-Recipient: a@x.test\nStatus: 2.1.5', ['a@x.test delivered 2.1.5']],
    ['with nothing but an address', 'Final-Recipient: a@x.test', ['a@x.test failed (5.0.0)']],
  ];
  for (const [name, status, recipients] of ways) {
    it(`reads them ${name}`, () => assert.deepEqual(lines(read(reportOf(status))), recipients));
  }

  it('takes from the text whom the fields do not name', () => {
    const mail = reportOf(
      'Action: failed\nStatus: 5.1.1',
      'The following address failed:\n\n  moe@tavern.test\n',
    );
    assert.deepEqual(lines(read(mail)), ['moe@tavern.test failed 5.1.1']);
  });

  it('reads a delivery status that is wrapped as a message', () => {
    const mail = reportOf('Final-Recipient: a@x.test\nAction: failed\nStatus: 5.1.1').replace(
      'Content-Type: message/delivery-status',
      'Content-Type: message/rfc822\n\nSubject: status\nContent-Type: message/delivery-status',
    );
    assert.deepEqual(lines(read(mail)), ['a@x.test failed 5.1.1']);
  });

  it('does not look into the message that comes back', () => {
    const inner = reportOf('Final-Recipient: inner@x.test\nAction: failed')
      .replaceAll('--b', '--c')
      .replace('=b', '=c');
    const mail = reportOf('Final-Recipient: outer@x.test\nAction: failed').replace(
      'To: krusty@krustylu.test\n',
      inner,
    );
    assert.deepEqual(lines(read(mail)), ['outer@x.test failed (5.0.0)']);
  });

  for (const type of ['multipart/mixed', 'multipart/signed']) {
    it(`reads a report within ${type}`, () => {
      const mail = reportOf('Final-Recipient: a@x.test\nAction: failed\nStatus: 5.1.1');
      const at = mail.indexOf('Content-Type');
      const around = `Content-Type: ${type}; boundary=around\n\n--around\n${mail.slice(at)}\n--around\n\nfooter\n--around--\n`;
      assert.deepEqual(lines(read(mail.slice(0, at) + around)), ['a@x.test failed 5.1.1']);
    });
  }
});

describe('parseReport, given feedback', () => {
  const feedback: Readonly<
    Record<string, readonly [format: string, recipients: readonly string[], id?: string]>
  > = {
    standard: ['rfc5965', ['hans@provider.test', 'jasper@provider.test'], '<m1@springfield.test>'],
    mislabelled: ['rfc5965', ['agnes@old-provider.test'], '<m2@springfield.test>'],
    'junk-programme': ['jmrp', ['luann@webmail.test'], '<m3@springfield.test>'],
    unsubscribe: ['apple-unsubscribe', ['ralph@phone.test']],
    'terms-of-service': ['complaint', [], '<m5@springfield.test>'],
    'x-arf': ['complaint', []],
    'dmarc-failure': ['rfc5965', [], '<forged@jail.test>'],
  };
  for (const [name, [format, recipients, id]] of Object.entries(feedback)) {
    it(`reads ${name}`, () => {
      const report = read(text(`feedback/${name}.txt`));
      assert.deepEqual([report.kind, report.format], ['arf', format]);
      assert.deepEqual(
        report.recipients.map(({ finalRecipient }) => finalRecipient.address),
        recipients,
      );
      assert.ok(
        report.recipients.every(({ action, status }) => action === undefined && status === undefined),
      );
      assert.equal(report.returned?.messageId, id);
    });
  }

  it('is tested with every file', () => {
    const files = readdirSync(folder('feedback')).map((file) => file.replace('.txt', ''));
    assert.deepEqual(files.sort(), Object.keys(feedback).sort());
  });

  it('knows what is told of the whole', () => {
    const report = read(text('feedback/standard.txt'));
    assert.equal(report.originalEnvelopeId, 'QQ27');
    assert.equal(report.arrivalDate, instant(Date.parse('2026-11-24T12:30:00Z')));
    assert.equal(report.reportingMta?.name, 'mx.provider.test');
  });
});

describe('parseReport, given another mail', () => {
  const answers = [
    ...['address-retired', 'challenge', 'list-bounce-action', 'log-summary', 'moderation', 'moved-answer'],
    ...['not-read', 'quarantine-digest', 'read-receipt', 'ticket', 'vacation-exchange', 'vacation-french'],
    ...['vacation-german', 'vacation-japanese', 'vacation-plain', 'vacation-unix'],
  ];
  for (const file of readdirSync(folder('ordinary'))) {
    const kind = answers.includes(file.replace('.txt', '')) ? 'auto-reply' : 'not-a-report';
    it(`takes ${file} for ${kind}`, () => {
      const report = read(text(`ordinary/${file}`));
      assert.equal(report.kind, kind);
      assert.deepEqual(report.recipients, []);
    });
  }

  it('knows which message is answered', () => {
    const { returned } = read(text('ordinary/vacation-exchange.txt'));
    assert.deepEqual(returned, {
      messageId: '<b2@springfield.test>',
      returnPath: 'homer@springfield.test',
      received: [],
    });
  });

  it('takes nothing for no report', () => {
    for (const mail of ['', '\n', 'x', ': \n\n', '--\n--', 'Subject: Hello\r\n\r\nHi\r\n']) {
      assert.equal(read(mail).kind, 'not-a-report');
    }
  });
});
