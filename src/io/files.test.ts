import assert from 'node:assert/strict';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { isErrno, prepareFolder, readIfThere, writeDurably } from './files.ts';

const folder = await mkdtemp(join(tmpdir(), 'evergreen-files-'));
after(() => rm(folder, { recursive: true }));
const at = (...names: string[]): string => join(folder, ...names);
const mode = async (path: string): Promise<number> => (await stat(path)).mode & 0o777;

describe('readIfThere', () => {
  it('tells a file that is missing from one that cannot be read', async () => {
    await writeFile(at('there'), 'Grüße');
    assert.equal(await readIfThere(at('there')), 'Grüße');
    assert.equal(await readIfThere(at('missing')), undefined);
    await assert.rejects(readIfThere(folder), (error) => isErrno(error, 'EISDIR'));
    await assert.rejects(readIfThere(at('there', 'below')), (error) => isErrno(error, 'ENOTDIR'));
  });
});

describe('writeDurably', () => {
  it('writes and replaces a file, and leaves nothing else', async () => {
    await mkdir(at('own'));
    const path = at('own', 'secret');
    await writeDurably(path, 'first, and longer');
    await writeDurably(path, 'second');
    assert.equal(await readFile(path, 'utf8'), 'second');
    assert.deepEqual(await readdir(at('own')), ['secret']);
  });

  it('is for the owner alone, unless it is told otherwise', async () => {
    await writeDurably(at('private'), 'x');
    await writeDurably(at('public'), 'x', 0o644);
    assert.deepEqual([await mode(at('private')), await mode(at('public'))], [0o600, 0o644]);
  });

  it('leaves what was there where it fails', async () => {
    await mkdir(at('full'));
    await writeDurably(at('full', 'x'), 'before');
    await mkdir(at('full', 'x.new'));
    await assert.rejects(writeDurably(at('full', 'x'), 'after'));
    assert.equal(await readFile(at('full', 'x'), 'utf8'), 'before');
  });

  it('writes over what a crash left behind', async () => {
    await writeFile(at('y.new'), 'half of it, and rather more than that');
    await writeDurably(at('y'), 'whole');
    assert.equal(await readFile(at('y'), 'utf8'), 'whole');
  });
});

describe('prepareFolder', () => {
  it('makes a folder and those above it, for their owner alone', async () => {
    assert.equal(await prepareFolder(at('a', 'b', 'c')), undefined);
    assert.deepEqual([await mode(at('a')), await mode(at('a', 'b', 'c'))], [0o700, 0o700]);
    assert.equal(await prepareFolder(at('a', 'b', 'c')), undefined, 'twice is no harm');
  });

  it('takes a folder as it is', async () => {
    await mkdir(at('wide'));
    await chmod(at('wide'), 0o755);
    await symlink(at('wide'), at('link'));
    assert.equal(await prepareFolder(at('link')), undefined);
    assert.equal(await mode(at('wide')), 0o755);
  });

  it('says in a few words why it cannot', async () => {
    await writeFile(at('file'), '');
    await symlink(at('nowhere'), at('dangling'));
    await symlink(at('loop'), at('loop'));
    for (const [path, reason] of [
      [at('file'), /^it is not a folder$/],
      [at('file', 'below', 'it'), /^it is not a folder$/],
      [at('dangling'), /^it cannot be made there$/],
      ['/proc/evergreen', /^(it cannot be made there|permission denied)$/],
      [at('x'.repeat(300)), /ENAMETOOLONG/],
      [at('loop'), /ELOOP/],
    ] as const) {
      assert.match((await prepareFolder(path)) ?? 'usable', reason, path);
    }
  });

  const isRoot = process.getuid?.() === 0;
  it('respects permissions', { skip: isRoot && 'root may do everything' }, async () => {
    await mkdir(at('locked'), { mode: 0o500 });
    assert.equal(await prepareFolder(at('locked')), 'permission denied');
    assert.equal(await prepareFolder(at('locked', 'below')), 'permission denied');
  });
});
