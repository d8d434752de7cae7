import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { home, parseRoute, type Route, routeText } from './route.ts';

const name = fc.string({ unit: 'grapheme', minLength: 1 });
const thread = fc.option(name, { nil: undefined });
const routes: fc.Arbitrary<Route> = fc
  .oneof(fc.record({ mailbox: name, thread }), fc.record({ search: name, thread }))
  .map(({ thread: opened, ...place }) => ({ ...place, ...(opened === undefined ? {} : { thread: opened }) }));

test('every place has an address that leads back to it', () => {
  fc.assert(fc.property(routes, (route) => assert.deepEqual(parseRoute(routeText(route)), route)));
});

test('an address that makes no sense leads home', () => {
  for (const hash of ['', '#', '#/', '#/in', '#/in/', '#/nowhere/x', '#/in/a/b/c', '#/in/%E0%A4%A']) {
    assert.deepEqual(parseRoute(hash), home, hash);
  }
});
