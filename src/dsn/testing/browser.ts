/** A real browser that shows a notice as a mail program would. */
import { existsSync } from 'node:fs';
import { type Browser, chromium, type Locator, type Page } from 'playwright-core';

const executablePath = '/usr/bin/chromium';

/** Why no browser can be had here, or false. */
export const browserMissing: string | false = existsSync(executablePath)
  ? false
  : 'the Debian package chromium is missing';

export const openBrowser = (): Promise<Browser> =>
  chromium.launch({
    executablePath,
    timeout: 120_000,
    args: [
      ...['--headless', '--no-sandbox', '--disable-gpu', '--no-first-run'],
      ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
    ],
  });

export interface View {
  readonly width?: number;
  readonly scheme?: 'light' | 'dark';
}

/** Shows HTML to a reader for whom nothing can be fetched. The addresses that were asked for are kept in `asked`. */
export async function show(
  browser: Browser,
  html: string,
  { width = 800, scheme = 'light' }: View = {},
): Promise<{ readonly page: Page; readonly asked: readonly string[] }> {
  const asked: string[] = [];
  const page = await browser.newPage({ colorScheme: scheme, viewport: { width, height: 700 } });
  page.on('request', (request) => asked.push(request.url()));
  await page.route('**', (route) => route.abort());
  await page.setContent(html, { waitUntil: 'load' });
  return { page, asked };
}

/** A text that is seen, with the contrast that it has to its ground (WCAG 2.2, 1.4.3). */
export interface SeenText {
  readonly text: string;
  readonly contrast: number;
}

/** Every text that is seen in the page. */
export const seenTexts = (page: Page): Promise<SeenText[]> => page.evaluate(measureTexts);

/** What a page is wide, all of it. */
export const pageWidth = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth);

export const unfold = (page: Page): Promise<void> =>
  page.evaluate(() => {
    for (const each of document.querySelectorAll('details')) each.open = true;
  });

export const styleOf = (locator: Locator, property: 'direction' | 'backgroundColor'): Promise<string> =>
  locator.evaluate((element, name) => getComputedStyle(element as unknown as PageElement)[name], property);

/** As much of the page as is used here: what follows runs within it. */
interface PageElement {
  readonly parentElement: PageElement | null;
  open: boolean;
  checkVisibility(): boolean;
}
interface PageText {
  readonly textContent: string | null;
  readonly parentElement: PageElement | null;
}
declare const document: {
  readonly body: PageElement;
  readonly documentElement: { readonly scrollWidth: number };
  querySelectorAll(selector: string): Iterable<PageElement>;
  createTreeWalker(root: PageElement, show: number): { nextNode(): PageText | null };
};
declare function getComputedStyle(
  element: PageElement,
): Readonly<Record<'color' | 'backgroundColor' | 'fontSize' | 'direction', string>>;

function measureTexts(): SeenText[] {
  type Colour = [red: number, green: number, blue: number, alpha: number];
  const colourOf = (css: string): Colour => {
    const [red = 0, green = 0, blue = 0, alpha = 1] = (css.match(/[\d.]+/g) ?? []).map(Number);
    return [red, green, blue, alpha];
  };
  const luminance = ([red, green, blue]: Colour): number => {
    const [r = 0, g = 0, b = 0] = [red, green, blue]
      .map((value) => value / 255)
      .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const groundOf = (element: PageElement | null): Colour => {
    if (!element) return [255, 255, 255, 1];
    const ground = colourOf(getComputedStyle(element).backgroundColor);
    return ground[3] === 0 ? groundOf(element.parentElement) : ground;
  };
  const texts: SeenText[] = [];
  // NodeFilter.SHOW_TEXT
  const walker = document.createTreeWalker(document.body, 4);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const text = node.textContent?.trim() ?? '';
    const element = node.parentElement;
    if (text === '' || !element?.checkVisibility() || getComputedStyle(element).fontSize === '0px') continue;
    const ink = luminance(colourOf(getComputedStyle(element).color));
    const ground = luminance(groundOf(element));
    texts.push({ text, contrast: (Math.max(ink, ground) + 0.05) / (Math.min(ink, ground) + 0.05) });
  }
  return texts;
}
