import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fromLatin1, fromUtf8 } from '../../base/bytes.ts';
import { parseHeader } from '../../message/fields.ts';
import {
  isAnswer,
  isAnswerForOther,
  isByMachine,
  isByPerson,
  isBySystem,
  isFromMailSystem,
} from './authorship.ts';
import { openMail } from './open-mail.ts';

const mail = (...lines: string[]) => openMail(fromUtf8([...lines, '', '> quoted'].join('\n')));

const systems = [
  'MAILER-DAEMON@krustylu.test (Mail Delivery System)',
  'Mail Delivery Subsystem <MAILER-DAEMON@krustylu.test>',
  'postmaster@krustylu.test',
  'post_master@krustylu.test',
  'p00stmaster@krustylu.test',
  'MDaemon@krustylu.test',
  'mail-delivery-system@krustylu.test',
  'MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@krustylu.test',
  'mx1-mailer-daemon@krustylu.test',
];

describe('who wrote a mail', () => {
  for (const from of systems) {
    it(`is the system where it is ${from}`, () => {
      const written = mail(`From: ${from}`, 'Subject: Undelivered');
      assert.ok(isBySystem(written) && isByMachine(written) && !isByPerson(written));
    });
  }

  it('is the system where nobody is named, but on the null path', () => {
    assert.ok(isBySystem(mail('Return-Path: <>', 'From: <>')));
    assert.ok(!isBySystem(mail('From: <>')));
  });

  const machines = [
    'Return-Path: <>',
    'Return-Path: <MAILER-DAEMON>',
    'Auto-Submitted: auto-replied',
    'X-Failed-Recipients: a@b',
  ];
  for (const field of machines) {
    it(`is a machine where it has ${field}`, () => {
      const written = mail('From: Moe Szyslak <moe@tavern.test>', field);
      assert.ok(isByMachine(written) && !isBySystem(written) && !isByPerson(written));
    });
  }

  const persons: readonly (readonly string[])[] = [
    ['From: Moe Szyslak <moe@tavern.test>', 'Subject: Undelivered Mail Returned to Sender'],
    ['From: Moe Szyslak <moe@tavern.test>', 'Auto-Submitted: no'],
    ['From: moe@tavern.test', 'Subject: Re: Undelivered', 'In-Reply-To: <a@b>'],
    ['From: postmaster@tavern.test', 'Subject: AW: Unzustellbar', 'X-Mailer: Program'],
    ['From: postmaster@tavern.test', 'Subject: Re: Undelivered', 'Return-Path: <postmaster@tavern.test>'],
    ['From: Moe <moe@tavern.test>', 'Subject: Fwd: Undelivered'],
    ['From: Moe <moe@tavern.test>', 'Subject: 转发: Undelivered'],
  ];
  for (const header of persons) {
    it(`is a person where it has ${header.join(', ')}`, () => assert.ok(isByPerson(mail(...header))));
  }

  const nobodies: readonly (readonly string[])[] = [
    ['From: Mail Gateway <gw@tavern.test>', 'Subject: Undelivered'],
    ['From: moe@tavern.test', 'Subject: Undelivered'],
    ['From: Moe <moe@tavern.test>', 'Subject: Undelivered: Re: Party'],
  ];
  for (const header of nobodies) {
    it(`is left open where it has ${header.join(', ')}`, () => {
      const written = mail(...header);
      assert.ok(!isByPerson(written) && !isByMachine(written));
    });
  }

  it('is whatever answers for another, where it says so and is no system', () => {
    const answer = 'Auto-Submitted: auto-replied';
    assert.ok(isAnswerForOther(mail('From: noreply@plant.test', answer)));
    assert.ok(!isAnswerForOther(mail('From: noreply@plant.test')));
    assert.ok(!isAnswerForOther(mail('From: Mail Delivery System <noreply@plant.test>', answer)));
    assert.ok(!isAnswerForOther(mail('From: <>', answer)));
    assert.ok(!isAnswerForOther(mail('From: MAILER-DAEMON@plant.test', answer)));
  });
});

describe('by its header alone, a mail', () => {
  const header = (...lines: string[]) => parseHeader(fromLatin1(`${lines.join('\r\n')}\r\n\r\n`));

  it('is of a mail system', () => {
    for (const [line, is] of [
      ['From: MAILER-DAEMON@plant.test (Mail Delivery System)', true],
      ['From: Postmaster <postmaster@plant.test>', true],
      ['X-Failed-Recipients: homer@plant.test', true],
      ['From: Homer Simpson <homer@plant.test>', false],
      ['Subject: MAILER-DAEMON', false],
      [`From: ${'x'.repeat(100_000)}`, false],
      ['From: ', false],
    ] as const)
      assert.equal(isFromMailSystem(header(line)), is, line.slice(0, 60));
  });

  it('answers another', () => {
    for (const [line, is] of [
      ['In-Reply-To: <1@x.test>', true],
      ['References: <1@x.test>', true],
      ['Subject: Re: Donuts', true],
      ['Subject: AW: Donuts', true],
      ['Subject: =?utf-8?q?Fwd=3A?= Donuts', true],
      ['Subject: Donuts', false],
      ['Subject: Report', false],
    ] as const)
      assert.equal(isAnswer(header(line)), is, line);
  });
});
