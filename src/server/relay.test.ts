import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { IpAddress } from '../address/ip.ts';
import type { ConnectTarget } from '../base/ports-net.ts';
import { err } from '../base/result.ts';
import { connectingFrom } from './relay.ts';

test('connections come from the address of their family that the configuration names', async () => {
  const targets: ConnectTarget[] = [];
  const net = {
    connect: async (target: ConnectTarget) => {
      targets.push(target);
      return err('refused');
    },
  };
  const ask = async (sources: readonly string[]) => {
    const from = connectingFrom(sources as readonly IpAddress[], net);
    for (const ip of ['192.0.2.1', '2001:db8::1']) await from.connect({ ip, port: 25, timeoutMs: 1 });
    return targets.splice(0).map(({ localAddress }) => localAddress);
  };
  assert.deepEqual(await ask([]), [undefined, undefined]);
  assert.deepEqual(await ask(['192.0.2.25']), ['192.0.2.25', undefined]);
  assert.deepEqual(await ask(['2001:db8::25', '192.0.2.25']), ['192.0.2.25', '2001:db8::25']);
});
