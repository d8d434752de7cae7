import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { createTransport } from 'nodemailer';
import PostalMime from 'postal-mime';
import { homer, marge, password, Testbed } from '../testbed/running-server.ts';

const digest = (bytes: string | ArrayBuffer | Uint8Array): string =>
  createHash('sha256')
    .update(Buffer.from(bytes as Uint8Array))
    .digest('hex');

describe('nodemailer', () => {
  let testbed: Testbed;
  before(async () => {
    testbed = await Testbed.start();
  });
  after(() => testbed.stop());

  const transport = (more: { readonly pool?: true } = {}) =>
    createTransport({
      host: '127.0.0.1',
      port: testbed.ports.submissions,
      secure: true,
      tls: { rejectUnauthorized: false },
      auth: { user: homer, pass: password },
      maxConnections: 3,
      ...more,
    });

  it('sends words beyond ASCII, HTML and a large attachment, and they arrive as they were', async () => {
    const content = randomBytes(3_000_000);
    const subject = 'Grüße aus Springfield 🍩';
    const attachments = [{ filename: 'krapfen.bin', content }];
    await transport().sendMail({
      from: homer,
      to: marge,
      subject,
      text: 'Füße',
      html: '<p>Füße</p>',
      attachments,
    });
    const mail = await testbed.waitForMail(marge, 'krapfen.bin');
    const parsed = await PostalMime.parse(Buffer.from(mail, 'latin1'));
    assert.equal(parsed.subject, subject);
    assert.match(parsed.text ?? '', /^Füße/);
    assert.equal(digest(parsed.attachments[0]?.content ?? ''), digest(content));
  });

  it('sends many letters over a few sessions', async () => {
    const pool = transport({ pool: true });
    const send = (_: unknown, i: number) =>
      pool.sendMail({ from: homer, to: marge, subject: `letter ${i}.` });
    await Promise.all(Array.from({ length: 100 }, send));
    pool.close();
    const subjects = (await testbed.inbox(marge)).map((mail) => /Subject: letter (\d+)\./.exec(mail)?.[1]);
    const numbers = subjects.filter((each) => each !== undefined).map(Number);
    assert.deepEqual(
      numbers.sort((a, b) => a - b),
      Array.from({ length: 100 }, (_, i) => i),
    );
  });

  it('asks for a notice of success', async () => {
    const dsn = { id: 'order 66', return: 'headers' as const, notify: 'success' as const, recipient: homer };
    await transport().sendMail({ from: homer, to: marge, subject: 'with a receipt', dsn });
    const notice = await testbed.waitForMail(homer, 'with a receipt');
    assert.match(notice, /\r\nOriginal-Envelope-Id: order 66\r\n/);
    assert.match(notice, /\r\nOriginal-Recipient: rfc822; ?homer@evergreen\.test\r\n/i);
  });
});
