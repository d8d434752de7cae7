/**
 * A process to be killed: accepts messages as fast as it can into the data folder that it is given, small ones and large ones, for
 * mailboxes and for the queue, and settles what waits. Writes the queue id of each message to its output once that is durable.
 */
import { writeSync } from 'node:fs';
import { acceptance, account, claimRequest, relayed, settlement } from '../../conformance/fixtures.ts';
import { openSqliteStore } from '../store.ts';

const folder = process.argv[2];
if (folder === undefined) throw new Error('a data folder is needed');
/** Numbers begin here, so that each round has its own. */
let number = Number(process.argv[3] ?? 0);

const small = Buffer.alloc(4_000, 's');
const large = Buffer.alloc(200_000, 'l');
const to = [{ address: 'homer@springfield.test', account: 'homer' }, { address: 'krusty@krustylu.test' }];

const store = await openSqliteStore(folder);
await store.accounts.addAccount(account('homer'), undefined);
await store.queue.releaseExpired(undefined);

const session = async (bodyOf: (n: number) => Buffer): Promise<never> => {
  for (;;) {
    const accepted = acceptance({ number: number++, body: bodyOf(number), to });
    await store.queue.accept([accepted]);
    // Synchronous, so that nothing is lost in a buffer of ours when the kill comes.
    writeSync(1, `${accepted.message.queueId}\n`);
    const [claim] = await store.queue.claimDue(claimRequest({ claimsMax: 1 }));
    if (claim && number % 2 === 0) await store.queue.commit(settlement(claim, { outcome: relayed }));
  }
};

await Promise.all(Array.from({ length: 6 }, () => session((n) => (n % 10 === 0 ? large : small))));
