import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { readConfig } from './config.ts';
import { noticeOverrides } from './notice-overrides.ts';
import { StartError } from './start-error.ts';

describe("the operator's own texts of notices", () => {
  const folders: string[] = [];
  after(() => {
    for (const folder of folders) rmSync(folder, { recursive: true });
  });

  function load(files: Readonly<Record<string, string>>) {
    const folder = mkdtempSync(join(tmpdir(), 'overrides-'));
    folders.push(folder);
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    const config = readConfig(
      `[notices]\noverrides = ${JSON.stringify(folder)}`,
      'evergreen.toml',
      'mx.test',
    );
    return { folder, loading: noticeOverrides(config) };
  }

  it('are none unless a folder is named', async () => {
    assert.equal(await noticeOverrides(readConfig('', 'evergreen.toml', 'mx.test')), undefined);
  });

  it('are read by language, and what editors leave behind is passed over', async () => {
    const { loading } = load({ 'de.json': '{"from": "Postamt"}', '.en.json.swp': 'x' });
    assert.deepEqual([...((await loading)?.texts ?? [])], [['de', { from: 'Postamt' }]]);
  });

  it('are refused with file and key', async () => {
    const { folder, loading } = load({ 'de.json': '{"form": "Postamt"}', 'notes.txt': '' });
    const refusal = await loading.then(
      () => undefined,
      (error: unknown) => error,
    );
    assert(refusal instanceof StartError);
    assert(refusal.message.includes(`${join(folder, 'de.json')}: form `), refusal.message);
    assert(refusal.message.includes(`${join(folder, 'notes.txt')} is neither logo.png nor`), refusal.message);
  });

  it('are refused where a file is too large to be one of them', async () => {
    await assert.rejects(load({ 'de.json': ' '.repeat(256 * 1024 + 1) }).loading, /has more than 256 KiB/);
  });

  it('are refused where the folder is not there', async () => {
    const config = readConfig('[notices]\noverrides = "/nowhere"', 'evergreen.toml', 'mx.test');
    await assert.rejects(noticeOverrides(config), /notices\.overrides: \/nowhere cannot be read/);
  });
});
