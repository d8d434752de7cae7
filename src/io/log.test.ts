import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import type { Log, LogFields } from '../base/ports.ts';
import { createFileLog, createLog, type LogLevel } from './log.ts';

/** A log whose lines are kept. */
function recording(level: LogLevel = 'debug') {
  const lines: string[] = [];
  const log = createLog(level, {
    write: (line) => {
      lines.push(line);
    },
  });
  return { log, lines };
}

/** The fields of the one line that `write` makes, time left out. */
function logged(write: (log: Log) => void): Record<string, unknown> {
  const { log, lines } = recording();
  write(log);
  const [line = '', ...others] = lines;
  assert.deepEqual(others, []);
  assert.match(line, /^[^\n]*\n$/, 'one line');
  const { time, ...rest } = JSON.parse(line) as Record<string, unknown>;
  assert.match(String(time), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  return rest;
}

const fieldsOf = (fields: LogFields): Record<string, unknown> => {
  const { level: _, msg: __, ...rest } = logged((log) => log.info('x', fields));
  return rest;
};

describe('a log', () => {
  it('writes an event with its level and fields', () => {
    for (const level of ['debug', 'info', 'warn', 'error'] as const) {
      assert.deepEqual(
        logged((log) => log[level]('accepted', { queueId: 'abc', recipients: 2, ok: true })),
        {
          level,
          queueId: 'abc',
          recipients: 2,
          ok: true,
          msg: 'accepted',
        },
      );
    }
    assert.deepEqual(
      logged((log) => log.info('ready')),
      { level: 'info', msg: 'ready' },
    );
  });

  it('leaves out what is below its level', () => {
    const all = ['debug', 'info', 'warn', 'error'] as const;
    for (const [level, written] of [
      ['debug', 4],
      ['info', 3],
      ['warn', 2],
      ['error', 1],
      ['silent', 0],
    ] as const) {
      const { log, lines } = recording(level);
      for (const each of all) log[each]('x');
      for (const each of all) log.with({ a: 1 })[each]('y');
      assert.equal(lines.length, 2 * written, level);
    }
  });

  it('adds fields to each line of a log within it', () => {
    const write = (log: Log) =>
      log.with({ ip: '192.0.2.1' }).with({ queueId: '\u001babc' }).info('x', { n: 1 });
    assert.deepEqual(logged(write), { level: 'info', ip: '192.0.2.1', queueId: '\\x1babc', n: 1, msg: 'x' });
  });

  it('makes every string harmless, however deep it lies', () => {
    const hostile = 'a\r\nb\u001b[2J\u009b\u202e';
    const harmless = 'a\\x0d\\x0ab\\x1b[2J\\x9b\\u202e';
    assert.deepEqual(fieldsOf({ a: hostile, b: [hostile, { c: hostile }] }), {
      a: harmless,
      b: [harmless, { c: harmless }],
    });
    const { log, lines } = recording();
    log.info('x', { a: hostile, error: new Error(hostile, { cause: new Error(hostile) }) });
    assert.doesNotMatch(lines.join('').trimEnd(), /[\p{Cc}\p{Cf}]/u);
  });

  it('bounds what a stranger may make it write', () => {
    const { a } = fieldsOf({ a: 'x'.repeat(1_001) });
    assert.equal(a, `${'x'.repeat(1_000)}…`);
    const circle: Record<string, unknown> = { name: 'circle' };
    circle.self = circle;
    assert.match(JSON.stringify(fieldsOf({ circle })), /"self":"\{…\}"/);
    assert.deepEqual(fieldsOf({ a: [[[[['deep']]]]] }), { a: [[[['[…]']]]] });
    const long = new Error(Array<string>(1_000).fill('y'.repeat(2_000)).join('\n'));
    const { log, lines } = recording();
    log.error('x', { error: long });
    assert.ok((lines[0] ?? '').length < 40_000, String(lines[0]?.length));
  });

  it('writes errors with type, message, stack and cause', () => {
    const cause = new TypeError('the reason');
    const { error } = fieldsOf({ error: new RangeError('two\nlines', { cause }) }) as {
      error: Record<string, Record<string, unknown>>;
    };
    assert.equal(error.type, 'RangeError');
    assert.equal(error.message, 'two\\x0alines');
    assert.match(String(error.stack), /^RangeError: two\nlines\n {4}at .*log\.test\.ts/);
    assert.deepEqual([error.cause?.type, error.cause?.message], ['TypeError', 'the reason']);
    const bare = new Error('no stack');
    delete bare.stack;
    assert.equal((fieldsOf({ error: bare }).error as { stack: string }).stack, '');
    const own: Error = new Error('in itself');
    own.cause = own;
    assert.match(JSON.stringify(fieldsOf({ error: own })), /"cause":"\{…\}"/);
  });

  it('writes how many octets there are, not which', () => {
    assert.deepEqual(fieldsOf({ a: new Uint8Array(5), b: [Buffer.from('secret')] }), {
      a: '5 octets',
      b: ['6 octets'],
    });
  });

  it('leaves other values as they are', () => {
    assert.deepEqual(fieldsOf({ a: undefined, b: null, c: 1.5, d: false }), { b: null, c: 1.5, d: false });
  });

  it('goes to the end of a file that only its owner may read', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'evergreen-log-'));
    const path = join(folder, 'below', 'evergreen.log');
    try {
      for (const event of ['first', 'second']) {
        createFileLog('info', path).info(event);
        while (!(await readFile(path, 'utf8').catch(() => '')).includes(event)) await pause(20);
      }
      const lines = (await readFile(path, 'utf8')).trimEnd().split('\n');
      assert.deepEqual(
        lines.map((line) => (JSON.parse(line) as { msg: string }).msg),
        ['first', 'second'],
      );
      assert.equal((await stat(path)).mode & 0o777, 0o600);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
