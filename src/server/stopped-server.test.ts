import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, it } from 'node:test';
import { readConfig } from './config.ts';
import { StartError } from './start-error.ts';
import { askStoppedServer } from './stopped-server.ts';

const folder = await mkdtemp(join(tmpdir(), 'evergreen-stopped-'));
after(() => rm(folder, { recursive: true }));

const config = {
  ...readConfig('domains = ["springfield.test"]', 'evergreen.toml', 'localhost'),
  data: join(folder, 'data'),
};

it('is asked only where it has ever been, but an account may be the first thing there', async () => {
  await assert.rejects(askStoppedServer(config, 'queue.list', {}), (error) => {
    assert(error instanceof StartError);
    assert.equal(
      error.message,
      `there is no data folder ${config.data}; name the right configuration with --config`,
    );
    return true;
  });
  assert.equal(existsSync(config.data), false);
  await askStoppedServer(config, 'account.add', { address: 'homer@springfield.test' });
  const accounts = (await askStoppedServer(config, 'account.list', {})) as { readonly address: string }[];
  assert.ok(accounts.some(({ address }) => address === 'homer@springfield.test'));
});
