import { join } from 'node:path';
import { prepareFolder, readIfThere, writeDurably } from '../../io/files.ts';
import { createFileLog } from '../../io/log.ts';
import { ListenError } from '../../listeners/sockets.ts';
import { readConfig } from '../config.ts';
import { askServer } from '../control.ts';
import { type RunningServer, startServer } from '../server.ts';
import { StartError } from '../start-error.ts';
import {
  configText,
  instances,
  krustylu,
  springfield,
  type TryItInstance,
  type TryItPorts,
} from './instances.ts';
import { TryItNames } from './names.ts';

export interface TryItAccount {
  readonly address: string;
  readonly password: string;
  readonly ip: string;
}

/** What stands in `try-it.json`: enough to take part in the world from outside. */
export interface TryItDescription {
  readonly ports: TryItPorts;
  readonly accounts: readonly TryItAccount[];
  /** Folders of the two instances, by domain; each holds `evergreen.toml` and `evergreen.log`. */
  readonly folders: Readonly<Record<string, string>>;
}

export interface TryItWorld extends TryItDescription {
  stop(): Promise<void>;
}

const descriptionFile = 'try-it.json';
const configFile = 'evergreen.toml';

/** Starts both instances and the name server that knows them. @throws StartError, ConfigError */
export async function startTryIt(folder: string, ports: TryItPorts): Promise<TryItWorld> {
  const problem = await prepareFolder(folder);
  if (problem !== undefined)
    throw new StartError(`the data folder ${folder} cannot be used: ${problem}; name another with --data`);
  // Said before its ports are found taken: other ports would be no remedy.
  if (await askServer(join(folder, springfield.domain), 'account.list', {}))
    throw new StartError(
      `Evergreen runs on the data folder ${folder} already; stop it, or start another with --data and --port-offset`,
    );
  const started: { stop(): Promise<void> }[] = [];
  const stop = async () => {
    for (const each of started.toReversed()) await each.stop();
  };
  try {
    const names = await TryItNames.start(ports.dns);
    started.push(names);
    const before = await readDescription(folder);
    const accounts: TryItAccount[] = [];
    for (const instance of instances) {
      const home = join(folder, instance.domain);
      const server = await startInstance(instance, home, ports);
      started.push(server);
      await names.publish(server);
      // Not before: if the folder is another server's, this file is too.
      await writeDurably(join(home, configFile), configText(instance, ports));
      accounts.push(...(await ensureAccounts(instance, server, before?.accounts ?? [])));
    }
    const folders = Object.fromEntries(instances.map(({ domain }) => [domain, join(folder, domain)]));
    const description: TryItDescription = { ports, accounts, folders };
    await writeDurably(join(folder, descriptionFile), `${JSON.stringify(description, undefined, 2)}\n`);
    return { ...description, stop };
  } catch (error) {
    await stop();
    throw error instanceof ListenError ? new StartError(`${error.message}; ${remedy(error)}`) : error;
  }
}

/** Only Linux has all of 127.0.0.0/8 without being told. */
const remedy = ({ code }: ListenError): string =>
  code === 'EADDRNOTAVAIL'
    ? `add it first (macOS: sudo ifconfig lo0 alias ${krustylu.ip} up)`
    : 'stop that one, or choose other ports with --port-offset';

/** The world that was last started in a folder; whether it still runs is for the caller to find out. */
export async function readDescription(folder: string): Promise<TryItDescription | undefined> {
  const text = await readIfThere(join(folder, descriptionFile));
  return text === undefined ? undefined : (JSON.parse(text) as TryItDescription);
}

async function startInstance(
  instance: TryItInstance,
  folder: string,
  ports: TryItPorts,
): Promise<RunningServer> {
  const problem = await prepareFolder(folder);
  if (problem !== undefined)
    throw new StartError(`the data folder ${folder} cannot be used: ${problem}; name another with --data`);
  const config = readConfig(configText(instance, ports), join(folder, configFile), instance.hostname);
  return await startServer({ ...config, data: folder }, createFileLog('info', join(folder, 'evergreen.log')));
}

/** The people of an instance, with passwords that are made up once and then remembered. */
async function ensureAccounts(
  instance: TryItInstance,
  server: RunningServer,
  before: readonly TryItAccount[],
): Promise<TryItAccount[]> {
  const there = (await server.operate('account.list', {})) as { readonly address: string }[];
  const accounts: TryItAccount[] = [];
  for (const person of instance.people) {
    const address = `${person}@${instance.domain}`;
    const known = before.find((account) => account.address === address);
    const exists = there.some((account) => account.address === address);
    if (known && exists) accounts.push(known);
    else {
      const made = await server.operate(exists ? 'account.passwd' : 'account.add', { address });
      accounts.push({ address, password: (made as { readonly password: string }).password, ip: instance.ip });
    }
  }
  return accounts;
}
