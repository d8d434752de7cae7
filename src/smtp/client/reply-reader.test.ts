import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { type Bytes, concat, fromLatin1, fromUtf8 } from '../../base/bytes.ts';
import { type Reply, reply } from '../../envelope/reply.ts';
import { formatReply } from '../reply.ts';
import {
  type ReplyEvent,
  ReplyReader,
  replyLengthMax,
  replyLineLengthMax,
  replyLinesMax,
} from './reply-reader.ts';

function readAll(chunks: readonly Bytes[]): ReplyEvent[] {
  const reader = new ReplyReader();
  const events: ReplyEvent[] = [];
  for (const chunk of chunks) {
    reader.push(chunk);
    for (let event = reader.next(); event; event = reader.next()) {
      events.push(event);
      if (event.kind === 'malformed') return events;
    }
  }
  return events;
}

const bytesOf = (text: string): Bytes[] => [...text].map(fromLatin1);

function replies(text: string): (Reply | string)[] {
  const whole = readAll([fromLatin1(text)]);
  assert.deepEqual(readAll(bytesOf(text)), whole, 'octet by octet');
  return whole.map((event) => (event.kind === 'reply' ? event.reply : event.why));
}

describe('well-formed replies', () => {
  const cases: readonly [octets: string, ...Reply[]][] = [
    ['250 OK\r\n', reply(250, undefined, 'OK')],
    ['250\r\n', reply(250, undefined, '')],
    ['250 \r\n', reply(250, undefined, '')],
    ['250 2.1.0 Sender ok\r\n', reply(250, '2.1.0', 'Sender ok')],
    ['250 2.1.0\r\n', reply(250, '2.1.0', '')],
    ['250 2.1.0   ok\r\n', reply(250, '2.1.0', 'ok')],
    ['550 5.1.1 one\r\n220 two\r\n', reply(550, '5.1.1', 'one'), reply(220, undefined, 'two')],
    // RFC 5321 §4.2.1
    [
      '250-First line\r\n250-Second line\r\n250-234 Text beginning with numbers\r\n250 The last line\r\n',
      reply(250, undefined, 'First line', 'Second line', '234 Text beginning with numbers', 'The last line'),
    ],
    // RFC 2034 §6
    [
      '551-5.7.1 Forwarding to remote hosts disabled\r\n551 5.7.1 Select another host\r\n',
      reply(551, '5.7.1', 'Forwarding to remote hosts disabled', 'Select another host'),
    ],
    // RFC 2034 §3: 3yz has no status.
    ['354 Send message\r\n', reply(354, undefined, 'Send message')],
  ];
  for (const [octets, ...expected] of cases) {
    test(JSON.stringify(octets), () => assert.deepEqual(replies(octets), expected));
  }
});

describe('odd replies that are understood', () => {
  const cases: readonly [octets: string, ...Reply[]][] = [
    ['250 OK\n', reply(250, undefined, 'OK')],
    ['250 OK\r\r\n', reply(250, undefined, 'OK')],
    ['250\tOK\r\n', reply(250, undefined, 'OK')],
    ['250-\r\n250\r\n', reply(250, undefined, '', '')],
    ['599 x\r\n', reply(599, undefined, 'x')],
    // The status is on one line only, or differs from line to line: the first counts, the other stays text.
    ['550-Sorry\r\n550 5.7.1 no\r\n', reply(550, '5.7.1', 'Sorry', 'no')],
    ['550-5.7.1 a\r\n550 5.1.1 b\r\n', reply(550, '5.7.1', 'a', '5.1.1 b')],
    // RFC 2034 §4: the status must agree with the code. One that does not is mere text.
    ['550 4.7.1 later\r\n', reply(550, undefined, '4.7.1 later')],
    ['550 5.1.1234 x\r\n', reply(550, undefined, '5.1.1234 x')],
    ['550 5.1.1: x\r\n', reply(550, undefined, '5.1.1: x')],
    // The code changes within its class.
    ['550-a\r\n551 b\r\n', reply(551, undefined, 'a', 'b')],
    ['250 caf\xe9\r\n', reply(250, undefined, 'caf\xe9')],
  ];
  for (const [octets, ...expected] of cases) {
    test(JSON.stringify(octets), () => assert.deepEqual(replies(octets), expected));
  }

  test('UTF-8 (RFC 6531 §3.7.4)', () => {
    const [event] = readAll([fromUtf8('551 try <jürgen@例え.test>\r\n')]);
    assert.deepEqual(event, { kind: 'reply', reply: reply(551, undefined, 'try <jürgen@例え.test>') });
  });
});

describe('what is no reply', () => {
  const octets = [
    '\r\n',
    'hello\r\n',
    '25\r\n',
    '2500 x\r\n',
    '250x\r\n',
    '150 x\r\n',
    '650 x\r\n',
    ' 250 x\r\n',
  ];
  for (const text of octets) {
    test(JSON.stringify(text), () => {
      const [why, ...more] = replies(text);
      assert.match(String(why), /^This is not a reply: /);
      assert.deepEqual(more, []);
    });
  }

  test('a reply that changes its mind', () => {
    assert.deepEqual(replies('250-yes\r\n550 no\r\n'), ['A reply began with 250 and went on with 550.']);
  });

  test('what is quoted of it does no harm', () => {
    assert.deepEqual(replies('\x1b[2Jboo\r\n'), ['This is not a reply: \\x1b[2Jboo']);
  });
});

describe('limits', () => {
  test('a line is kept up to its limit and cut there', () => {
    const text = (length: number) => `250 ${'x'.repeat(length - '250 \r\n'.length)}\r\n`;
    const lengthOf = (octets: string) => (replies(octets)[0] as Reply).lines[0]?.length;
    assert.equal(lengthOf(text(replyLineLengthMax)), replyLineLengthMax - '250 \r\n'.length);
    assert.equal(lengthOf(text(replyLineLengthMax + 1)), replyLineLengthMax - '250 \r\n'.length + 1);
    assert.equal(lengthOf(text(replyLineLengthMax + 2)), replyLineLengthMax - '250 '.length);
    assert.equal(lengthOf(text(replyLineLengthMax + 3)), replyLineLengthMax - '250 '.length);
  });

  test('lines are kept up to their limit; the last still ends the reply', () => {
    const octets = `${'550-x\r\n'.repeat(replyLinesMax + 5)}550 5.1.1 end\r\n250 next\r\n`;
    const [first, second] = replies(octets) as [Reply, Reply];
    assert.equal(first.lines.length, replyLinesMax);
    assert.equal(first.code, 550);
    assert.deepEqual(second, reply(250, undefined, 'next'));
  });

  test('a reply ends within its limit, or is none', () => {
    const line = '250-x\r\n';
    const end = '250 x\r\n';
    const count = Math.floor((replyLengthMax - end.length) / line.length);
    assert.equal((replies(line.repeat(count) + end)[0] as Reply).code, 250);
    assert.deepEqual(replies(line.repeat(count + 1) + end), ['The reply has no end.']);
    assert.deepEqual(replies('2'.repeat(replyLengthMax + 1)), ['The reply has no end.']);
  });

  test('the limit counts for each reply anew', () => {
    const half = `250 ${'x'.repeat(replyLengthMax / 2)}\r\n`;
    assert.equal(replies(half.repeat(5)).length, 5);
  });
});

test('isEmpty tells whether anything of a next reply has come', () => {
  const reader = new ReplyReader();
  assert.equal(reader.isEmpty, true);
  reader.push(fromLatin1('220 go\r\n2'));
  assert.equal(reader.next()?.kind, 'reply');
  assert.equal(reader.isEmpty, false);
  assert.equal(reader.next(), undefined);
  assert.equal(reader.isEmpty, false);
  reader.push(fromLatin1('50-a\r\n'));
  assert.equal(reader.next(), undefined);
  assert.equal(reader.isEmpty, false);
  reader.push(fromLatin1('250 b\r\n'));
  assert.equal(reader.next()?.kind, 'reply');
  assert.equal(reader.isEmpty, true);
});

test('the memory of a chunk may be used again', () => {
  const reader = new ReplyReader();
  const chunk = Uint8Array.from(fromLatin1('250 hel'));
  reader.push(chunk);
  assert.equal(reader.next(), undefined);
  chunk.fill(0);
  reader.push(fromLatin1('lo\r\n'));
  assert.deepEqual(reader.next(), { kind: 'reply', reply: reply(250, undefined, 'hello') });
});

test('reading is the inverse of formatReply, however the octets are cut', () => {
  const text = fc.stringMatching(/^[a-zA-Z<>@,.]{0,30}$/);
  const statusTail = fc.tuple(fc.nat(99), fc.nat(99));
  const anyReply = fc
    .tuple(
      fc.integer({ min: 200, max: 599 }),
      fc.option(statusTail),
      fc.array(text, { minLength: 1, maxLength: 5 }),
    )
    .map(([code, tail, lines]) => {
      const digit = Math.floor(code / 100);
      const status = tail && digit !== 3 ? (`${digit}.${tail[0]}.${tail[1]}` as Reply['status']) : undefined;
      return reply(code, status, ...lines);
    });
  fc.assert(
    fc.property(fc.array(anyReply, { maxLength: 4 }), fc.array(fc.nat(400)), (wanted, cuts) => {
      const octets = wanted.length === 0 ? new Uint8Array() : concat(wanted.map(formatReply));
      const at = [0, ...cuts.filter((cut) => cut < octets.length).toSorted((a, b) => a - b), octets.length];
      const chunks = at.slice(1).map((end, index) => octets.slice(at[index], end));
      assert.deepEqual(
        readAll(chunks),
        wanted.map((one) => ({ kind: 'reply', reply: one })),
      );
    }),
  );
});

test('no octets whatever make it throw or hold more than its limits', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 20 }), (chunks) => {
      for (const event of readAll(chunks)) {
        if (event.kind === 'reply') assert.ok(event.reply.code >= 200 && event.reply.code <= 599);
      }
    }),
  );
});
