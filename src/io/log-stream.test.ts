import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { openLogFile } from './log-stream.ts';

describe('a log stream', () => {
  const folder = mkdtempSync(join(tmpdir(), 'evergreen-log-'));
  after(() => rmSync(folder, { recursive: true }));

  async function until(isTrue: () => boolean): Promise<void> {
    for (let i = 0; i < 200 && !isTrue(); i++) await sleep(20);
    assert.ok(isTrue());
  }

  /** Runs a script in a process of its own. @returns its exit code, and what it said */
  async function run(script: string): Promise<{ readonly code: unknown; readonly output: string }> {
    const module = JSON.stringify(new URL('./log-stream.ts', import.meta.url).href);
    const source = `import { LogStream, openLogFile } from ${module}; ${script}`;
    const child = spawn(process.execPath, ['--input-type=module', '--eval', source]);
    const timer = setTimeout(() => child.kill('SIGKILL'), 10_000);
    let output = '';
    child.stdout.on('data', (piece: Buffer) => {
      output += piece.toString('utf8');
    });
    const [code] = (await once(child, 'close')) as unknown[];
    clearTimeout(timer);
    return { code, output };
  }

  it('writes all lines in their order, few or many', async () => {
    const path = join(folder, 'lines');
    const stream = openLogFile(path);
    const lines = Array.from({ length: 20_000 }, (_, i) => `line ${i} é\n`);
    for (const [i, line] of lines.entries()) {
      stream.write(line);
      if (i % 1_000 === 0) await sleep(1);
    }
    await until(() => readFileSync(path, 'utf8') === lines.join(''));
    stream.write('one more\n');
    await until(() => readFileSync(path, 'utf8').endsWith('one more\n'));
  });

  it('writes what waits when the process ends', async () => {
    const path = join(folder, 'last-words');
    const { code } = await run(
      `openLogFile(${JSON.stringify(path)}).write('last words\\n'); process.exit(3);`,
    );
    assert.equal(code, 3);
    assert.equal(readFileSync(path, 'utf8'), 'last words\n');
  });

  it('neither ends the process nor holds it up when there is no room', async () => {
    // Whoever writes to /dev/full is told that the disk is full.
    const { code, output } = await run(`
      const stream = openLogFile('/dev/full');
      let i = 0;
      const timer = setInterval(() => {
        for (let j = 0; j < 1000; j++) stream.write('x'.repeat(1000));
        if (++i < 20) return;
        clearInterval(timer);
        console.log(process.memoryUsage().rss < 300e6 ? 'alive and slim' : 'fat');
      }, 20);`);
    assert.deepEqual({ code, output }, { code: 0, output: 'alive and slim\n' });
  });

  it('goes on when there is room again', async () => {
    const { code, output } = await run(`
      import { closeSync, openSync } from 'node:fs';
      const path = ${JSON.stringify(join(folder, 'later'))};
      const fd = openSync('/dev/full', 'w');
      const stream = new LogStream(fd);
      stream.write('first\\n');
      setTimeout(() => {
        closeSync(fd);
        if (openSync(path, 'w') !== fd) throw new Error('the number was to be the same');
        stream.write('second\\n');
      }, 300);
      setTimeout(() => {}, 600);`);
    assert.deepEqual({ code, output }, { code: 0, output: '' });
    assert.equal(readFileSync(join(folder, 'later'), 'utf8'), 'first\nsecond\n');
  });
});
