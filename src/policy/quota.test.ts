import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Instant, instant } from '../base/instant.ts';
import { QuotaGauge } from './quota.ts';

const kib = 1024;
const account = 'homer';

function gauge(used: { bytes: number }) {
  const clock = { at: 0, now: (): Instant => instant(clock.at) };
  const looks: number[] = [];
  const room = new QuotaGauge(clock, async () => {
    looks.push(used.bytes);
    return used.bytes;
  });
  const hasRoom = async (name: string, quotaBytes: number, announcedBytes: number) =>
    (await room.roomFor(name, quotaBytes, { announcedBytes, bytesMax: 0 })) !== 'none';
  return { clock, looks, room: { hasRoom, roomFor: room.roomFor.bind(room) } };
}

test('a message fits exactly, and one octet more does not', async () => {
  const { room } = gauge({ bytes: 100 });
  assert.equal(await room.hasRoom(account, 1_000, 900), true);
  assert.equal(await room.hasRoom(account, 1_000, 901), false);
});

test('a message of unknown size needs one octet', async () => {
  const { room } = gauge({ bytes: 999 });
  assert.equal(await room.hasRoom(account, 1_000, 0), true);
  assert.equal(await room.hasRoom(account, 999, 0), false);
});

test('a mailbox with plenty of room is looked up once a second', async () => {
  const { room, looks, clock } = gauge({ bytes: 0 });
  for (let i = 0; i < 10; i++) assert.equal(await room.hasRoom(account, 10_000 * kib, 4 * kib), true);
  assert.equal(looks.length, 1);
  clock.at = 1_000;
  await room.hasRoom(account, 10_000 * kib, 4 * kib);
  assert.equal(looks.length, 2);
});

test('near its quota it is looked up each time, so that what came since is counted', async () => {
  const used = { bytes: 0 };
  const { room } = gauge(used);
  let taken = 0;
  while (await room.hasRoom(account, 200 * kib, 4 * kib)) {
    used.bytes += 4 * kib;
    taken++;
  }
  assert.equal(taken, 50);
});

test('what was removed makes room at once', async () => {
  const used = { bytes: 1_000 };
  const { room } = gauge(used);
  assert.equal(await room.hasRoom(account, 1_000, 100), false);
  used.bytes = 0;
  assert.equal(await room.hasRoom(account, 1_000, 100), true);
});

test('a message of unknown size is sure of its room where the largest of all would fit', async () => {
  const { room, looks } = gauge({ bytes: 1_000 });
  const size = { announcedBytes: 0, bytesMax: 500 };
  assert.equal(await room.roomFor(account, 1_000, size), 'none');
  assert.equal(await room.roomFor(account, 1_001, size), 'unsure');
  assert.equal(await room.roomFor(account, 1_499, size), 'unsure');
  assert.equal(await room.roomFor(account, 1_500, size), 'enough');
  assert.equal(looks.length, 4, 'near its quota each asks');
  assert.equal(await room.roomFor(account, 1_000 * kib, size), 'enough');
  assert.equal(looks.length, 4, 'with plenty of room the estimate is enough');
});

test('a size that was announced counts, whatever the largest is', async () => {
  const { room } = gauge({ bytes: 0 });
  assert.equal(await room.roomFor(account, 1_000, { announcedBytes: 1_000, bytesMax: 5_000 }), 'enough');
  assert.equal(await room.roomFor(account, 1_000, { announcedBytes: 1_001, bytesMax: 5_000 }), 'none');
});
