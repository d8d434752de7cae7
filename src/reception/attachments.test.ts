import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { draftMemoryBytesMax } from './draft.ts';
import { TestReception } from './testing/test-reception.ts';

const homer = 'homer@springfield.test';
const refusedFiles = new Set(['exe']);
const refusal = '550 5.7.1 Files whose names end in .exe are not taken here';

const withFile = (name: string, before = '') =>
  `From: k@krustylu.test\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n${before}--b\r\nContent-Disposition: attachment; filename="${name}"\r\n\r\nx\r\n--b--\r\n`;

describe('files of a kind that is not let in', () => {
  it('are refused from strangers, and nothing is kept', async () => {
    const reception = await TestReception.open({ refusedFiles });
    const long = 'x'
      .repeat(70)
      .concat('\r\n')
      .repeat(draftMemoryBytesMax / 72);
    for (const content of [
      ...['a.exe', 'A.EXE', 'a.pdf.exe', 'a.exe .', 'a.exe\u200b', '=?utf-8?Q?a=2Eexe?='].map((name) =>
        withFile(name),
      ),
      withFile('a.exe', long),
    ])
      assert.equal(
        await reception.visit().send('k@krustylu.test', homer, content),
        refusal,
        content.slice(-90),
      );
    assert.deepEqual(await reception.messages(), []);
    assert.deepEqual([reception.memory.usedBytes, reception.spool.left.size], [0, 0]);
    for (const name of ['exe', 'a.exe.txt', '.bashrc'])
      assert.match(await reception.visit().send('k@krustylu.test', homer, withFile(name)), /^250 /, name);
  });

  it('are taken from accounts, from trusted hosts, and where nothing is refused', async () => {
    const reception = await TestReception.open({ refusedFiles });
    const visit = await reception.visitOf('homer');
    assert.match(await visit.send(homer, 'marge@springfield.test', withFile('a.exe')), /^250 /);
    for (const world of [{ refusedFiles, isTrusted: () => true }, { refusedFiles: new Set<string>() }, {}]) {
      const other = await TestReception.open(world);
      assert.match(await other.visit().send('k@krustylu.test', homer, withFile('a.exe')), /^250 /);
    }
  });

  it('come back with notices about mail of ours, and with no others', async () => {
    for (const [verdict, answer] of [
      ['about-mail-you-sent', /^250 /],
      ['cannot-be-proven', /^550 5\.7\.1 Files/],
    ] as const) {
      const finding = { verdict, kind: 'failure', evidence: [] } as const;
      const reception = await TestReception.open({
        refusedFiles,
        readNotice: async () => ({ finding, heard: [] }),
      });
      assert.match(await reception.visit().send('', homer, withFile('a.exe')), answer);
    }
  });
});
