/** The package as others get it. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import * as source from '../src/dsn/index.ts';
import { repositoryRoot } from './source/tree.ts';

/** A program of somebody who has only read the documentation. */
const program = `
  import { explain, parseReport } from 'evergreen/dsn';
  const notice = 'From: MAILER-DAEMON@tv.test\\nSubject: failure notice\\n\\nHi. This is the qmail-send program at tv.test.\\n'
    + "I'm afraid I wasn't able to deliver your message to the following addresses.\\n\\n<krusty@tv.test>:\\n"
    + 'Sorry, no mailbox here by that name. (#5.1.1)\\n';
  const [report] = parseReport(Buffer.from(notice));
  console.log(report.kind, report.recipients[0].finalRecipient.address, explain({ replyCode: 552, status: '5.2.2' }).cause);`;
const expected = 'failure krusty@tv.test mailbox-full\n';

function run(folder: string): string {
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
    cwd: folder,
    encoding: 'utf8',
  });
  return stdout + stderr;
}

describe('the library evergreen/dsn', () => {
  const folder = mkdtempSync(join(tmpdir(), 'evergreen-package-'));
  after(() => rmSync(folder, { recursive: true }));

  it('works in a clone, from source', () => assert.equal(run(repositoryRoot), expected));

  it('has the same names there and in its entry', async () => {
    const entry = await import('./bootstrap/dsn.mjs');
    assert.deepEqual(Object.keys(entry).sort(), Object.keys(source).sort());
  });

  it('works installed, from what is compiled, without any source', () => {
    const home = join(folder, 'node_modules', 'evergreen');
    mkdirSync(home, { recursive: true });
    compileInto(join(home, 'dist'));
    for (const name of ['package.json', 'tools/bootstrap'])
      cpSync(join(repositoryRoot, name), join(home, name), { recursive: true });
    for (const name of readdirSync(join(repositoryRoot, 'node_modules')))
      symlinkSync(join(repositoryRoot, 'node_modules', name), join(folder, 'node_modules', name));
    assert.equal(run(folder), expected);
  });
});

/** What `npm run build` does, elsewhere. */
function compileInto(outDir: string): void {
  const compiler = join(repositoryRoot, 'node_modules/typescript/bin/tsc');
  const args = [compiler, '-p', join(repositoryRoot, 'tsconfig.build.json'), '--outDir', outDir];
  const { status, stdout } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  assert.equal(status, 0, stdout);
}
