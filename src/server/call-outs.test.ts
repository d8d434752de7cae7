import assert from 'node:assert/strict';
import { test } from 'node:test';
import { systemClock } from '../io/clock.ts';
import { systemRandom } from '../io/random.ts';
import { address, springfield } from '../policy/testing/springfield.ts';
import { buildRoutes } from '../routing/routes.ts';
import { RecordingLog } from '../transports/testing/relay-world.ts';
import { verifier } from './call-outs.ts';
import { readConfig } from './config.ts';

test('a host that takes mail for everybody is not asked, one that a route names is', async () => {
  const routes = buildRoutes({
    smartHost: { host: '127.0.0.1', port: 9, tls: 'none' },
    staticRoutes: { 'krustylu.test': { host: '127.0.0.1', port: 7, tls: 'none' } },
  });
  assert.ok(routes.ok);
  const callOuts = verifier({
    ...{ clock: systemClock, random: systemRandom, log: new RecordingLog(), routes: routes.value },
    config: readConfig('', 'evergreen.toml', springfield.primary),
    resolver: { query: () => assert.fail('nobody needs the DNS') },
  });
  const elsewhere = await callOuts.ask(address('ned@elsewhere.test'));
  assert.deepEqual([elsewhere.kind, elsewhere.host], ['unknown', undefined]);
  assert.match(elsewhere.text, /goes through \[127\.0\.0\.1\], which is not asked/);
  const krusty = await callOuts.ask(address('krusty@krustylu.test'));
  assert.match(krusty.text, /No connection could be made/);
  callOuts.close();
});
