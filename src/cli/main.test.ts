import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('main.ts', import.meta.url));

/** Runs the real thing in a process of its own. */
function evergreen(...args: string[]): Promise<{ code: unknown; out: string; err: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [main, ...args], (error, out, err) => {
      resolve({ code: error?.code ?? 0, out, err });
    });
  });
}

describe('the process', { concurrency: true }, () => {
  it('ends with 1 and one harmless line where its user can mend something', async () => {
    assert.deepEqual(await evergreen('-c', 'no\u001b[2J\nwhere.toml', 'queue', 'list'), {
      code: 1,
      out: '',
      err: 'evergreen: there is no configuration file no\\x1b[2J\\x0awhere.toml\n',
    });
  });

  it('ends with 1 and a hint where the command line makes no sense', async () => {
    const { code, out, err } = await evergreen('queeu');
    assert.deepEqual([code, out], [1, '']);
    assert.match(err, /^error: unknown command 'queeu'\n\(Did you mean queue\?\)\n+\(see --help\)\n$/);
  });

  it('ends with 0 where it did what it was asked', async () => {
    const { code, out, err } = await evergreen('--version');
    assert.deepEqual([code, err], [0, '']);
    assert.match(out, /^\d+\.\d+\.\d+\n$/);
  });
});
