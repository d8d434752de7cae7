import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { languages } from '../languages/languages.ts';
import {
  browserMissing,
  openBrowser,
  pageWidth,
  seenTexts,
  show,
  styleOf,
  unfold,
  type View,
} from '../testing/browser.ts';
import { goldenCases } from '../testing/golden-cases.ts';
import { goldenCase, htmlOf, noticeOf } from '../testing/readable.ts';

/** WCAG 2.2, 1.4.3 */
const contrastMin = 4.5;

describe('a notice in Chromium', { skip: browserMissing }, () => {
  let browser: Browser;
  before(async () => {
    browser = await openBrowser();
  });
  after(() => browser.close());

  const html = (name: string, language?: string): string =>
    htmlOf(noticeOf(goldenCase(name), language === undefined ? {} : { language }));

  /** Shows a page for as long as it is looked at. */
  async function look(source: string, view: View, see: (page: Page) => Promise<void>): Promise<void> {
    const { page, asked } = await show(browser, source, view);
    try {
      await see(page);
      assert.deepEqual(
        asked.filter((url) => !url.startsWith('cid:')),
        [],
        'something was asked for',
      );
    } finally {
      await page.close();
    }
  }
  const boxOf = async (page: Page, selector: string, nth = 0) => {
    const box = await page.locator(selector).nth(nth).boundingBox();
    assert.ok(box, selector);
    return box;
  };

  for (const scheme of ['light', 'dark'] as const) {
    for (const name of [
      'failed-typo',
      'failed-in-arabic',
      'failed-policy',
      'delayed',
      'relayed-all-clear',
      'failed-for-postmaster',
    ]) {
      it(`can be read in the ${scheme}: ${name}`, () =>
        look(html(name), { scheme }, async (page) => {
          await unfold(page);
          const texts = await seenTexts(page);
          assert.ok(texts.length > 20);
          for (const { text, contrast } of texts)
            assert.ok(contrast >= contrastMin, `"${text}" has a contrast of ${contrast.toFixed(2)}`);
        }));
    }
  }

  it('is light by day and dark by night', async () => {
    const ground = (page: Page) => styleOf(page.locator('[role=article]'), 'backgroundColor');
    await look(html('failed'), { scheme: 'light' }, async (page) =>
      assert.equal(await ground(page), 'rgb(255, 253, 248)'),
    );
    await look(html('failed'), { scheme: 'dark' }, async (page) =>
      assert.equal(await ground(page), 'rgb(29, 32, 38)'),
    );
  });

  it('fits into a window of 320 pixels, whatever it says', async () => {
    const sources = [
      ...Object.keys(goldenCases).map((name) => [name, html(name)] as const),
      ...languages.map((language) => [language, html('failed-typo', language)] as const),
    ];
    const { page } = await show(browser, '', { width: 320 });
    for (const [name, source] of sources) {
      await page.setContent(source);
      await unfold(page);
      const width = await pageWidth(page);
      assert.ok(width <= 320, `${name} is ${width} pixels wide`);
    }
    await page.close();
  });

  it('is no wider than a line that can be read', () =>
    look(html('failed-long-reply'), { width: 1600 }, async (page) =>
      assert.ok((await boxOf(page, '[role=article]')).width <= 642),
    ));

  for (const [name, direction] of [
    ['failed-typo', 'ltr'],
    ['failed-in-arabic', 'rtl'],
  ] as const) {
    it(`runs ${direction}: ${name}`, () =>
      look(html(name), {}, async (page) => {
        const card = page.locator('[role=article]');
        assert.equal(await styleOf(card, 'direction'), direction);
        const sign = direction === 'rtl' ? -1 : 1;
        const [you, ours, theirs] = [
          await boxOf(page, '.party', 0),
          await boxOf(page, '.party', 1),
          await boxOf(page, '.party', 2),
        ];
        assert.ok(sign * (ours.x - you.x) > 0 && sign * (theirs.x - ours.x) > 0, 'from sender to recipient');
        const label = await boxOf(page, 'th[scope=row]');
        const value = await boxOf(page, 'th[scope=row] + td');
        assert.ok(sign * (value.x - label.x) > 0, 'a label stands before its value');
        const address = page.locator('ul bdi').first();
        assert.equal(await styleOf(address, 'direction'), 'ltr');
      }));
  }

  it('keeps what is for the postmaster folded until it is opened', () =>
    look(html('failed'), {}, async (page) => {
      const reply = page.getByText('550 5.1.1');
      assert.equal(await reply.isVisible(), false);
      await page.locator('summary').click();
      assert.equal(await reply.isVisible(), true);
    }));

  it('tells a screen reader what is a heading, a list, a table', () =>
    look(html('failed-typo'), {}, async (page) => {
      await unfold(page);
      const count = (role: Parameters<Page['getByRole']>[0], options = {}) =>
        page.getByRole(role, options).count();
      assert.equal(await page.getByRole('heading', { level: 1 }).innerText(), 'This address does not work');
      assert.equal(await count('heading', { level: 2 }), 3);
      assert.equal(await count('article'), 1);
      // The failed address, the three parties, the steps.
      assert.equal(await count('list'), 3);
      assert.equal(await count('listitem'), 1 + 3 + 2);
      assert.equal(await count('rowheader', { name: 'Subject' }), 1);
      assert.equal(await count('columnheader', { name: 'Delay' }), 1);
      assert.equal(await count('table', { name: 'Way of the message' }), 1);
      assert.equal(await count('link', { name: 'Write to krustyKlown@krustylu.test' }), 1);
    }));

  it('says everything without its style sheet, and where folding is unknown', async () => {
    const old = html('failed-typo')
      .replace(/<style>.*?<\/style>/s, '')
      .replace(/<(\/?)(?:details|summary|bdi|wbr)\b/g, '<$1x-unknown');
    await look(old, { width: 700 }, async (page) => {
      const texts = await seenTexts(page);
      for (const { text, contrast } of texts) assert.ok(contrast >= contrastMin, text);
      const all = texts.map(({ text }) => text).join(' ');
      assert.match(all, /krusty C lown.*550 5\.1\.1.*Way of the message/);
      assert.ok((await pageWidth(page)) <= 700);
    });
  });

  it('runs nothing of what others have written', () =>
    look(html('failed-hostile-reply'), {}, async (page) => {
      assert.equal(await page.locator('script').count(), 0);
      await unfold(page);
      assert.match(await page.locator('details').innerText(), /\\x1b\[31m bidi \\u202e/);
    }));
});
