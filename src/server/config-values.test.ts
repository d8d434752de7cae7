import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { dayMs } from '../base/instant.ts';
import {
  durationMsMax,
  parseDuration,
  parseHostAndPort,
  parseHttpUrl,
  parseIpAndPort,
  parseSize,
  sizeBytesMax,
} from './config-values.ts';

test('durations', () => {
  for (const [text, milliseconds] of [
    ['0s', 0],
    ['90s', 90_000],
    ['5m', 300_000],
    ['4h', 14_400_000],
    ['5d', 432_000_000],
    ['007s', 7_000],
    ['3650d', durationMsMax],
    ['315360000s', durationMsMax],
    ['3651d', undefined],
    ['315360001s', undefined],
    ['5', undefined],
    ['5 m', undefined],
    ['1.5h', undefined],
    ['-5m', undefined],
    ['5M', undefined],
    ['5ms', undefined],
    ['5m30s', undefined],
    ['m', undefined],
    ['', undefined],
    ['5m\n', undefined],
    ['9999999999999s', undefined],
  ] as const) {
    assert.equal(parseDuration(text), milliseconds, text);
  }
  assert.equal(durationMsMax, 3_650 * dayMs);
});

test('sizes', () => {
  for (const [text, bytes] of [
    ['0B', 0],
    ['512B', 512],
    ['100KiB', 102_400],
    ['25MiB', 26_214_400],
    ['2GiB', 2_147_483_648],
    ['1TiB', 1_099_511_627_776],
    ['1024TiB', sizeBytesMax],
    ['1025TiB', undefined],
    ['1125899906842624B', sizeBytesMax],
    ['1125899906842625B', undefined],
    ['5', undefined],
    ['5MB', undefined],
    ['5M', undefined],
    ['5 MiB', undefined],
    ['5mib', undefined],
    ['-5B', undefined],
    ['1e3B', undefined],
    ['', undefined],
  ] as const) {
    assert.equal(parseSize(text), bytes, text);
  }
});

test('hosts with ports', () => {
  for (const [text, found] of [
    ['mail.example.org:2525', 'mail.example.org 2525'],
    ['mail.example.org', 'mail.example.org 25'],
    ['localhost:1', 'localhost 1'],
    ['192.0.2.1:65535', '192.0.2.1 65535'],
    ['[2001:db8::1]:25', '2001:db8::1 25'],
    ['[2001:db8::1]', '2001:db8::1 25'],
    ['2001:db8::1', undefined],
    ['[mail.example.org]:25', undefined],
    ['[]', undefined],
    ['mail.example.org:0', undefined],
    ['mail.example.org:65536', undefined],
    ['mail.example.org:', undefined],
    ['mail.example.org:smtp', undefined],
    ['mail..example.org', undefined],
    ['-x.example.org', undefined],
    ['.', undefined],
    ['a b', undefined],
    [':25', undefined],
    ['', undefined],
  ] as const) {
    const result = parseHostAndPort(text, 25);
    assert.equal(result && `${result.host} ${result.port}`, found, text);
  }
});

test('addresses with ports', () => {
  for (const [text, found] of [
    ['127.0.0.1', '127.0.0.1 53'],
    ['127.0.0.1:5353', '127.0.0.1 5353'],
    ['2001:DB8::1', '2001:db8::1 53'],
    ['[2001:db8::1]', '2001:db8::1 53'],
    ['[2001:db8::1]:5353', '2001:db8::1 5353'],
    ['::1', '::1 53'],
    ['ns.example.org', undefined],
    ['127.0.0.1:0', undefined],
    ['127.0.0.1:65536', undefined],
    ['127.0.0', undefined],
    ['', undefined],
  ] as const) {
    const result = parseIpAndPort(text, 53);
    assert.equal(result && `${result.ip} ${result.port}`, found, text);
  }
});

test('any text is read or refused, and nothing is read that is no number', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'0159smhdBKMGiT:.[] -x') }), (text) => {
      for (const quantity of [parseDuration(text), parseSize(text)]) {
        assert.ok(quantity === undefined || (Number.isSafeInteger(quantity) && quantity >= 0));
      }
      for (const place of [parseHostAndPort(text, 1), parseIpAndPort(text, 1)]) {
        assert.ok(place === undefined || (place.port >= 1 && place.port <= 65_535));
      }
    }),
  );
});

test('URLs of the server', () => {
  for (const [text, url] of [
    ['https://mail.example.org', 'https://mail.example.org'],
    ['https://Mail.Example.org/', 'https://mail.example.org'],
    ['https://mail.example.org:8443', 'https://mail.example.org:8443'],
    ['http://[::1]:8080', 'http://[::1]:8080'],
    ['https://mail.example.org:443', 'https://mail.example.org'],
    ['https://mail.example.org/mail', undefined],
    ['https://mail.example.org/?x', undefined],
    ['https://homer@mail.example.org', undefined],
    ['ftp://mail.example.org', undefined],
    ['mail.example.org', undefined],
    ['', undefined],
  ] as const) {
    assert.equal(parseHttpUrl(text), url, text);
  }
});
