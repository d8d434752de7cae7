/** Everyday work on the web page: drafts, attachments, second thoughts, search, answers, putting away. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Locator, Page } from 'playwright-core';
import { browserMissing, openBrowser } from '../../src/dsn/testing/browser.ts';
import { ensureWeb } from '../bootstrap/web.mjs';
import { repositoryRoot } from '../source/tree.ts';
import { marge, Testbed } from '../testbed/running-server.ts';
import { newPage, signIn } from '../testbed/web-page.ts';

describe('everyday work on the web page', { skip: browserMissing }, () => {
  let testbed: Testbed;
  let browser: Browser;
  let page: Page;
  let composer: Locator;
  const faults: string[] = [];

  before(async () => {
    await ensureWeb(repositoryRoot, process.execPath);
    testbed = await Testbed.start({ settings: { submission: { undo_time: '3s' } }, hasWeb: true });
    browser = await openBrowser();
    page = await newPage(browser, faults);
    composer = page.locator('.composer');
    await signIn(page, testbed);
  });
  after(async () => {
    await browser?.close();
    await testbed?.stop();
  });

  const open = (mailbox: string) => page.getByRole('link', { name: new RegExp(`^${mailbox}`) }).click();
  const press = (name: string) => page.getByRole('button', { name, exact: true }).first().click();

  it('keeps a draft with what hangs on it, and takes it up again', async () => {
    await press('Write');
    await composer.getByLabel('To').fill(marge);
    await composer.getByLabel('Subject').fill('With cake');
    await composer.getByLabel('Content of the mail').fill('See the file.');
    const buffer = Buffer.from('a cake\n'.repeat(1_000));
    await page.setInputFiles('input[type=file]', { name: 'cake.txt', mimeType: 'text/plain', buffer });
    await composer.getByText('cake.txt').waitFor();
    await composer.getByText('Kept').waitFor();
    await press('Close and keep');
    await open('Drafts');
    await page.getByRole('link', { name: /With cake/ }).click();
    await press('Go on writing');
    await composer.getByText('cake.txt').waitFor();
  });

  it('warns of an address that nobody has, and does not stand in the way', async () => {
    const nobody = marge.replace('marge', 'margo');
    await composer.getByLabel('Cc', { exact: true }).fill(`${nobody},`);
    await composer.getByText('Nobody here has this address.').waitFor();
    await press(`Use ${marge}`);
    await composer.getByText('Nobody here has this address.').waitFor({ state: 'detached' });
    await composer
      .getByRole('button', { name: `Remove ${marge}` })
      .last()
      .click();
  });

  it('can be stopped after sending', async () => {
    await press('Send');
    await page.getByText('Sent.').waitFor();
    await press('Undo');
    await composer.getByText('cake.txt').waitFor();
    assert.deepEqual(await testbed.inbox(marge), []);
  });

  it('sends it, shows that it arrived, and leaves no draft behind', async () => {
    await press('Send');
    await page.getByText('Sent.').waitFor();
    await open('Sent');
    await page
      .getByRole('link', { name: /With cake/ })
      .first()
      .click();
    await page.getByText('It is on its way').waitFor();
    await page.getByText('It has arrived').waitFor();
    const [mail = ''] = await testbed.inbox(marge);
    assert.match(mail, /filename="?cake\.txt/);
    await open('Drafts');
    await page.getByText('Nothing here.').waitFor();
  });

  it('reads it, saves the file, finds it by its words', async () => {
    await press('Sign out');
    await signIn(page, testbed, marge);
    await page.getByRole('link', { name: /With cake/ }).click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: /cake\.txt/ }).click(),
    ]);
    assert.equal(download.suggestedFilename(), 'cake.txt');
    await page.getByRole('searchbox').fill('file');
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: /With cake/ }).waitFor();
    await page.getByRole('searchbox').fill('zebra');
    await page.keyboard.press('Enter');
    await page.getByText('No mail holds these words.').waitFor();
    await press('End the search');
  });

  it('answers it, and puts it away', async () => {
    await page.getByRole('link', { name: /With cake/ }).click();
    await press('Reply');
    assert.match(await composer.getByLabel('Content of the mail').inputValue(), /wrote:\n> See the file\./);
    await press('Send');
    await page.getByText('Sent.').waitFor();
    await press('Archive');
    await page.getByText('Nothing here.').waitFor();
    await open('Archive');
    await page.getByRole('link', { name: /With cake/ }).waitFor();
    assert.deepEqual(faults, []);
  });
});
