/** The web page in a real browser, used as a person would. */
import type { Browser, Page } from 'playwright-core';
import { loopback } from './config.ts';
import { homer, password, type Testbed } from './running-server.ts';

/** A page that keeps what goes wrong in it, and what it asks others for, in `faults`. */
export async function newPage(browser: Browser, faults: string[]): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  page.setDefaultTimeout(15_000);
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('request', (request) => {
    const { hostname, protocol } = new URL(request.url());
    if (hostname !== loopback && protocol !== 'blob:' && protocol !== 'data:') faults.push(request.url());
  });
  return page;
}

export async function signIn(page: Page, { ports }: Testbed, address = homer): Promise<void> {
  await page.goto(`http://${loopback}:${ports.http}/`);
  await page.getByLabel('Your address').fill(address);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('link', { name: /^Inbox/ }).waitFor();
}

export interface Letter {
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
}

/** Writes a mail and sends it. */
export async function write(page: Page, { to, subject, text }: Letter): Promise<void> {
  await page.getByRole('button', { name: 'Write' }).click();
  const composer = page.getByRole('region', { name: 'New mail' });
  await composer.getByLabel('To').fill(to.join(', '));
  await composer.getByLabel('Subject').fill(subject);
  await page.getByLabel('Content of the mail').fill(text);
  await page.getByRole('button', { name: 'Send' }).click();
  await page.getByText('Sent.').waitFor();
}
