import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fromUtf8 } from '../../base/bytes.ts';
import { isAnswerForOther, isByMachine, isByPerson, isBySystem } from './authorship.ts';
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
