import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { AccountId } from '../../accounts/accounts.ts';
import { fromLatin1, fromUtf8, toBase64, utf8 } from '../../base/bytes.ts';
import { sha256 } from '../../base/hash.ts';
import type { JsonObject } from '../json.ts';
import { TestClient } from '../testing/client.ts';
import { MemoryBlobs } from '../testing/memory-blobs.ts';
import { blobCapability, blobUri } from './blob-capability.ts';
import { readRange } from './blobs.ts';
import { blobGetBytesMax, blobSetBytesMax, dataSourcesMax } from './limits.ts';

const accountId = 'A1' as AccountId;
const other = { id: 'A2' as AccountId, isReadOnly: false, capabilities: {} };
const closed = { id: 'A3' as AccountId, isReadOnly: true, capabilities: { [blobUri]: {} } };

function begin() {
  const blobs = new MemoryBlobs();
  const references = { Todo: async (_account: AccountId, id: string) => [`T-${id}`], Note: async () => [] };
  const client = new TestClient([blobCapability({ blobs, references })], { blobs, others: [other, closed] });
  const call = (name: string, args: JsonObject) => client.call(`Blob/${name}`, { accountId, ...args });
  const upload = async (upload: JsonObject) => {
    const { created, notCreated } = await call('upload', { create: { k: upload } });
    return ((created ?? notCreated) as { k: JsonObject }).k;
  };
  const keep = async (content: Uint8Array) => (await blobs.keep(accountId, content, 'text/plain')) ?? '';
  return { blobs, client, call, upload, keep };
}

const text = (value: string) => ({ 'data:asText': value });

describe('Blob/upload', () => {
  it('makes a blob of texts, octets, and parts of others', async () => {
    const { upload, keep, blobs } = begin();
    const blobId = await keep(fromUtf8('The quick brown fox'));
    const data = [
      text('How quick was that? '),
      { 'data:asBase64': toBase64(fromUtf8('“')) },
      { blobId, offset: 4, length: 5 },
      { blobId, offset: 9 },
      { blobId, length: 0 },
    ];
    const made = await upload({ data, type: 'text/plain;charset=utf-8' });
    assert.deepEqual(made, { id: 'B2', type: 'text/plain;charset=utf-8', size: 38 });
    const blob = (await blobs.find(accountId, 'B2')) ?? assert.fail();
    assert.equal(utf8(await readRange(blob, 0, 100)), 'How quick was that? “quick brown fox');
  });

  it('makes blobs out of those that it made before, in the same request', async () => {
    const { client } = begin();
    const create = { a: { data: [text('doh')] }, b: { data: [{ blobId: '#a' }, text('nut')] } };
    const [first, second] = await client.calls(
      ['Blob/upload', { accountId, create }],
      ['Blob/get', { accountId, ids: ['#b'] }],
    );
    assert.deepEqual(first?.[1].created, {
      a: { id: 'B1', type: null, size: 3 },
      b: { id: 'B2', type: null, size: 6 },
    });
    assert.deepEqual(second?.[1].list, [{ id: 'B2', 'data:asText': 'dohnut', size: 6 }]);
  });

  it('refuses what cannot be made', async () => {
    const { upload, keep, call, blobs } = begin();
    const blobId = await keep(fromUtf8('abc'));
    const big = await keep(new Uint8Array(blobSetBytesMax));
    const cases: readonly [JsonObject, type: string | undefined][] = [
      [{}, 'invalidProperties'],
      [{ data: 'abc' }, 'invalidProperties'],
      [{ data: [{}] }, 'invalidProperties'],
      [{ data: [{ ...text('a'), 'data:asBase64': '' }] }, 'invalidProperties'],
      [{ data: [{ 'data:asBase64': 'a' }] }, 'invalidProperties'],
      [{ data: [text('a')], type: 'text' }, 'invalidProperties'],
      [{ data: [text('a')], type: 'text/plain\r\nX: y' }, 'invalidProperties'],
      [{ data: [text('a')], name: 'x' }, 'invalidProperties'],
      [{ data: [{ blobId, offset: 1, length: 2 }] }, undefined],
      [{ data: [{ blobId, offset: 1, length: 3 }] }, 'invalidProperties'],
      [{ data: [{ blobId, offset: 4 }] }, 'invalidProperties'],
      [{ data: [{ blobId: 'B99' }] }, 'blobNotFound'],
      [{ data: [{ blobId: '#nothing' }] }, 'blobNotFound'],
      [{ data: Array(dataSourcesMax).fill(text('a')) }, undefined],
      [{ data: Array(dataSourcesMax + 1).fill(text('a')) }, 'invalidProperties'],
      [{ data: [{ blobId: big }] }, undefined],
      [{ data: [{ blobId: big }, text('a')] }, 'tooLarge'],
      [{ data: [text('a'), { blobId: big }] }, 'tooLarge'],
    ];
    for (const [wanted, type] of cases)
      assert.equal((await upload(wanted)).type ?? undefined, type, JSON.stringify(wanted).slice(0, 100));
    assert.deepEqual(await upload({ data: [{ blobId: 'B99' }] }), {
      type: 'blobNotFound',
      notFound: ['B99'],
    });
    blobs.roomBytes = 2;
    assert.equal((await upload({ data: [text('abc')] })).type, 'overQuota');
    assert.equal((await call('upload', { accountId: 'A3', create: {} })).type, 'accountReadOnly');
    assert.equal((await call('upload', { accountId: 'A2', create: {} })).type, 'accountNotSupportedByMethod');
  });
});

describe('Blob/get', () => {
  it('answers octets as text where they are one, and digests', async () => {
    const { call, keep } = begin();
    const octets = fromUtf8('Ümläut');
    const id = await keep(octets);
    const get = async (args: JsonObject) =>
      ((await call('get', { ids: [id], ...args })).list as JsonObject[])[0];
    assert.deepEqual(await get({}), { id, 'data:asText': 'Ümläut', size: 8 });
    const both = { 'data:asText': 'Ümläut', 'data:asBase64': toBase64(octets) };
    assert.deepEqual(await get({ properties: ['data:asText', 'data:asBase64'] }), { id, ...both });
    assert.deepEqual(await get({ properties: ['digest:sha-256', 'size'] }), {
      id,
      'digest:sha-256': toBase64(sha256(octets)),
      size: 8,
    });
    const part = await get({ properties: ['data', 'digest:sha-256'], offset: 2, length: 2 });
    assert.deepEqual(part, { id, 'data:asText': 'ml', 'digest:sha-256': toBase64(sha256(fromUtf8('ml'))) });
  });

  it('says so where octets are no text, or there are fewer than were asked for', async () => {
    const { call, keep } = begin();
    const id = await keep(fromUtf8('Ümläut'));
    const get = async (args: JsonObject) =>
      ((await call('get', { ids: [id], ...args })).list as JsonObject[])[0];
    const half = toBase64(fromLatin1('\x9c'));
    assert.deepEqual(await get({ offset: 1, length: 1, properties: ['data'] }), {
      ...{ id, 'data:asBase64': half, isEncodingProblem: true },
    });
    assert.deepEqual(await get({ offset: 1, length: 1, properties: ['data:asText'] }), {
      ...{ id, 'data:asText': null, isEncodingProblem: true },
    });
    assert.deepEqual(await get({ offset: 1, length: 1, properties: ['data:asBase64'] }), {
      id,
      'data:asBase64': half,
    });
    assert.deepEqual(await get({ offset: 7, length: 2, properties: ['data'] }), {
      ...{ id, 'data:asText': 't', isTruncated: true },
    });
    assert.deepEqual(await get({ offset: 8, properties: ['data'] }), { id, 'data:asText': '' });
    assert.deepEqual(await get({ offset: 9, properties: ['data'] }), {
      id,
      'data:asText': '',
      isTruncated: true,
    });
  });

  it('refuses what is wrong, and more octets than one response should have', async () => {
    const { call, keep } = begin();
    const id = await keep(new Uint8Array(blobGetBytesMax));
    const one = await keep(fromUtf8('a'));
    assert.deepEqual((await call('get', { ids: ['B9', one, 'B9'] })).notFound, ['B9']);
    assert.equal((await call('get', { ids: [id], properties: ['data:asBase64'] })).type, undefined);
    assert.equal((await call('get', { ids: [id, one] })).type, 'requestTooLarge');
    assert.equal(
      (await call('get', { ids: [id, one], properties: ['digest:sha-256', 'size'] })).type,
      undefined,
    );
    assert.equal((await call('get', { ids: [one], properties: ['digest:md5'] })).type, 'invalidArguments');
    assert.equal((await call('get', { ids: [one], offset: -1 })).type, 'invalidArguments');
    assert.equal((await call('get', { ids: null })).type, 'invalidArguments');
  });
});

describe('Blob/lookup', () => {
  it('tells which records refer to a blob', async () => {
    const { call, keep } = begin();
    const id = await keep(fromUtf8('a'));
    assert.deepEqual(await call('lookup', { typeNames: ['Todo', 'Note'], ids: [id, 'B9'] }), {
      accountId,
      list: [{ id, matchedIds: { Todo: ['T-B1'], Note: [] } }],
      notFound: ['B9'],
    });
    assert.equal((await call('lookup', { typeNames: ['toString'], ids: [] })).type, 'unknownDataType');
  });
});

describe('Blob/copy', () => {
  it('copies blobs to another account, which need not be able to do anything with them', async () => {
    const { client, keep, blobs } = begin();
    const id = await keep(fromUtf8('abc'));
    const copy = (args: JsonObject) =>
      client.call('Blob/copy', { fromAccountId: accountId, accountId: 'A2', blobIds: [id, 'B9'], ...args });
    assert.deepEqual(await copy({}), {
      fromAccountId: accountId,
      accountId: 'A2',
      copied: { B1: 'B2' },
      notCopied: { B9: { type: 'notFound' } },
    });
    const blob = (await blobs.find(other.id, 'B2')) ?? assert.fail();
    assert.equal(utf8(await readRange(blob, 0, 9)), 'abc');
    assert.equal((await copy({ fromAccountId: 'A9' })).type, 'fromAccountNotFound');
    assert.equal((await copy({ accountId: 'A9' })).type, 'accountNotFound');
    assert.equal((await copy({ accountId: 'A3' })).type, 'accountReadOnly');
    blobs.roomBytes = 1;
    assert.deepEqual((await copy({})).notCopied, { B1: { type: 'overQuota' }, B9: { type: 'notFound' } });
  });
});
