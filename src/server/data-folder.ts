import { join } from 'node:path';
import type { AccountId, AccountStore } from '../accounts/accounts.ts';
import { mailboxAddress, mailboxKey } from '../address/mailbox-address.ts';
import { type Bytes, fromBase64, toBase64 } from '../base/bytes.ts';
import type { Clock, Log, Random } from '../base/ports.ts';
import { prepareFolder, readIfThere, writeDurably } from '../io/files.ts';
import { findAddressee } from '../policy/addressees.ts';
import { openSqliteStore } from '../storage/sqlite/store.ts';
import { DataFolderError, DataFolderInUseError, type Store } from '../storage/store.ts';
import type { Config } from './config.ts';
import { ourDomains } from './our-domains.ts';
import { StartError } from './start-error.ts';

/** For both ways of starting. */
const howToChoose = '"data" in the configuration, or --data in the try-it mode';

/** Opens the data folder, for this process alone. @throws StartError */
export async function openDataFolder(config: Config, onBroken: (error: Error) => void): Promise<Store> {
  const { data } = config;
  const problem = await prepareFolder(data);
  if (problem !== undefined) {
    throw new StartError(
      `the data folder ${data} cannot be used: ${problem}; choose another (${howToChoose})`,
    );
  }
  try {
    return await openSqliteStore(data, { onBroken });
  } catch (error) {
    if (error instanceof DataFolderInUseError) {
      throw new StartError(
        `the data folder ${data} is in use by another Evergreen; stop that one, or choose another folder (${howToChoose})`,
      );
    }
    if (error instanceof DataFolderError) throw new StartError(error.message);
    throw error;
  }
}

const secretBytes = 32;

/** Random octets that belong to this data folder and outlive a restart. */
export async function ownSecret({ data }: Config, random: Random): Promise<Bytes> {
  const path = join(data, 'secret');
  const kept = fromBase64((await readIfThere(path))?.trim() ?? '');
  if (kept?.length === secretBytes) return kept;
  const made = random.bytes(secretBytes);
  await writeDurably(path, `${toBase64(made)}\n`);
  return made;
}

/**
 * Sees to it that somebody reads what is sent to postmaster (RFC 5321 §4.5.1): the address that the configuration names, else an
 * inbox of its own, which nobody can log in to until it is given a password.
 */
export async function ensurePostmaster(
  config: Config,
  accounts: AccountStore,
  { clock, log }: { readonly clock: Clock; readonly log: Log },
): Promise<void> {
  const target = config.postmaster ?? mailboxAddress('postmaster', config.domains[0]);
  for (const domain of config.domains) {
    const address = mailboxAddress('postmaster', domain);
    if (mailboxKey(target) === mailboxKey(address)) {
      const account = { id: `postmaster.${domain}` as AccountId, address, createdAt: clock.now() };
      if (!(await accounts.findAlias(address))) await accounts.addAccount(account, undefined);
      continue;
    }
    // What the operator did by hand stands until the configuration says otherwise.
    if (config.postmaster === undefined && (await accounts.findAlias(address))) continue;
    const result = await accounts.putAlias({ address, targets: [target] });
    if (config.postmaster !== undefined && result === 'address-taken')
      log.warn('mail to postmaster stays with the account of that name', { account: address.text });
  }
  const reader = await findAddressee(target, ourDomains(config), accounts);
  if (reader.kind === 'unknown')
    log.warn('mail to postmaster waits until there is an account that reads it', {
      account: target.text,
    });
}
