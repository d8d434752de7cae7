import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { missing, mustRun } from '../testbed/programs.ts';
import { homer, marge, Testbed } from '../testbed/running-server.ts';

describe("Postfix's smtp-source", { skip: missing('smtp-source') }, () => {
  let testbed: Testbed;
  before(async () => {
    testbed = await Testbed.start();
  });
  after(() => testbed.stop());

  const source = (to: string, ...args: string[]) =>
    mustRun('smtp-source', [
      ...args,
      '-f',
      'stranger@elsewhere.test',
      '-t',
      to,
      `127.0.0.1:${testbed.ports.mx}`,
    ]);

  const count = async (address: string) =>
    ((await testbed.operate('inbox.list', { address })) as readonly unknown[]).length;

  it('sends by many sessions at once, each with a new connection', async () => {
    await source(homer, '-s', '40', '-m', '400', '-l', '4096');
    assert.equal(await count(homer), 400);
  });

  it('sends all messages of a session over one connection', async () => {
    await source(marge, '-d', '-s', '10', '-m', '1000', '-l', '1000');
    assert.equal(await count(marge), 1_000);
  });

  it('sends to many recipients at once', async () => {
    const before = await count(homer);
    const domain = homer.split('@')[1];
    // It puts numbers before the local part, counting down; but 1 is left out.
    for (let i = 1; i <= 100; i++) {
      const address = `${i === 1 ? '' : i}list@${domain}`;
      await testbed.operate('alias.add', { address, targets: [homer] });
    }
    await source(`list@${domain}`, '-r', '100', '-m', '3');
    const messages = (await testbed.messages()).filter(({ recipients }) => recipients.length > 1);
    const delivered = messages.map(
      ({ recipients }) => recipients.filter(({ outcome }) => outcome?.kind === 'delivered').length,
    );
    assert.deepEqual(delivered, [100, 100, 100]);
    assert.equal(await count(homer), before + 3);
  });
});
