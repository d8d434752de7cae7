import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { equalBytes, isAscii, latin1, utf8 } from '../../base/bytes.ts';
import { decodeText, findPart } from '../../message/body.ts';
import { type Part, parsePartTree } from '../../message/part-tree.ts';
import { decodeWords } from '../../message/words.ts';
import { languageFor } from '../languages/languages.ts';
import { type GoldenCase, goldenCases } from '../testing/golden-cases.ts';
import { buildReport } from './build.ts';

const folder = new URL('goldens/', import.meta.url);
const built = Object.entries(goldenCases).map(([name, each]) => ({
  name,
  ...each,
  notice: buildReport(each.report, each.context),
}));

if (process.env.EVERGREEN_GOLDENS === 'write') {
  mkdirSync(folder, { recursive: true });
  for (const old of readdirSync(folder)) rmSync(new URL(old, folder));
  for (const { name, notice } of built) writeFileSync(new URL(`${name}.eml`, folder), notice);
}

describe('the goldens (EVERGREEN_GOLDENS=write rewrites them)', () => {
  it('are as many as the cases', () => {
    assert.deepEqual(readdirSync(folder).sort(), built.map(({ name }) => `${name}.eml`).sort());
  });

  for (const { name, notice } of built) {
    it(`has ${name} byte for byte`, () => {
      const path = new URL(`${name}.eml`, folder);
      assert.ok(existsSync(path), 'not written yet');
      const golden = readFileSync(path);
      if (!equalBytes(golden, notice)) assert.equal(latin1(notice), latin1(golden));
    });
  }
});

const notice = (name: string): string => {
  const found = built.find((each) => each.name === name);
  assert.ok(found, name);
  return utf8(found.notice);
};
const caseOf = (name: string): [GoldenCase['report'], GoldenCase['context']] => {
  const { report, context } = goldenCases[name] as GoldenCase;
  return [report, context];
};
const partsOf = (bytes: Uint8Array): readonly Part[] => parsePartTree(bytes).children;
const typeOf = ({ contentType }: Part): string => `${contentType.type}/${contentType.subtype}`;
const typesOf = (name: string): string[] =>
  partsOf(built.find((each) => each.name === name)?.notice ?? new Uint8Array()).map(typeOf);

/** What is true of every notice. */
function assertSound({ report, context, notice: bytes }: GoldenCase & { readonly notice: Uint8Array }): void {
  const root = parsePartTree(bytes);
  const { header } = root;
  for (const line of latin1(bytes).split('\r\n')) {
    assert.ok(line.length <= 998, 'a line is too long');
    assert.doesNotMatch(line, /[\r\n\0]/);
  }
  if (!context.allows8bit) assert.ok(isAscii(bytes), '8-bit octets in a 7-bit notice');
  assert.equal(typeOf(root), 'multipart/report');
  assert.equal(root.contentType.parameters.get('report-type'), 'delivery-status');
  assert.equal(root.children.length, report.original ? 3 : 2);
  assert.equal(header.value('To'), context.to.text);
  assert.equal(header.value('Auto-Submitted'), 'auto-replied');
  for (const name of ['Date', 'From', 'Subject', 'Message-ID', 'MIME-Version'])
    assert.equal(header.count(name), 1, name);
  // RFC 2045 §6.4: what a part needs, the multipart around it declares.
  if (root.encoding === '7bit') assert.ok(isAscii(bytes.subarray(root.bodyStart)));
  for (const part of root.children) {
    if (part.encoding === '7bit') assert.ok(isAscii(bytes.subarray(part.bodyStart, part.bodyEnd)));
    if (typeOf(part) === 'message/rfc822') assert.ok(part.encoding === '7bit' || part.encoding === '8bit');
  }
  const failed = report.recipients.filter((each) => each.action === 'failed').length;
  assert.equal(
    header.has('X-Failed-Recipients'),
    failed > 0 && !/[ü]/.test(report.recipients[0]?.finalRecipient.address ?? ''),
  );
  assertReadable(root.children[0] as Part, context);
}

/** Text and HTML, each in the language of the reader. */
function assertReadable(part: Part, { language, overrides }: GoldenCase['context']): void {
  const [text, html] = part.children;
  assert.equal(typeOf(part), 'multipart/alternative');
  assert.equal(part.children.length, 2);
  assert.equal(text && typeOf(text), 'text/plain');
  assert.equal(html && typeOf(html), overrides?.logo ? 'multipart/related' : 'text/html');
  const inner = overrides?.logo ? html?.children[0] : html;
  for (const each of [text, inner])
    assert.equal(each?.header.value('Content-Language'), languageFor(language));
}

describe('buildReport', () => {
  for (const each of built) it(`is sound for ${each.name}`, () => assertSound(each));

  it('is deterministic', () => {
    for (const { report, context, notice: bytes } of built) {
      assert.ok(equalBytes(buildReport(report, context), bytes));
    }
  });

  it('wants a recipient', () => {
    const { report, context } = goldenCases.failed as GoldenCase;
    assert.throws(() => buildReport({ ...report, recipients: [] }, context), /one recipient/);
  });

  it('answers the message, so that mail programs show it beside that', () => {
    assert.match(notice('failed'), /^In-Reply-To: <b1@springfield\.test>\r$/m);
    assert.match(notice('failed'), /^References: <a1@springfield\.test> <b1@springfield\.test>\r$/m);
  });

  const subjects: readonly [name: string, subject: RegExp][] = [
    ['failed', /^Subject: Undelivered: Birthday at our house\r$/m],
    ['delayed', /^Subject: Delayed: Birthday at our house\r$/m],
    ['delivered', /^Subject: Delivered: /m],
    ['relayed', /^Subject: Handed on: /m],
    ['expanded', /^Subject: Passed on: /m],
    ['failed-and-delayed', /^Subject: Undelivered: /m],
    ['failed-no-message', /^Subject: Undelivered: \(no subject\)\r$/m],
    ['failed-hostile-message', /^Subject: Undelivered: Party {2}Bcc: marge@springfield\.test\r$/m],
    [
      'failed-smtputf8',
      /^Subject: =\?UTF-8\?Q\?Undelivered=3A_Geburtstag_f=C3=BCr|^Subject: Undelivered: Geburtstag =\?/m,
    ],
  ];
  for (const [name, subject] of subjects) {
    it(`has the subject of ${name}`, () => assert.match(notice(name), subject));
  }

  it('cuts a long subject', () => {
    const { report, context } = goldenCases.failed as GoldenCase;
    const message = new TextEncoder().encode(`Subject: ${'😀'.repeat(5000)}\r\n\r\n`);
    const bytes = buildReport({ ...report, original: { message, sizeBytes: message.length } }, context);
    const subject = parsePartTree(bytes).header.value('Subject') ?? '';
    assert.ok(subject.length < 3000, `${subject.length}`);
  });

  it('names the failed recipients alone', () => {
    assert.match(notice('failed-and-delayed'), /^X-Failed-Recipients: krustyClown@krustylu\.test\r$/m);
    assert.match(
      notice('failed-several'),
      /^X-Failed-Recipients: krustyClown@krustylu\.test,\r?\n? melvin@krustylu\.test,/m,
    );
    assert.doesNotMatch(notice('delayed'), /X-Failed/);
  });

  const types: readonly [name: string, status: string, third: string | undefined][] = [
    ['failed', 'message/delivery-status', 'message/rfc822'],
    ['failed-returned-in-full', 'message/delivery-status', 'message/rfc822'],
    ['failed-headers-only', 'message/delivery-status', 'text/rfc822-headers'],
    ['failed-too-large', 'message/delivery-status', 'text/rfc822-headers'],
    // RFC 8689 §5: whatever RET says.
    ['failed-require-tls', 'message/delivery-status', 'text/rfc822-headers'],
    ['failed-no-message', 'message/delivery-status', undefined],
    ['failed-8bit-on-7bit-way', 'message/delivery-status', 'text/rfc822-headers'],
    ['failed-8bit-on-8bit-way', 'message/delivery-status', 'message/rfc822'],
    ['failed-binary', 'message/delivery-status', 'text/rfc822-headers'],
    ['failed-smtputf8', 'message/global-delivery-status', 'message/global'],
    ['failed-smtputf8-headers-only', 'message/global-delivery-status', 'message/global-headers'],
    ['failed-smtputf8-on-7bit-way', 'message/delivery-status', 'message/global'],
    ['delayed', 'message/delivery-status', 'text/rfc822-headers'],
    ['delivered', 'message/delivery-status', 'text/rfc822-headers'],
    ['relayed', 'message/delivery-status', 'text/rfc822-headers'],
    ['expanded', 'message/delivery-status', 'text/rfc822-headers'],
  ];
  for (const [name, status, third] of types) {
    it(`returns ${third ?? 'nothing'} for ${name}`, () => {
      assert.deepEqual(typesOf(name), ['multipart/alternative', status, ...(third ? [third] : [])]);
    });
  }

  it('brings no body octets back where only the header may go', () => {
    for (const name of ['failed-headers-only', 'failed-8bit-on-7bit-way', 'delayed', 'delivered']) {
      assert.doesNotMatch(notice(name), /Come, all of you|an alle/);
    }
  });

  it('says in the text why the message is not attached as a whole', () => {
    const textOf = (name: string) => {
      const bytes = built.find((each) => each.name === name)?.notice ?? new Uint8Array();
      const part = findPart(parsePartTree(bytes), 'text/plain');
      return part ? decodeText(bytes, part).replace(/\s+/g, ' ') : '';
    };
    assert.match(textOf('failed'), /Your message is attached/);
    assert.match(textOf('failed-headers-only'), /as your mail program asked for/);
    assert.match(textOf('failed-too-large'), /the whole, 2,291 KiB, is too large/);
    assert.match(textOf('failed-8bit-on-7bit-way'), /might not have survived/);
    assert.match(textOf('failed-require-tls'), /that the message travel encrypted only/);
    assert.match(textOf('delivered'), /The header of the message is attached/);
    assert.doesNotMatch(textOf('failed-no-message'), /attached/);
  });

  it('explains itself to programs in the language of the reader, and in English, no language twice', () => {
    const tagsIn = (language: string) => {
      const { report, context } = goldenCases['failed-smtputf8'] as GoldenCase;
      const said = utf8(buildReport(report, { ...context, language }));
      return Array.from(said.matchAll(/^Localized-Diagnostic: ([\w-]+); \S/gm), ([, tag]) => tag);
    };
    assert.deepEqual(tagsIn('de-AT'), ['de', 'en']);
    assert.deepEqual(tagsIn('zh-CN'), ['zh-Hans', 'en']);
    assert.deepEqual(tagsIn('en-GB'), ['en']);
    assert.match(notice('failed-smtputf8'), /Localized-Diagnostic: en; The server of krustylu\.test says/);
    assert.doesNotMatch(notice('failed-in-german'), /Localized-Diagnostic/);
  });

  it('speaks to people in their language, and to programs in English', () => {
    const german = notice('failed-in-german');
    assert.match(german, /^From: Mailzustellung <postmaster@springfield\.test>\r$/m);
    assert.match(german, /^Subject: Nicht zugestellt: Birthday at our house\r$/m);
    assert.match(german, /^Content-Language: de\r$/m);
    assert.match(german, /^Action: failed\r$/m);
    assert.match(german, /^Date: Mon, 23 Nov 2026 09:14:04 \+0000\r$/m);
    const japanese = parsePartTree(buildReport(...caseOf('failed-in-japanese'))).header;
    assert.match(japanese.value('From') ?? '', /^=\?UTF-8\?B\?.*\?= <postmaster@springfield\.test>$/);
    assert.equal(decodeWords(japanese.value('Subject') ?? ''), '配信できませんでした: Birthday at our house');
  });

  it('needs SMTPUTF8 itself only for a return path beyond ASCII', () => {
    const headerOf = (name: string) => notice(name).split('\r\n\r\n')[0] ?? '';
    assert.match(headerOf('failed-smtputf8'), /^To: hömer@springfield\.test\r$/m);
    assert.match(headerOf('failed-smtputf8-headers-only'), /^[ -~\r\n]*$/);
  });
});
