/** Evergreen as an operator would run it, with its ordinary log. */
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { askServer } from '../../src/server/control.ts';
import { ourDomain, writeConfig } from '../../tools/testbed/config.ts';
import { ServerProcess } from '../../tools/testbed/server-process.ts';
import { usageOf } from '../usage.ts';
import type { Contender } from './contender.ts';

export async function startEvergreen(folder: string): Promise<Contender> {
  const config = await writeConfig(folder);
  const data = join(dirname(config), 'data');
  const server = new ServerProcess(config);
  const ports = await server.ready;
  const recipient = `user@${ourDomain}`;
  if (!(await askServer(data, 'account.add', { address: recipient }))) throw new Error('the server has gone');
  // Counted from outside, in what is committed, so that counting is no work for the server.
  const database = new DatabaseSync(join(data, 'evergreen.db'), { readOnly: true });
  const entries = database.prepare('SELECT count(*) AS count FROM mailbox_entry');
  return {
    name: 'Evergreen',
    port: ports.mx,
    recipient,
    count: async () => Number(entries.get()?.count),
    usage: () => usageOf(server.pid),
    async stop() {
      database.close();
      await server.stop();
    },
  };
}
