/**
 * The story, in a real browser, as a person would go through it: a mail to an address with a wrong letter, the notice, one press, and it
 * arrives.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, describe, it } from 'node:test';
import { createTransport } from 'nodemailer';
import type { Browser, Page } from 'playwright-core';
import { browserMissing, openBrowser } from '../../src/dsn/testing/browser.ts';
import { ensureWeb } from '../bootstrap/web.mjs';
import { repositoryRoot } from '../source/tree.ts';
import { loopback } from '../testbed/config.ts';
import { ForeignHost, foreignDomain } from '../testbed/foreign-host.ts';
import { homer, marge, password, Testbed } from '../testbed/running-server.ts';
import { newPage, signIn, write } from '../testbed/web-page.ts';

const klown = `krustyKlown@${foreignDomain}`;
const clown = `krustyClown@${foreignDomain}`;
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

describe('the story, in a browser', { skip: browserMissing }, () => {
  let host: ForeignHost;
  let testbed: Testbed;
  let browser: Browser;
  let page: Page;
  const faults: string[] = [];

  before(async () => {
    await ensureWeb(repositoryRoot, process.execPath);
    host = await ForeignHost.start({
      onRcptTo({ address }, _session, done) {
        const refusal = Object.assign(new Error('5.1.1 No such clown'), { responseCode: 550 });
        done(address === clown ? refusal : null);
      },
    });
    const settings = {
      'relay.routes': { [foreignDomain]: `${loopback}:${host.port}` },
      submission: { undo_time: '0s' },
    };
    testbed = await Testbed.start({ settings, hasWeb: true });
    browser = await openBrowser();
    page = await newPage(browser, faults);
    await signIn(page, testbed);
  });
  after(async () => {
    await browser?.close();
    await testbed?.stop();
    await host?.stop();
  });

  it('writes to the right address, and it is handed on', async () => {
    await write(page, { to: [klown], subject: 'Rehearsal', text: 'At eight.' });
    await page.getByRole('link', { name: /^Sent/ }).click();
    await page.getByRole('link', { name: /Rehearsal/ }).click();
    const fate = page.getByRole('region', { name: 'What became of it' });
    await fate.getByText('The next server has taken it').waitFor();
    assert.equal(host.mails.length, 1);
  });

  it('shows the notice of a wrong address, with the right one', async () => {
    await write(page, { to: [clown, marge], subject: 'Birthday at our house', text: 'Bring the pies.' });
    await page.getByRole('link', { name: /^Inbox/ }).click();
    await page.getByRole('link', { name: /Birthday at our house/ }).click();
    const card = page.getByRole('article', { name: 'This address does not work' });
    await card.getByText('Did you mean').waitFor();
    assert.equal(await card.locator('.hint del').textContent(), 'C');
    assert.equal(await card.locator('.hint ins').textContent(), 'K');
    await card.locator('[data-mark="acts"]').getByText('You').waitFor();
  });

  it('sends it again to the right address with one press and a second to send', async () => {
    await page.getByRole('button', { name: 'Fix address and send again' }).click();
    const composer = page.getByRole('region', { name: 'New mail' });
    await composer.getByText(klown).waitFor();
    assert.equal(await composer.getByLabel('Subject').inputValue(), 'Birthday at our house');
    await composer.getByRole('button', { name: 'Send' }).click();
    await page.getByText('Sent.').waitFor();
    await waitFor(() => host.mails.length === 2);
    assert.deepEqual(host.mails[1]?.recipients, [klown]);
    assert.match(host.mails[1]?.content ?? '', /Bring the pies\./);
  });

  it('shows new mail without being asked', async () => {
    await page.getByRole('link', { name: /^Inbox/ }).click();
    const transport = createTransport({
      host: loopback,
      port: testbed.ports.submission,
      requireTLS: true,
      tls: { rejectUnauthorized: false },
      auth: { user: marge, pass: password },
    });
    await transport.sendMail({ from: marge, to: homer, subject: 'Come home', text: 'Dinner.' });
    transport.close();
    await page.getByRole('link', { name: /Come home/ }).waitFor({ timeout: 3_000 });
  });

  it('runs nothing that a mail brings', async () => {
    const attack = '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>';
    const transport = createTransport({
      host: loopback,
      port: testbed.ports.submission,
      requireTLS: true,
      tls: { rejectUnauthorized: false },
      auth: { user: marge, pass: password },
    });
    await transport.sendMail({
      from: `"${attack.replaceAll('"', "'")}" <${marge}>`,
      to: homer,
      subject: `Attack ${attack}`,
      html: `<p>See</p>${attack}<svg onload="parent.hacked=1"></svg><a href="javascript:parent.hacked=1">x</a>`,
      attachments: [{ filename: `${attack}.html`, content: attack, contentType: 'text/html' }],
    });
    transport.close();
    await page.getByRole('link', { name: /Attack/ }).click();
    const frame = page.frameLocator('iframe');
    await frame.getByText('See').waitFor();
    assert.equal(await frame.locator('script, svg, [onerror]').count(), 0);
    const isHacked = await page.evaluate(() => 'hacked' in globalThis);
    assert.equal(isHacked, false);
  });

  it('has nothing that keeps people out', async () => {
    await page.evaluate(axe);
    const found = (await page.evaluate('axe.run()')) as {
      violations: readonly { id: string; impact: string; nodes: readonly { html: string }[] }[];
    };
    const serious = found.violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
    assert.deepEqual(
      serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`),
      [],
    );
  });

  it('fits a phone, and asks nobody but the server', async () => {
    await page.setViewportSize({ width: 320, height: 640 });
    const width = Number(await page.evaluate('document.documentElement.scrollWidth'));
    assert.ok(width <= 320, `${width} px wide`);
    assert.deepEqual(faults, []);
  });
});

async function waitFor(condition: () => boolean): Promise<void> {
  for (let i = 0; i < 100 && !condition(); i++) await new Promise((resolve) => setTimeout(resolve, 100));
  assert.ok(condition());
}
