import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { IpAddress } from '../address/ip.ts';
import { instant, later, minuteMs } from '../base/instant.ts';
import type { AccountId } from './accounts.ts';
import type { PreparedPassword } from './prepare-password.ts';
import { type RecentLogin, RecentLogins } from './recent-logins.ts';
import { countingRandom } from './testing/doubles.ts';

const limits = { rememberedMs: 15 * minuteMs, loginsMax: 2 };
const start = instant(1_800_000_000_000);

const memory = () => new RecentLogins(limits, countingRandom());
const login = (account: string): RecentLogin => ({
  account: account as AccountId,
  passwordHash: '$argon2id$…',
  client: '192.0.2.1' as IpAddress,
  password: 'doughnut' as PreparedPassword,
});

test('remembers a login until its time is over', () => {
  const recent = memory();
  assert.ok(!recent.recall(login('homer'), start));
  recent.remember(login('homer'), start);
  assert.ok(recent.recall(login('homer'), later(start, limits.rememberedMs - 1)));
  recent.remember(login('marge'), start);
  assert.ok(!recent.recall(login('marge'), later(start, limits.rememberedMs)));
});

test('use prolongs it', () => {
  const recent = memory();
  recent.remember(login('homer'), start);
  for (let minutes = 0; minutes < 120; minutes += 10)
    assert.ok(recent.recall(login('homer'), later(start, minutes * minuteMs)));
});

test('the login used longest ago makes room', () => {
  const recent = memory();
  recent.remember(login('homer'), start);
  recent.remember(login('marge'), later(start, 1));
  assert.ok(recent.recall(login('homer'), later(start, 2)));
  recent.remember(login('bart'), later(start, 3));
  assert.ok(!recent.recall(login('marge'), later(start, 4)));
  assert.ok(recent.recall(login('homer'), later(start, 4)));
  assert.ok(recent.recall(login('bart'), later(start, 4)));
});

test('each part of a login counts', () => {
  const recent = memory();
  const { password: _, ...withoutPassword } = login('homer');
  recent.remember(login('homer'), start);
  const others: RecentLogin[] = [
    { ...login('homer'), passwordHash: '$argon2id$changed' },
    { ...login('homer'), client: '192.0.2.2' as IpAddress },
    { ...login('homer'), password: 'Doughnut' as PreparedPassword },
    withoutPassword,
  ];
  for (const other of others) assert.ok(!recent.recall(other, start));
  recent.remember(withoutPassword, start);
  assert.ok(recent.recall(withoutPassword, start));
  assert.ok(recent.recall(login('homer'), start));
});
