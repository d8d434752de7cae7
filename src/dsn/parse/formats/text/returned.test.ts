import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { linesOf } from './lines.ts';
import { returnedLine } from './returned.ts';

const announcements = [
  '--- Below this line is a copy of the message.',
  '------ This is a copy of the message, including all the headers. ------',
  '   ----- Original message follows -----',
  '   ----- Unsent message follows -----',
  '   ----- Message header follows -----',
  '----- Original message -----',
  '|------------------------- Message text follows: ------------------------|',
  '--- The header of the original message is following. ---',
  '------- Returned Message --------',
  'Original message follows.',
  'Message headers follow:',
  'Your message follows:',
  'Below is a copy of the original message:',
  '** Text of Mail follows **',
  '--- Исходное сообщение ---',
  '----- Message d’origine -----'.replace('’', "'"),
  '----- Ursprüngliche Nachricht -----',
  '-------original message',
];

const headings = [
  '   ----- The following addresses had permanent fatal errors -----',
  '   ----- Transcript of session follows -----',
  '|------------------------- Message log follows: -------------------------|',
  '|------------------------- Failed addresses follow: ---------------------|',
  ' --------Message not delivered to the following addresses:',
  'Your message could not be delivered to the following recipients:',
  '------- Failure Reasons  --------',
  'Error message below:',
];

const lineOf = (...lines: string[]) => returnedLine(linesOf(lines.join('\n')));

describe('returnedLine', () => {
  for (const line of announcements)
    it(`ends at ${line.trim()}`, () => assert.equal(lineOf('It failed.', '', line, 'x'), 2));

  for (const line of headings)
    it(`goes on at ${line.trim()}`, () => assert.equal(lineOf('It failed.', '', line, 'x'), undefined));

  it('ends at a header section', () => {
    assert.equal(lineOf('It failed.', '', 'Received: from a', '\tby b', 'From: c@d.test', 'Subject: e'), 2);
    assert.equal(lineOf('It failed.', '', 'From: c@d.test', 'Subject: e', 'Message-ID: <f@g.test>'), 2);
  });

  it('ends at a header section that is quoted', () => {
    assert.equal(lineOf('It failed.', '> Received: from a', '> From: c@d.test', '> Subject: e'), 1);
  });

  it('goes on at what is told of the message', () => {
    assert.equal(
      lineOf('Your message', '  To: a@b.test', '  Subject: c', '  Message-ID: <f@g.test>', 'failed'),
      undefined,
    );
    assert.equal(lineOf('To: a@b.test', 'Subject: c', 'Date: today', 'failed'), undefined);
  });

  it('goes on where a reply is told behind the announcement', () => {
    assert.equal(
      lineOf('original message follows.', 'Body of message generated response:', '550 no'),
      undefined,
    );
  });
});
