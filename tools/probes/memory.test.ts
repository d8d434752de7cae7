import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { askServer } from '../../src/server/control.ts';
import { ourDomain, writeConfig } from '../testbed/config.ts';
import { missing, mustRun } from '../testbed/programs.ts';
import { ServerProcess } from '../testbed/server-process.ts';

/** What the server may hold at most, as the system sees it: code and caches, and all that is shared. */
const residentMibMax = 250;

const skip = process.platform === 'linux' ? missing('smtp-source') : 'the memory is read from /proc';

describe('the memory of the server', { skip }, () => {
  let folder: string;
  let server: ServerProcess;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'evergreen-memory-'));
    server = new ServerProcess(await writeConfig(folder));
  });
  after(async () => {
    await server.stop();
    await rm(folder, { recursive: true });
  });

  for (const [way, ...flags] of [['a session for each message'], ['ten sessions for all', '-d']]) {
    it(`stays below ${residentMibMax} MiB under load: ${way}`, async () => {
      const { mx } = await server.ready;
      const address = `user${flags.length}@${ourDomain}`;
      await askServer(join(folder, 'data'), 'account.add', { address });
      const load = [...flags, '-s', '10', '-m', '8000', '-l', '4096'];
      await mustRun('smtp-source', [...load, '-f', 'sender@src.test', '-t', address, `127.0.0.1:${mx}`]);
      const peak = await peakMib(server.pid);
      assert.ok(peak <= residentMibMax, `${peak} MiB`);
    });
  }
});

/** proc(5): the most that was ever in memory at once. */
async function peakMib(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Math.round(Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]) / 1024);
}
