import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { languages } from '../languages/languages.ts';
import { goldenCases } from '../testing/golden-cases.ts';
import { goldenCase, htmlOf, noticeOf, textOf } from '../testing/readable.ts';

const entities: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&nbsp;': ' ',
};

/** What a reader sees of HTML: the body without its tags and without what is hidden from screen readers. */
function seen(html: string): string {
  const body = html.slice(html.indexOf('<body'));
  return body
    .replace(/<(span|td|div)[^>]* aria-hidden="true"[^>]*>[^<]*<\/\1>/g, ' ')
    .replace(/<a [^>]*>.*?<\/a>/g, ' ')
    .replace(/<span class="text-(?:bad|good) ground[^>]*>(.*?)<\/span>/g, '$1')
    .replace(/<\/?(?:bdi|code|wbr)[^>]*>/g, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)))
    .replace(/&\w+;/g, (entity) => entities[entity] ?? entity);
}

/** The words of a text in their order, whatever stands between them: in some languages that is nothing. */
const wordsIn = (text: string): string =>
  (text.match(/[\p{L}\p{N}\p{M}@.\\<>"'’-]*[\p{L}\p{N}]/gu) ?? []).join('');

/** Without what only plain text needs: the numbers of lists, brackets around letters, strokes, marks of direction. */
const bare = (text: string): string =>
  text
    .replace(/^ {2}\d+\. /gm, ' ')
    .replace(/\[([^\]\s]{0,3})\](?=[\w@])/g, '$1')
    .replace(/^[=-]+$/gm, '')
    .replace(/[\u2066-\u2069]/g, '');

describe('the HTML of a notice', () => {
  for (const [name, golden] of Object.entries(goldenCases)) {
    it(`says what the text says: ${name}`, () => {
      const notice = noticeOf(golden);
      const hops = /class="[^"]*"[^>]*>[^<]*<\/th><th scope="col"/;
      const html = htmlOf(notice);
      // The table of hops has a head, which in the text would only repeat itself.
      const headless = hops.test(html) ? html.replace(/<tr><th scope="col".*?<\/tr>/s, '') : html;
      assert.equal(wordsIn(seen(headless)), wordsIn(bare(textOf(notice))));
    });
  }

  it('says so in every language', () => {
    for (const language of languages) {
      for (const name of ['failed-typo', 'failed-in-arabic', 'delayed', 'failed-for-postmaster']) {
        const notice = noticeOf(goldenCase(name), { language });
        const html = htmlOf(notice).replace(/<tr><th scope="col".*?<\/tr>/s, '');
        assert.equal(wordsIn(seen(html)), wordsIn(bare(textOf(notice))), `${name} in ${language}`);
      }
    }
  });

  it('fetches nothing, runs nothing, and leads nowhere but into the mail program', () => {
    for (const golden of Object.values(goldenCases)) {
      const html = htmlOf(noticeOf(golden));
      assert.doesNotMatch(html, /<(?:script|link|iframe|object|form|base|svg|video|audio)/i);
      assert.doesNotMatch(html, /\son\w+=|@import|url\(/i);
      for (const [, target] of html.matchAll(/\s(?:src|href|background)="([^"]*)"/g))
        assert.match(target ?? '', /^(?:mailto:[\w.@%~-]+(?:\?subject=[\w.@%~-]+)?|cid:[\w.@-]+)$/);
    }
  });

  it('is ASCII, so that no charset and no encoding can harm it', () => {
    for (const language of languages)
      assert.match(htmlOf(noticeOf(goldenCase('failed-in-arabic'), { language })), /^[\n\r -~]*$/);
  });

  it('is small', () => {
    assert.ok(htmlOf(noticeOf(goldenCase('failed'))).length < 13_000);
    assert.ok(htmlOf(noticeOf(goldenCase('failed-typo'))).length < 20_000);
    for (const golden of Object.values(goldenCases)) assert.ok(htmlOf(noticeOf(golden)).length < 40_000);
  });

  it('tells a screen reader its language, direction and structure', () => {
    const html = htmlOf(noticeOf(goldenCase('failed-in-arabic')));
    assert.match(html, /<html lang="ar" dir="rtl">/);
    assert.match(html, /<div role="article" lang="ar" dir="rtl"/);
    assert.equal(html.match(/<h1/g)?.length, 1);
    assert.ok(html.indexOf('<h1') < html.indexOf('<h2'));
    assert.match(html, /<ol role="list"/);
    assert.match(html, /<table role="list"/);
    assert.match(html, /<th scope="row"/);
    assert.match(html, /<caption/);
    assert.equal(html.match(/<table role="presentation"/g)?.length, 1);
  });

  it('closes every element that it opens', () => {
    for (const golden of Object.values(goldenCases)) {
      const open: string[] = [];
      for (const [, slash, name = ''] of htmlOf(noticeOf(golden)).matchAll(/<(\/?)([a-z][a-z\d]*)/g)) {
        if (['meta', 'img', 'wbr'].includes(name)) continue;
        if (slash === '') open.push(name);
        else assert.equal(open.pop(), name);
      }
      assert.deepEqual(open, []);
    }
  });

  it('marks the letters that differ', () => {
    const html = htmlOf(noticeOf(goldenCase('failed-typo')));
    assert.match(
      html,
      /krusty<span class="text-good ground-goodMark" style="[^"]*underline[^"]*">K<\/span>lown/,
    );
    assert.match(
      html,
      /krusty<span class="text-bad ground-badMark" style="[^"]*line-through[^"]*">C<\/span>lown/,
    );
    assert.match(html, /<a href="mailto:krustyKlown@krustylu\.test\?subject=Birthday%20at%20our%20house"/);
  });

  it('mirrors the way from sender to recipient where it is read from right to left', () => {
    assert.match(htmlOf(noticeOf(goldenCase('failed'))), />&#8594;<\/td>/);
    const arabic = htmlOf(noticeOf(goldenCase('failed-in-arabic')));
    assert.match(arabic, />&#8592;<\/td>/);
    assert.doesNotMatch(arabic, />&#8594;<\/td>/);
  });

  it('shows the logo that travels with it, by the name of the server', () => {
    const notice = noticeOf(goldenCase('failed-with-logo'));
    const id = /<img src="cid:([^"]+)" alt="springfield\.test"/.exec(htmlOf(notice))?.[1];
    assert.equal(id, 'logo.N7Q4K2M9E@springfield.test');
    assert.match(Buffer.from(notice).toString(), new RegExp(`Content-ID: <${id}>`));
    assert.match(htmlOf(notice), /Springfield Mail, .*Call 5550/);
  });
});
