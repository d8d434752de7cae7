import assert from 'node:assert/strict';
import { test } from 'node:test';
import { coreCapability } from './core-capability.ts';
import { usualLimits } from './limits.ts';
import { paths, userSession } from './session.ts';
import { homer } from './testing/client.ts';
import { MemoryBlobs } from './testing/memory-blobs.ts';
import { Todos, todoUri } from './testing/todos.ts';

const limits = { ...usualLimits, uploadBytesMax: 50_000_000 };
const blobs = new MemoryBlobs();
const core = coreCapability(limits, blobs);

test('the session object says what there is, whose it is, and where', () => {
  const { object } = userSession(homer, [core, new Todos().capability], 'https://mail.springfield.test');
  const { capabilities, state, ...rest } = object;
  assert.deepEqual(capabilities, { [core.uri]: core.ofServer, [todoUri]: {} });
  assert.match(String(state), /^[A-Za-z0-9+/]{16}$/);
  const base = 'https://mail.springfield.test';
  assert.deepEqual(rest, {
    accounts: {
      A1: {
        name: 'homer@springfield.test',
        isPersonal: true,
        isReadOnly: false,
        accountCapabilities: { [todoUri]: { 'most todos': 100 } },
      },
    },
    primaryAccounts: { [todoUri]: 'A1' },
    username: 'homer@springfield.test',
    apiUrl: base + paths.api,
    downloadUrl: `${base}${paths.download}/{accountId}/{blobId}/{name}?accept={type}`,
    uploadUrl: `${base}${paths.upload}/{accountId}/`,
    eventSourceUrl: `${base}${paths.events}?types={types}&closeafter={closeafter}&ping={ping}`,
  });
});

test('its state changes with anything that it says', () => {
  const stateOf = (...args: Parameters<typeof userSession>) => userSession(...args).state;
  const state = stateOf(homer, [core], 'https://a.test');
  assert.equal(stateOf(homer, [core], 'https://a.test'), state);
  assert.notEqual(stateOf(homer, [core], 'https://b.test'), state);
  assert.notEqual(stateOf(homer, [core, new Todos().capability], 'https://a.test'), state);
  assert.notEqual(
    stateOf(homer, [coreCapability({ ...limits, callsMax: 1 }, blobs)], 'https://a.test'),
    state,
  );
});

test('the core tells its limits by the names of RFC 8620 §2', () => {
  assert.deepEqual(Object.keys(core.ofServer).sort(), [
    'collationAlgorithms',
    'maxCallsInRequest',
    'maxConcurrentRequests',
    'maxConcurrentUpload',
    'maxObjectsInGet',
    'maxObjectsInSet',
    'maxSizeRequest',
    'maxSizeUpload',
  ]);
});
