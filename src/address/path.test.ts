import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { NULL_PATH, POSTMASTER, pathLengthMax, scanForwardPath, scanReversePath } from './path.ts';

type Shown = { path: string; rest: string } | 'malformed';

function reverse(text: string): Shown {
  const scanned = scanReversePath(text, { utf8: true });
  if (!scanned.ok) return 'malformed';
  const { path, rest } = scanned.value;
  return { path: path === NULL_PATH ? 'null' : path.text, rest };
}

function forward(text: string): Shown {
  const scanned = scanForwardPath(text, { utf8: true });
  if (!scanned.ok) return 'malformed';
  const { path, rest } = scanned.value;
  return { path: path === POSTMASTER ? 'postmaster' : path.text, rest };
}

describe('paths in both directions', () => {
  const good: readonly [text: string, path: string, rest: string][] = [
    ['<a@b.test>', 'a@b.test', ''],
    ['<a@b.test> SIZE=1', 'a@b.test', ' SIZE=1'],
    ['<a@b.test>>', 'a@b.test', '>'],
    ['<">"@b.test>', '">"@b.test', ''],
    ['<zoë@b.test>', 'zoë@b.test', ''],
    // Source routes are dropped.
    ['<@x.test:a@b.test>', 'a@b.test', ''],
    ['<@x.test,@y.test:a@b.test> X', 'a@b.test', ' X'],
    ['<@[192.0.2.1],@[IPv6:::1]:a@b.test>', 'a@b.test', ''],
    // Colons, brackets and commas elsewhere do not confuse.
    ['<@x.test:"]:,@"@[IPv6:::1]> ORCPT=rfc822;[x]:y', '"]:,@"@[IPv6:::1]', ' ORCPT=rfc822;[x]:y'],
  ];
  for (const [text, path, rest] of good) {
    test(text, () => {
      assert.deepEqual(reverse(text), { path, rest });
      assert.deepEqual(forward(text), { path, rest });
    });
  }

  const bad = [
    '',
    'a@b.test',
    '<a@b.test',
    '<a>',
    '< a@b.test>',
    '<a@b.test >',
    '<a@b_c.test>',
    '<@x.test>',
    '<@x.test:>',
    '<@:a@b.test>',
    '<@x.test,y.test:a@b.test>',
    '<@x.test, @y.test:a@b.test>',
    '<@x_y.test:a@b.test>',
    '<@[x]:a@b.test>',
    '<@x.test:a@b.test,c@d.test>',
    '<a@b.test\r\n>',
    '<postmaster@>',
  ];
  for (const text of bad) {
    test(`not ${JSON.stringify(text)}`, () => {
      assert.equal(reverse(text), 'malformed');
      assert.equal(forward(text), 'malformed');
    });
  }
});

test('the null path is a reverse-path only', () => {
  assert.deepEqual(reverse('<> RET=HDRS'), { path: 'null', rest: ' RET=HDRS' });
  assert.equal(forward('<>'), 'malformed');
});

test('a postmaster without a domain is a forward-path only', () => {
  assert.deepEqual(forward('<Postmaster> NOTIFY=NEVER'), { path: 'postmaster', rest: ' NOTIFY=NEVER' });
  assert.deepEqual(forward('<PostMaster@b.test>'), { path: 'PostMaster@b.test', rest: '' });
  assert.equal(reverse('<postmaster>'), 'malformed');
});

test('non-ASCII needs SMTPUTF8', () => {
  assert.equal(scanForwardPath('<zoë@b.test>', {}).ok, false);
});

test('a path may have 256 octets, brackets and source route counted in', () => {
  const room = pathLengthMax - '<@x.test:@b.test>'.length;
  assert.notEqual(forward(`<@x.test:${'a'.repeat(room)}@b.test>`), 'malformed');
  assert.equal(forward(`<@x.test:${'a'.repeat(room + 1)}@b.test>`), 'malformed');
  assert.equal(forward(`<@x.test:${'é'.repeat(room / 2 + 1)}@b.test>`), 'malformed');
});
