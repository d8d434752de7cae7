import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { utf8 } from '../../base/bytes.ts';
import { instant } from '../../base/instant.ts';
import { parseHeader } from '../../message/fields.ts';
import { decodeWords } from '../../message/words.ts';
import { catalogues } from '../languages/catalogue.ts';
import { languages } from '../languages/languages.ts';
import type { Forgery } from '../notice/forgery.ts';
import { parseReport } from '../parse/parse-report.ts';
import { address } from '../testing/golden-cases.ts';
import { htmlOf, textOf } from '../testing/readable.ts';
import { buildForgeryCard, type CardContext } from './forgery-card.ts';

const forgery: Forgery = {
  addresses: ['homer@springfield.test'],
  notices: 20,
  firstAt: instant(Date.parse('2026-11-25T08:00:00Z')),
  lastAt: instant(Date.parse('2026-11-25T08:40:00Z')),
  hosts: ['mx.plant.test (192.0.2.1)', '192.0.2.2'],
  subjects: ['Undeliverable: pills', 'failure notice'],
  hostname: 'mail.springfield.test',
};

const context: CardContext = {
  at: instant(Date.parse('2026-11-25T08:40:00Z')),
  id: '01m851e6xxxv1tqe67',
  to: address('homer@springfield.test'),
  postmaster: address('postmaster@springfield.test'),
};

const card = (change: Partial<Forgery> = {}, how: Partial<CardContext> = {}) =>
  buildForgeryCard({ ...forgery, ...change }, { ...context, ...how });

const readable = (html: string): string =>
  html
    .replace(/<[^>]*>/g, '')
    .replace(/&#(x?)([0-9a-f]+);/gi, (_, hex: string, digits: string) =>
      String.fromCodePoint(Number.parseInt(digits, hex === '' ? 10 : 16)),
    );

describe('the card for somebody whose address is forged', () => {
  it('is a mail of the server to him', () => {
    const header = utf8(card()).split('\r\n\r\n')[0] ?? '';
    assert.equal(
      header.replace(/boundary=.*$/s, ''),
      [
        'Date: Wed, 25 Nov 2026 08:40:00 +0000',
        'From: Mail Delivery <postmaster@springfield.test>',
        'To: homer@springfield.test',
        'Subject: Someone is forging your address',
        'Message-ID: <01m851e6xxxv1tqe67@springfield.test>',
        'Auto-Submitted: auto-generated',
        'MIME-Version: 1.0',
        'Content-Type: multipart/alternative; ',
      ].join('\r\n'),
    );
  });

  it('is no notice itself, and is not taken for one', () => {
    assert.ok(parseReport(card()).every(({ kind }) => kind === 'not-a-report' || kind === 'auto-reply'));
  });

  it('says what happens, that it is none of his doing, what is done, and what he can do', () => {
    assert.equal(
      textOf(card()),
      `Warning
Someone is forging your address
===============================

Somebody sends mail in your name. Servers that could not deliver it send
their notices to you, because they take you for its sender. Your account
here has sent nothing like it.

This is the address that they write to:

  homer@springfield.test

What we do
----------

A few of these notices are kept in your junk mailbox, as samples. The
others are turned away.

Notices about mail that you did send still arrive in your inbox.

We write no other mail to you about it while it lasts.

What you can do
  1. You do not have to do anything. To forge an address one needs no
     password, so this is no sign that somebody got into your account.
  2. Do not answer the samples, and do not open what is in them.
  3. If people ask you about mail that they got in your name, tell them
     that it was forged.

What we have seen
  Notices so far: 20
  The first one: November 25, 2026, 08:00 UTC
  The latest one: November 25, 2026, 08:40 UTC
  Some of the servers: mx.plant.test (192.0.2.1) · 192.0.2.2
  Some of the subjects: Undeliverable: pills · failure notice

This notice was written by the mail server mail.springfield.test. An
answer to it goes to postmaster@springfield.test, where it is read.
`.replaceAll('\n', '\r\n'),
    );
  });

  for (const language of languages) {
    it(`speaks ${language}, in both of its forms`, () => {
      const notice = card({ addresses: ['homer@springfield.test', 'sales@springfield.test'] }, { language });
      const headline = catalogues[language]['headline.forgery'];
      const subject = decodeWords(parseHeader(notice).value('Subject') ?? '');
      assert.equal(subject, headline);
      for (const form of [textOf(notice), readable(htmlOf(notice))]) {
        assert.ok(form.includes(headline));
        assert.ok(form.includes('homer@springfield.test') && form.includes('sales@springfield.test'));
        assert.ok(form.includes('mx.plant.test (192.0.2.1)'));
      }
    });
  }

  it('says when it is over, and no more of what is done', () => {
    for (const language of languages) {
      const over = card({ quietSince: instant(Date.parse('2026-11-27T08:00:00Z')) }, { language });
      const headline = catalogues[language]['headline.forgery-over'];
      assert.equal(decodeWords(parseHeader(over).value('Subject') ?? ''), headline);
      assert.ok(textOf(over).includes(headline));
      assert.ok(!textOf(over).includes(catalogues[language]['forgery.measures']));
    }
    const over = textOf(card({ quietSince: instant(Date.parse('2026-11-27T08:00:00Z')) }));
    assert.match(over, /^It is over: since November 27, 2026, 08:00 UTC, hardly any/m);
    assert.match(over, /Notices so far: 20/);
  });

  it('is harmless whatever hosts call themselves, and whatever they write', () => {
    const evil = '<script>alert(1)</script>\u202e\u001b[2J';
    const notice = card({ hosts: [evil], subjects: [evil], addresses: [evil] });
    assert.ok(!htmlOf(notice).includes('<script>'));
    for (const form of [textOf(notice), htmlOf(notice)]) assert.doesNotMatch(form, /[\u202e\u001b]/);
  });

  it('leaves out what was not seen, and shows no more than a few', () => {
    assert.doesNotMatch(textOf(card({ hosts: [], subjects: [] })), /Some of the/);
    const many = Array.from({ length: 9 }, (_, i) => `host${i}.test`);
    assert.match(textOf(card({ hosts: many })), /host4\.test/);
    assert.doesNotMatch(textOf(card({ hosts: many })), /host5\.test/);
  });

  it('goes to an address beyond ASCII', () => {
    const notice = card({}, { to: address('hömer@springfield.test'), allows8bit: true });
    assert.match(utf8(notice), /^To: hömer@springfield\.test\r$/m);
  });
});
