/** Reports of every action and edge, as the goldens have them. */
import { type IpAddress, parseIp } from '../../address/ip.ts';
import { type MailboxAddress, parseMailboxAddress } from '../../address/mailbox-address.ts';
import { parseXtext } from '../../address/xtext.ts';
import { type Bytes, fromLatin1, fromUtf8 } from '../../base/bytes.ts';
import { dayMs, hourMs, type Instant, instant, later, secondMs } from '../../base/instant.ts';
import { invariant } from '../../base/invariant.ts';
import { reply } from '../../envelope/reply.ts';
import type { NoticeContext } from '../build/context.ts';
import type { Overrides } from '../languages/overrides.ts';
import {
  dnsName,
  finalRecipientOf,
  type Original,
  originalRecipientOf,
  ownDiagnostic,
  type Report,
  type ReportedRecipient,
  smtpDiagnostic,
} from '../report.ts';
import { smallPng } from './small-png.ts';

export interface GoldenCase {
  readonly report: Report;
  readonly context: NoticeContext;
}

export function address(text: string): MailboxAddress {
  const parsed = parseMailboxAddress(text, { utf8: true });
  invariant(parsed.ok, text);
  return parsed.value;
}

const ip = (text: string): IpAddress => {
  const parsed = parseIp(text);
  invariant(parsed, text);
  return parsed;
};

const originalRecipient = (addressType: string, encoded: string) => {
  const parsed = parseXtext(encoded);
  invariant(parsed !== undefined, encoded);
  return originalRecipientOf({ addressType, address: parsed });
};

const arrived: Instant = instant(Date.parse('2026-11-23T09:14:02Z'));

const header = [
  'Received: from laptop.example ([192.0.2.7]) by mail.springfield.test with',
  ' ESMTPSA id 7Q4K2M9D; Mon, 23 Nov 2026 09:14:02 +0000',
  'From: Homer Simpson <homer@springfield.test>',
  'To: Krusty <krustyClown@krustylu.test>',
  'Subject: Birthday at our house',
  'Date: Mon, 23 Nov 2026 10:14:00 +0100',
  'Message-ID: <b1@springfield.test>',
  'References: <a1@springfield.test>',
  'MIME-Version: 1.0',
  'Content-Type: text/plain; charset=utf-8',
  '',
].join('\r\n');

const whole = (message: Bytes): Original => ({ message, sizeBytes: message.length });
const plainMessage = whole(fromUtf8(`${header}\r\nCome, all of you!\r\n\r\nHomer\r\n`));
const eightBitMessage = whole(fromUtf8(`${header}\r\nGrüße an alle!\r\n`));
const utf8Header = header
  .replace('Birthday at our house', 'Geburtstag für Krüsty')
  .replace('krustyClown', 'krüsty');
const utf8Message = whole(fromUtf8(`${utf8Header}\r\nGrüße!\r\n`));

const krusty: ReportedRecipient = {
  finalRecipient: finalRecipientOf(address('krustyClown@krustylu.test')),
  action: 'failed',
  status: '5.1.1',
  remoteMta: dnsName('mx1.krustylu.test', ip('192.0.2.25')),
  diagnosticCode: smtpDiagnostic(reply(550, '5.1.1', '<krustyClown@krustylu.test>: no such person here')),
  lastAttemptDate: later(arrived, secondMs),
};

const base: Report = {
  reportingMta: dnsName('mail.springfield.test'),
  receivedFromMta: dnsName('laptop.example', ip('192.0.2.7')),
  arrivalDate: arrived,
  queueId: '7Q4K2M9D',
  recipients: [krusty],
  original: plainMessage,
};

const context: NoticeContext = {
  at: later(arrived, 2 * secondMs),
  id: 'N7Q4K2M9E',
  to: address('homer@springfield.test'),
  postmaster: address('postmaster@springfield.test'),
};

const about = (report: Partial<Report>, changes: Partial<NoticeContext> = {}): GoldenCase => ({
  report: { ...base, ...report },
  context: { ...context, ...changes },
});

/** One recipient, whose failure differs from the plain one. */
const krustyBut = (changes: Partial<ReportedRecipient>, more: Partial<NoticeContext> = {}): GoldenCase =>
  about({ recipients: [{ ...krusty, ...changes }] }, more);

const said = (...lines: string[]) => ({ diagnosticCode: smtpDiagnostic(reply(550, '5.7.1', ...lines)) });

/** A recipient of whom another host has said nothing. */
function ourFinding(changes: Partial<ReportedRecipient>): ReportedRecipient {
  const { remoteMta: _, ...rest } = krusty;
  return { ...rest, ...changes };
}

const krüsty: ReportedRecipient = {
  ...krusty,
  finalRecipient: finalRecipientOf(address('krüsty@krustylu.test')),
  originalRecipient: originalRecipient('utf-8', 'kr\\x{FC}sty@krustylu.test'),
  diagnosticCode: smtpDiagnostic(reply(550, '5.1.1', 'krüsty: hier unbekannt')),
};

const busy: ReportedRecipient = ourFinding({
  status: '4.4.1',
  diagnosticCode: ownDiagnostic('mx1.krustylu.test [192.0.2.25]:25: connection timed out'),
});

const full: ReportedRecipient = {
  ...krusty,
  finalRecipient: finalRecipientOf(address('sideshow@tv.test')),
  status: '5.2.2',
  remoteMta: dnsName('mx.tv.test', ip('2001:db8::25')),
  diagnosticCode: smtpDiagnostic(reply(552, '5.2.2', 'Mailbox full', 'Come back later')),
};

/** All that can be known. */
const typo: ReportedRecipient = {
  ...krusty,
  stage: 'rcpt',
  tls: 'TLSv1.3 TLS_AES_256_GCM_SHA384',
  attempts: 1,
  didYouMean: ['krustyKlown@krustylu.test'],
};

/** Passed on by an alias to an address that its sender may not learn. */
const secret: ReportedRecipient = {
  ...typo,
  alias: 'fun@springfield.test',
  isConfidential: true,
  finalLogId: 'krustyClown-77',
};

const branded: Overrides = {
  texts: new Map([['en', { footer: 'Springfield Mail, {host}. Call 5550 or write to {postmaster}.' }]]),
  logo: smallPng,
};

const late: ReportedRecipient = {
  ...busy,
  action: 'delayed',
  attempts: 6,
  stage: 'connect',
  willRetryUntil: later(arrived, 5 * dayMs),
  lastAttemptDate: later(arrived, 3 * hourMs),
};
const arrivedHere = ourFinding({
  action: 'delivered',
  status: '2.1.5',
  finalRecipient: finalRecipientOf(address('marge@springfield.test')),
  diagnosticCode: ownDiagnostic('delivered to the mailbox'),
});
const handedOn: ReportedRecipient = {
  ...krusty,
  action: 'relayed',
  status: '2.1.9',
  diagnosticCode: smtpDiagnostic(reply(250, undefined, 'OK, queued')),
};
const passedOn = ourFinding({
  action: 'expanded',
  status: '2.1.5',
  finalRecipient: finalRecipientOf(address('family@springfield.test')),
  diagnosticCode: ownDiagnostic('passed on to 4 addresses'),
});
const arabic: Partial<NoticeContext> = { language: 'ar', timeZone: 'Africa/Cairo' };

export const goldenCases: Readonly<Record<string, GoldenCase>> = {
  failed: about({}),
  'failed-several': about({
    originalEnvelopeId: 'QQ+314159 x',
    recipients: [
      { ...krusty, originalRecipient: originalRecipient('rfc822', 'Krusty+2BClown@krustylu.test') },
      {
        ...krusty,
        finalRecipient: finalRecipientOf(address('melvin@krustylu.test')),
        diagnosticCode: smtpDiagnostic(reply(550, '5.1.1', '<melvin@krustylu.test>: no such person here')),
        finalLogId: 'K-77',
      },
      full,
    ],
  }),
  'failed-quoted-local-part': krustyBut({ finalRecipient: finalRecipientOf(address('"side show"@tv.test')) }),
  'failed-many': about({
    recipients: Array.from({ length: 25 }, (_, i) => ({
      ...krusty,
      finalRecipient: finalRecipientOf(address(`clown${i + 1}@krustylu.test`)),
    })),
  }),
  'failed-expired': about(
    { recipients: [{ ...busy, action: 'failed', lastAttemptDate: later(arrived, 5 * dayMs - hourMs) }] },
    { at: later(arrived, 5 * dayMs), zoneMinutes: -300 },
  ),
  'failed-own-finding': about({
    recipients: [
      ourFinding({
        status: '5.1.2',
        diagnosticCode: ownDiagnostic('The domain krustylu.test does not exist.'),
      }),
    ],
  }),
  'failed-policy': krustyBut({
    status: '5.7.1',
    ...said('We do not like your face (see https://krustylu.test/rules)'),
  }),
  'failed-unknown-code': krustyBut({
    status: '5.0.0',
    diagnosticCode: smtpDiagnostic(reply(554, undefined, 'No.')),
  }),
  'failed-empty-reply': krustyBut({ status: '5.0.0', diagnosticCode: smtpDiagnostic(reply(554, undefined)) }),
  'failed-hostile-reply': krustyBut({
    status: '5.7.1',
    remoteMta: dnsName('mx1.krustylu.test (really) \r\nAction: delivered'),
    ...said(
      'No\r\n\r\nAction: delivered\r\nStatus: 2.0.0',
      '--=_0_N7Q4K2M9E--\r\n.\r\nRSET',
      'bell \u0007 escape \u001b[31m bidi \u202e ltr \0 Gr\u00fc\u00dfe ( ( "',
    ),
  }),
  'failed-long-reply': krustyBut({
    status: '5.7.1',
    ...said('x'.repeat(1500), ...Array.from({ length: 60 }, (_, i) => `line ${i + 1} of a speech`)),
  }),
  'failed-hostile-message': about({
    receivedFromMta: dnsName('evil) (\r\nX-Bad: yes', ip('192.0.2.66')),
    original: whole(
      fromLatin1(
        'Subject: =?utf-8?Q?Party=0D=0ABcc:_marge@springfield.test?=\r\n' +
          'Message-ID: <a@b>\x07 <\xe9vil@x>\r\nReferences: (\r\nTo: \xfcmlaut "unclosed\r\n\r\nHi\r\n',
      ),
    ),
  }),
  'failed-headers-only': about({}, { returnContent: 'headers' }),
  'failed-returned-in-full': about({}, { returnContent: 'full' }),
  'failed-too-large': about({ original: { message: fromUtf8(header), sizeBytes: 2_345_678 } }),
  'failed-no-message': krustyWithoutMessage(),
  'failed-8bit-on-7bit-way': about({ original: eightBitMessage }),
  'failed-8bit-on-8bit-way': about({ original: eightBitMessage }, { allows8bit: true }),
  'failed-binary': about({ original: whole(fromUtf8(`${header}\r\nNUL \0\r\n`)) }, { allows8bit: true }),
  'failed-smtputf8': about(
    { recipients: [krüsty], original: utf8Message },
    { isSmtpUtf8: true, allows8bit: true, to: address('hömer@springfield.test') },
  ),
  'failed-smtputf8-on-7bit-way': about({ recipients: [krüsty], original: utf8Message }, { isSmtpUtf8: true }),
  'failed-smtputf8-headers-only': about(
    { recipients: [krüsty], original: utf8Message },
    { isSmtpUtf8: true, allows8bit: true, returnContent: 'headers' },
  ),
  'failed-one-of-several': about({}, { fates: { failed: 1, waiting: 0, accepted: 6 } }),
  'failed-one-of-several-uncounted': about({}, { recipientsInAll: 7 }),
  'failed-require-tls': about({}, { requiresTls: true, returnContent: 'full' }),
  'failed-confidential': about({ recipients: [secret] }),
  'failed-typo': about({ recipients: [typo] }, { proof: 'signed-in', timeZone: 'Europe/Berlin' }),
  'failed-in-german': about({ recipients: [typo] }, { language: 'de-AT', timeZone: 'Europe/Vienna' }),
  'failed-in-japanese': about({ recipients: [typo] }, { language: 'ja', timeZone: 'Asia/Tokyo' }),
  'failed-in-arabic': about(
    { recipients: [typo, { ...full, attempts: 3 }] },
    { language: 'ar-EG', timeZone: 'Africa/Cairo', fates: { failed: 2, waiting: 1, accepted: 4 } },
  ),
  'failed-with-logo': about({}, { overrides: branded }),
  'failed-for-postmaster': about(
    { original: { message: fromUtf8(`Return-Path: <>\r\n${header}`) } },
    { reader: 'postmaster', to: context.postmaster, returnContent: 'headers' },
  ),
  'failed-for-forward-owner': about(
    {
      recipients: [{ ...krusty, alias: 'fun@springfield.test' }],
      original: { message: fromUtf8(`Return-Path: <bart@springfield.test>\r\n${header}`) },
    },
    { reader: 'forward-owner', to: address('lisa@springfield.test') },
  ),
  'failed-for-forward-owner-in-polish': about(
    {
      recipients: [
        { ...krusty, alias: 'fun@springfield.test' },
        { ...full, alias: 'fun@springfield.test' },
      ],
    },
    { reader: 'forward-owner', to: address('lisa@springfield.test'), language: 'pl', returnContent: 'full' },
  ),
  'failed-and-delayed': about({
    recipients: [
      { ...busy, action: 'delayed', finalRecipient: finalRecipientOf(address('marge@busy.test')) },
      krusty,
    ],
  }),
  delayed: about({ recipients: [late] }, { at: later(arrived, 4 * hourMs) }),
  delivered: about({ recipients: [arrivedHere] }),
  relayed: about({ recipients: [handedOn] }),
  expanded: about({ recipients: [passedOn] }),
  'delivered-all-clear': about({ recipients: [arrivedHere] }, { isAllClear: true }),
  'relayed-all-clear': about({ recipients: [handedOn] }, { isAllClear: true }),
  'delayed-in-arabic': about({ recipients: [late] }, { ...arabic, at: later(arrived, 4 * hourMs) }),
  'delivered-in-arabic': about({ recipients: [arrivedHere] }, arabic),
  'relayed-in-arabic': about({ recipients: [handedOn] }, arabic),
  'expanded-in-arabic': about({ recipients: [passedOn] }, arabic),
  'relayed-all-clear-in-arabic': about({ recipients: [handedOn] }, { ...arabic, isAllClear: true }),
};

function krustyWithoutMessage(): GoldenCase {
  const { original: _, ...report } = base;
  return { report, context };
}
