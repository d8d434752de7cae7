import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { IpAddress } from '../address/ip.ts';
import { NULL_PATH } from '../address/path.ts';
import { fromUtf8, utf8 } from '../base/bytes.ts';
import { type Header, parseHeader } from '../message/fields.ts';
import { address, springfield } from '../policy/testing/springfield.ts';
import { noon } from '../queue/testing/samples.ts';
import { headerSection, prefixOf, returnPathField } from './prefix.ts';

const stamp = {
  greetingName: 'mx.krustylu.test',
  ip: '203.0.113.5' as IpAddress,
  by: springfield.primary,
  protocol: { kind: 'EHLO' as const, isSmtpUtf8: false, hasTls: false, isAuthenticated: false },
  id: 'abc',
  at: noon,
};
const missing = { at: noon, uniqueText: 'abc', domain: springfield.primary };
const parse = (text: string): Header => parseHeader(fromUtf8(text));

describe('what stands before a message', () => {
  it('is the Return-Path, of which the length is known, then what travels on', () => {
    for (const [path, field] of [
      [NULL_PATH, 'Return-Path: <>\r\n'],
      [address('Homer@Springfield.test'), 'Return-Path: <Homer@Springfield.test>\r\n'],
      [address('"a b"@x.test'), 'Return-Path: <"a b"@x.test>\r\n'],
      [address('жук@x.test'), 'Return-Path: <жук@x.test>\r\n'],
    ] as const) {
      assert.equal(returnPathField(path), field);
      const { bytes, returnPathBytes } = prefixOf(path, stamp, parse('Subject: x\r\n\r\n'), undefined);
      assert.equal(utf8(bytes, 0, returnPathBytes), field);
      assert.match(utf8(bytes, returnPathBytes), /^Received: from .*\+0000\r\n$/s);
    }
  });

  it('ends in the fields that are missing, and an empty line if the message has none', () => {
    const date = 'Date: Mon, 23 Nov 2026 12:00:00 +0000\r\n';
    const messageId = 'Message-ID: <abc@springfield.test>\r\n';
    for (const [text, added] of [
      ['Date: x\r\nMessage-ID: y\r\n\r\n', ''],
      ['Date: x\r\n\r\n', messageId],
      ['Message-ID: y\r\n', date],
      ['\r\nDate: x\r\n', date + messageId],
      ['', `${date}${messageId}\r\n`],
      ['Hello!\r\n', `${date}${messageId}\r\n`],
      ['Hello!\r\n\r\n', `${date}${messageId}\r\n`],
      ['Hello!\r\nDate: x\r\n', messageId],
    ] as const) {
      const { bytes } = prefixOf(NULL_PATH, stamp, parse(text), missing);
      assert.equal(utf8(bytes).replace(/^.*?id abc; .*?\+0000\r\n/s, ''), added, text);
    }
  });
});

describe('the header section', () => {
  it('is the fields and the empty line', () => {
    for (const [text, section] of [
      ['A: b\r\n\r\nC: d\r\n', 'A: b\r\n\r\n'],
      ['A: b\r\nno field\r\n', 'A: b\r\n'],
      ['\r\nA: b\r\n', '\r\n'],
      ['\n', '\n'],
      ['no field\r\n\r\nA: b\r\n', ''],
      ['', ''],
    ] as const) {
      assert.equal(utf8(headerSection(parse(text))), section, text);
    }
  });
});
