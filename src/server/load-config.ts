import { hostname } from 'node:os';
import { dirname, resolve } from 'node:path';
import { readIfThere } from '../io/files.ts';
import { type Config, readConfig } from './config.ts';
import { StartError } from './start-error.ts';

/** Where the configuration is looked for if nothing else is said. Without one, every key has its default. */
const defaultConfigFile = 'evergreen.toml';

/**
 * Reads the configuration from a file and makes the paths in it absolute: they are meant from the folder of the file, so that the
 * working folder does not matter. @throws ConfigError, StartError
 */
export async function loadConfig(file: string | undefined): Promise<Config> {
  const path = resolve(file ?? defaultConfigFile);
  const text = await read(path);
  if (text === undefined && file !== undefined)
    throw new StartError(`there is no configuration file ${file}`);
  const config = readConfig(text ?? '', file ?? defaultConfigFile, hostname());
  const absolute = (each: string) => resolve(dirname(path), each);
  const { tls, relay, notices } = config;
  return {
    ...config,
    data: absolute(config.data),
    tls: {
      ...(tls.certificate !== undefined && { certificate: absolute(tls.certificate) }),
      ...(tls.key !== undefined && { key: absolute(tls.key) }),
    },
    relay: {
      ...relay,
      ...(relay.smart_host_password_file !== undefined && {
        smart_host_password_file: absolute(relay.smart_host_password_file),
      }),
    },
    notices: {
      ...notices,
      ...(notices.overrides !== undefined && { overrides: absolute(notices.overrides) }),
    },
  };
}

async function read(path: string): Promise<string | undefined> {
  try {
    return await readIfThere(path);
  } catch (error) {
    throw new StartError(`the configuration ${path} cannot be read: ${(error as Error).message}`);
  }
}
