import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fromLatin1, fromUtf8 } from '../../base/bytes.ts';
import { openMail } from './open-mail.ts';

const open = (...lines: string[]) => openMail(fromUtf8(lines.join('\r\n')));

const twoParts = (boundary: string, first = 'It failed.') => [
  `--${boundary}`,
  'Content-Type: text/plain',
  '',
  first,
  `--${boundary}`,
  'Content-Type: message/rfc822',
  '',
  'Subject: Hello',
  '',
  'Come!',
  `--${boundary}--`,
];

describe('openMail', () => {
  it('reads subject and sender', () => {
    const mail = open(
      'From: Mail Delivery <MAILER-DAEMON@Krustylu.test>',
      'Subject: =?utf-8?Q?Nicht_zustellbar=3A_Gr=C3=BC=C3=9Fe?=',
      '',
      'Hi',
    );
    assert.equal(mail.subject, 'Nicht zustellbar: Grüße');
    assert.equal(mail.from, 'mailer-daemon@krustylu.test');
    assert.equal(mail.fromName, 'Mail Delivery');
    assert.equal(mail.text, 'Hi\n');
  });

  it('reads a mail without anything', () => {
    const { subject, from, text } = openMail(new Uint8Array());
    assert.deepEqual([subject, from, text], ['', '', '']);
  });

  it('stops at the message that is returned', () => {
    const mail = open('Content-Type: multipart/mixed; boundary=b', '', ...twoParts('b'));
    assert.equal(mail.text, 'It failed.\n');
  });

  it('reads a notice that took over the Content-Type of what it returns', () => {
    const mail = open(
      'Content-Type: multipart/alternative; boundary=b',
      '',
      '<moe@tavern.test>:',
      'No such bar.',
      '',
      '--- Below this line is a copy of the message.',
      ...twoParts('b', 'Hello Moe'),
    );
    assert.match(mail.text, /^<moe@tavern.test>:\nNo such bar\.\n/);
  });

  it('passes over a remark about MIME before the first part', () => {
    const mail = open('Content-Type: multipart/mixed; boundary=b', '', 'This is MIME.', ...twoParts('b'));
    assert.equal(mail.text, 'It failed.\n');
  });

  const leads: readonly [string, string][] = [
    ['a line of a mailbox file', 'From MAILER-DAEMON Mon Nov 23 09:14:02 2026\n'],
    ['a mark of the byte order', '\ufeff'],
    ['empty lines', '\r\n\n'],
  ];
  for (const [name, lead] of leads) {
    it(`passes over ${name} before the header`, () => {
      assert.equal(openMail(fromUtf8(`${lead}Subject: x\n\nIt failed.`)).subject, 'x');
    });
  }

  it('reads line ends of old machines', () => {
    const mail = openMail(fromUtf8('Subject: x\rFrom: a@b.test\r\rOne\rTwo'));
    assert.deepEqual([mail.subject, mail.text], ['x', 'One\nTwo\n']);
  });

  const containers: readonly [string, string[]][] = [
    ['has no boundary', ['Content-Type: multipart/report; report-type=delivery-status']],
    ['tells another boundary', ['Content-Type: multipart/mixed; boundary="=_other"']],
    ['has no type at all', []],
  ];
  for (const [name, fields] of containers) {
    it(`finds the parts of a mail that ${name}`, () => {
      const mail = open('Subject: x', ...fields, '', 'preamble', ...twoParts('=_mine'));
      assert.equal(mail.root.children.length, 2);
      assert.deepEqual([mail.subject, mail.text], ['x', 'It failed.\n']);
    });
  }

  it('takes a quoted container in a text for text', () => {
    const mail = open('Content-Type: text/plain', '', 'See:', ...twoParts('b'));
    assert.equal(mail.root.children.length, 0);
    assert.match(mail.text, /^See:\n--b\n/);
  });

  it('opens the only mail within a mail', () => {
    const mail = open('Subject: outer', 'Content-Type: message/rfc822', '', 'Subject: inner', '', 'Hi');
    assert.deepEqual([mail.subject, mail.text], ['inner', 'Hi\n']);
  });

  it('takes plain text before HTML, and HTML too where the text names nobody', () => {
    const alternative = (plain: string) =>
      open(
        'Content-Type: multipart/alternative; boundary=b',
        '',
        '--b',
        'Content-Type: text/html',
        '',
        '<p>Rich a@b.test</p>',
        '--b',
        '',
        plain,
        '--b--',
      ).text;
    assert.equal(alternative('Plain a@b.test'), 'Plain a@b.test\n');
    assert.equal(alternative(' '), 'Rich a@b.test\n');
    assert.equal(alternative('See the HTML'), 'See the HTML\n\n\nRich a@b.test\n');
  });

  const bodies: readonly [name: string, fields: string, body: Uint8Array, text: string][] = [
    ['base64', 'Content-Transfer-Encoding: base64', fromUtf8('R3LDvMOfZQ=='), 'Grüße'],
    ['quoted-printable', 'Content-Transfer-Encoding: quoted-printable', fromUtf8('Gr=C3=BC=C3=9Fe'), 'Grüße'],
    ['a false base64', 'Content-Transfer-Encoding: base64', fromUtf8('It failed for us'), 'It failed for us'],
    ['Latin-1', 'Content-Type: text/plain; charset=iso-8859-1', fromLatin1('Gr\xfc\xdfe'), 'Grüße'],
    ['octets of no charset', 'X: y', fromLatin1('Gr\xfc\xdfe'), 'Grüße'],
    ['unlabelled Japanese', 'X: y', fromLatin1('\x1b$BF|K\\\x1b(B'), '日本'],
    ['an unknown charset', 'Content-Type: text/plain; charset=klingon', fromUtf8('Grüße'), 'Grüße'],
  ];
  for (const [name, fields, body, text] of bodies) {
    it(`decodes ${name}`, () => {
      const mail = openMail(new Uint8Array([...fromUtf8(`${fields}\r\n\r\n`), ...body]));
      assert.equal(mail.text, `${text}\n`);
    });
  }

  it('reads an attached text only where there is no other', () => {
    const attached = [
      'Content-Type: text/plain',
      'Content-Disposition: attachment; filename=a.txt',
      '',
      'Attached',
    ];
    const container = ['Content-Type: multipart/mixed; boundary=b', ''];
    assert.equal(open(...container, '--b', ...attached, '--b--').text, 'Attached\n');
    assert.equal(open(...container, '--b', '', 'Hi', '--b', ...attached, '--b--').text, 'Hi\n');
  });

  it('reads text of no named charset in that of the subject', () => {
    const textOf = (...header: string[]) =>
      openMail(fromLatin1([...header, '', '\xd3\xc3\xbb\xa7 moe@tavern.test'].join('\n'))).text;
    assert.equal(textOf('Subject: =?gb2312?B?zcvQxQ==?='), '用户 moe@tavern.test\n');
    assert.equal(
      textOf('From: =?big5?Q?x?= <a@b.test>', 'Content-Type: text/plain'),
      '蚚誧 moe@tavern.test\n',
    );
    assert.notEqual(textOf('Subject: Hello'), '用户 moe@tavern.test\n');
    const utf8 = open('Subject: =?gb2312?B?zcvQxQ==?=', '', '用户');
    assert.equal(utf8.text, '用户\n');
  });

  it('puts addresses together that run over the end of a line', () => {
    assert.equal(
      open('Subject: Hi', '', '<moe@', ' tavern.test>: no', '<moe@tavern.', '  test>', 'a <b@c.test>').text,
      '<moe@tavern.test>: no\n<moe@tavern.test>\na <b@c.test>\n',
    );
    const apart = '<moe@tavern.test\n\nlisa@springfield.test>\n';
    assert.equal(open('Subject: Hi', '', apart).text, apart);
  });
});
