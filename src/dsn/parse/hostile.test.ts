import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { concat, fromLatin1, latin1 } from '../../base/bytes.ts';
import { parseReport } from './parse-report.ts';

const daemon = 'From: MAILER-DAEMON@krustylu.test\r\nSubject: Undelivered Mail\r\n';
const multipart = `${daemon}Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n`;
const status = `${multipart}--b\r\n\r\nfailed\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n`;

/** What is repeated, behind what: with each the length grows as far as the test wants. */
const floods: Readonly<Record<string, readonly [start: string, unit: string]>> = {
  'lines of text': [`${daemon}\r\n`, '550 5.1.1 <krusty@krustylu.test>... User unknown\r\n'],
  'failed recipients': [
    `${daemon}\r\n`,
    '<a@b.test>:\r\n    host mx.b.test[192.0.2.1] said: 550 5.1.1 no\r\n',
  ],
  'sentences about failure': [
    `${daemon}\r\n`,
    'Your message could not be delivered to the following recipients: ',
  ],
  transcripts: [`${daemon}\r\n`, '>>> RCPT TO:<a@b.test>\r\n<<< 550 no\r\n'],
  'one line': [`${daemon}\r\n`, 'krusty@krustylu.test '],
  'one line of brackets': [`${daemon}\r\n`, '<'],
  'one line of blanks': [`${daemon}\r\n`, ' '],
  'empty lines': [`${daemon}\r\n`, '\n'],
  'carriage returns': ['', '\r'],
  'quoted lines': [`${daemon}\r\n`, '> \n'],
  'tags of HTML': [`${daemon}Content-Type: text/html\r\n\r\n`, '<p a='],
  'comments of HTML': [`${daemon}Content-Type: text/html\r\n\r\n`, '<!--'],
  parts: [multipart, '--b\r\n\r\nx\r\n'],
  'delivery statuses': [
    multipart,
    '--b\r\nContent-Type: message/delivery-status\r\n\r\nFinal-Recipient: a@b\r\nAction: failed\r\n\r\n',
  ],
  'messages in messages': [daemon, 'Content-Type: message/rfc822\r\n\r\n'],
  'fields of the header': ['', 'X-Field: value\r\n'],
  'a long field': ['X-Field: ', 'value '],
  'a long subject': ['Subject: ', '=?utf-8?Q?x?= '],
  'a long sender': ['From: ', '<"('],
  'a long type': ['Content-Type: multipart/report; ', 'a*0*=b; '],
  'a long boundary': ['Content-Type: multipart/report; boundary="', '='],
  'lost boundaries': [`${daemon}Content-Type: multipart/mixed\r\n\r\n`, '--a\r\n'],
  'groups of recipients': [status, 'Final-Recipient: rfc822;a@b\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n'],
  'recipients in one group': [status, 'Final-Recipient: rfc822;a@b\r\n'],
  'fields of a status': [`${status}Final-Recipient: rfc822;a@b\r\n`, 'X-Field: value\r\n'],
  'junk in a status': [status, 'junk\r\n'],
  'empty lines in a status': [status, '\r\n'],
  'a long address': [`${status}Final-Recipient: `, '>'],
  'a long diagnostic': [`${status}Final-Recipient: a@b\r\nDiagnostic-Code: `, 'said: 550-5.1.1 ((('],
  base64: [`${daemon}Content-Transfer-Encoding: base64\r\n\r\n`, 'QUFB\r\n'],
  'quoted-printable': [`${daemon}Content-Transfer-Encoding: quoted-printable\r\n\r\n`, '='],
  identifiers: [`${daemon}\r\n`, 'Message-ID: '],
  'fields of feedback': [`${daemon}Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n`, 'a:\n'],
};

const flood = ([start, unit]: readonly [string, string], length: number): Uint8Array =>
  fromLatin1(start + unit.repeat(Math.ceil(length / unit.length)));

function milliseconds(mail: Uint8Array): number {
  const start = performance.now();
  parseReport(mail);
  return performance.now() - start;
}

describe('parseReport, given hostile mail', () => {
  for (const [name, each] of Object.entries(floods)) {
    it(`takes time in proportion to ${name}`, () => {
      const small = Math.min(...[1, 2, 3].map(() => milliseconds(flood(each, 200_000))));
      const large = milliseconds(flood(each, 3_200_000));
      // Sixteen times as long; were it quadratic, it would take 256 times as long. Below a second nothing is said.
      assert.ok(large < Math.max(1_000, 80 * small), `${small} ms, then ${large} ms`);
    });
  }

  it('bears the largest mail that a server takes', () => {
    const mail = concat([
      readFileSync(new URL('standard/postfix.txt', import.meta.url)),
      flood(['', 'A line of the message that came back.\r\n'], 25_000_000),
    ]);
    assert.equal(parseReport(mail)[0]?.recipients[0]?.finalRecipient.address, 'krusty@krustylu.test');
  });

  it('reads no more recipients and reports than it must', () => {
    const group = 'Final-Recipient: rfc822;a@b\r\nAction: failed\r\n\r\n';
    assert.equal(parseReport(fromLatin1(status + group.repeat(5_000)))[0]?.recipients.length, 1_000);
    const parts = `--b\r\nContent-Type: message/delivery-status\r\n\r\n${group}`.repeat(500);
    assert.equal(parseReport(fromLatin1(multipart + parts)).length, 20);
  });
});

const folders = ['standard', 'feedback', 'ordinary', 'formats/testing'];
const fixtures = folders.flatMap((folder) => {
  const url = new URL(`${folder}/`, import.meta.url);
  const files = readdirSync(url).filter((file) => file.endsWith('.txt'));
  // Some files hold several mails, each behind its name and what is expected of it.
  return files.flatMap((file) =>
    latin1(readFileSync(new URL(file, url)))
      .split(/^=== [\s\S]*?^---\n/m)
      .filter((mail) => mail !== ''),
  );
});

/** Ways to spoil a mail. */
const spoiler: fc.Arbitrary<(mail: string) => string> = fc.oneof(
  fc.nat().map((at) => (mail: string) => mail.slice(0, at % mail.length)),
  fc.nat().map((at) => (mail: string) => mail.slice(at % mail.length)),
  fc.tuple(fc.nat(), fc.nat(200)).map(([at, length]) => (mail: string) => {
    const start = at % mail.length;
    return mail.slice(0, start) + mail.slice(start + length);
  }),
  fc
    .tuple(
      fc.nat(),
      fc.constantFrom('\0', '\n', '\n\n', '\r', '--', ':', ';', '<', '(', '"', '=', '\xff', ' '),
    )
    .map(([at, text]) => (mail: string) => {
      const start = at % mail.length;
      return mail.slice(0, start) + text + mail.slice(start);
    }),
  fc.tuple(fc.nat(), fc.nat()).map(([from, to]) => (mail: string) => {
    const lines = mail.split('\n');
    const [line = ''] = lines.splice(from % lines.length, 1);
    lines.splice(to % (lines.length + 1), 0, line);
    return lines.join('\n');
  }),
  fc
    .constantFrom(fixtures)
    .chain((all) => fc.constantFrom(...all))
    .map((other) => (mail: string) => mail + other),
);

describe('parseReport, given spoilt mail', () => {
  it('never throws, and gives a report that is whole', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...fixtures),
        fc.array(spoiler, { minLength: 1, maxLength: 6 }),
        (mail, spoilers) => {
          const spoilt = spoilers.reduce((text, spoil) => (text === '' ? text : spoil(text)), mail);
          const reports = parseReport(fromLatin1(spoilt));
          assert.ok(reports.length > 0);
          for (const { kind, recipients } of reports) {
            assert.ok(kind !== 'not-a-report' || recipients.length === 0);
            for (const { finalRecipient, explanation, status: code } of recipients) {
              assert.ok(finalRecipient.address.length <= 1_000);
              assert.ok(explanation.cause);
              if (code !== undefined) assert.match(code, /^[245]\.\d{1,3}\.\d{1,3}$/);
            }
          }
        },
      ),
      { numRuns: 1_500 },
    );
  });

  it('never throws on any octets', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 500 }), (octets) => parseReport(octets).length > 0));
  });

  it('never takes an ordinary mail for a failure, wherever it is cut', () => {
    const url = new URL('ordinary/', import.meta.url);
    for (const file of readdirSync(url)) {
      const mail = latin1(readFileSync(new URL(file, url)));
      for (let at = mail.indexOf('\n\n') + 2; at < mail.length; at += 7) {
        for (const { kind } of parseReport(fromLatin1(mail.slice(0, at))))
          assert.notEqual(kind, 'failure', file);
      }
    }
  });
});
