import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fromUtf8, utf8 } from '../../base/bytes.ts';
import { VirtualClock } from '../../base/testing/virtual-clock.ts';
import { account } from '../../storage/conformance/fixtures.ts';
import { createMemoryStore } from '../../storage/memory/store.ts';
import { AccountBlobs, uploadKeptMs } from './account-blobs.ts';
import { readRange } from './blobs.ts';

const homer = account('homer');
const marge = account('marge');

async function begin(uploadedBytesMax = 1_000) {
  const { accounts, emails } = createMemoryStore();
  for (const each of [homer, marge]) await accounts.addAccount(each, undefined);
  const clock = new VirtualClock();
  const part = async (_account: string, id: string) =>
    id === 'U1_2' ? { bytes: fromUtf8('a part'), type: 'text/plain' } : undefined;
  const blobs = new AccountBlobs({ emails, part, clock, uploadedBytesMax });
  const keep = async (text: string) =>
    (await blobs.keep(homer.id, fromUtf8(text), 'text/x')) ?? assert.fail();
  const read = async (id: string, offset = 0, length = 1_000) => {
    const blob = await blobs.find(homer.id, id);
    return blob && [utf8(await readRange(blob, offset, length)), blob.type, blob.sizeBytes];
  };
  return { blobs, clock, keep, read };
}

describe('the blobs of an account', () => {
  it('are its uploads, and parts', async () => {
    const { blobs, keep, read } = await begin();
    const id = await keep('0123456789');
    assert.deepEqual(await read(id), ['0123456789', 'text/x', 10]);
    assert.deepEqual(await read(id, 3, 4), ['3456', 'text/x', 10]);
    assert.deepEqual(await read(id, 10), ['', 'text/x', 10]);
    assert.deepEqual(await read('U1_2', 2), ['part', 'text/plain', 6]);
    assert.equal(await blobs.find(marge.id, id), undefined);
    for (const none of ['U99', 'E99', 'U', '', 'x', 'U1_9', '../U1'])
      assert.equal(await read(none), undefined, none);
  });

  it('make room for new ones, the oldest first', async () => {
    const { blobs, keep, read } = await begin(20);
    const first = await keep('0123456789');
    const second = await keep('0123456789');
    assert.ok(await read(first));
    const third = await keep('x');
    assert.equal(await read(first), undefined);
    assert.ok((await read(second)) && (await read(third)));
    assert.equal(await blobs.keep(homer.id, new Uint8Array(21), 'text/x'), undefined);
    assert.ok(await read(second), 'what does not fit at all takes no room from others');
  });

  it('are forgotten after a while', async () => {
    const { clock, keep, read } = await begin();
    const first = await keep('old');
    await clock.pass(uploadKeptMs);
    await keep('new');
    assert.ok(await read(first));
    await clock.pass(1);
    await keep('newer');
    assert.equal(await read(first), undefined);
  });
});
