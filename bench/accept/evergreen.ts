/** Evergreen as an operator would run it, with its ordinary log. */
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { askServer } from '../../src/server/control.ts';
import { ourDomain, writeConfig } from '../../tools/testbed/config.ts';
import { ServerProcess } from '../../tools/testbed/server-process.ts';
import type { Contender, Usage } from './contender.ts';

/** Linux counts processor time in hundredths of a second (getconf CLK_TCK). */
const tickMs = 10;

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

/** As proc(5) has it. */
async function usageOf(pid: number): Promise<Usage | undefined> {
  const read = (name: string) => readFile(`/proc/${pid}/${name}`, 'utf8').catch(() => '');
  const peakKib = /^VmHWM:\s+(\d+) kB$/m.exec(await read('status'))?.[1];
  // The name of the program, in brackets, may hold anything; utime and stime are the 12th and 13th field after it.
  const fields = (await read('stat')).split(') ').at(-1)?.split(' ') ?? [];
  if (peakKib === undefined) return undefined;
  return {
    peakMemoryMib: Math.round(Number(peakKib) / 1024),
    processorMs: (Number(fields[11]) + Number(fields[12])) * tickMs,
  };
}
