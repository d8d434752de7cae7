import { parse, TomlError } from 'smol-toml';
import * as v from 'valibot';
import { type Domain, parseDomain } from '../address/domain.ts';
import { printable } from '../base/printable.ts';
import { type ConfigFile, configSchema } from './config-schema.ts';
import { lineOfKey } from './toml-lines.ts';

/** A configuration with every default filled in. Its paths are as written; loadConfig makes them absolute. */
export type Config = Omit<ConfigFile, 'hostname' | 'domains' | 'data' | 'listeners'> & {
  readonly hostname: Domain;
  readonly domains: readonly [Domain, ...Domain[]];
  readonly data: string;
  readonly listeners: readonly ListenerConfig[];
};

export type ListenerRole = 'mx' | 'submission' | 'submissions' | 'pop3' | 'pop3s';

export interface ListenerConfig {
  readonly role: ListenerRole;
  readonly addresses: readonly string[];
  readonly port: number;
}

/** IANA's ports: RFC 5321 §4.5.4.2, RFC 6409 §3.1, RFC 8314 §7.3, RFC 1939 §3. */
export const standardPorts: Readonly<Record<ListenerRole, number>> = {
  mx: 25,
  submission: 587,
  submissions: 465,
  pop3: 110,
  pop3s: 995,
};

/** Something is wrong with the configuration. The message is one line and names file, line and key. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/**
 * Reads a configuration.
 * @param name what errors call the file
 * @param machineName the machine's own name, the default of `hostname`
 * @throws ConfigError
 */
export function readConfig(toml: string, name: string, machineName: string): Config {
  const result = v.safeParse(configSchema, parseToml(toml, name), { abortEarly: true });
  if (!result.success) throw new ConfigError(describe(result.issues[0], toml, name));
  const file = result.output;
  const hostname = file.hostname ?? defaultHostname(machineName);
  checkPairs(file, name);
  return {
    ...file,
    hostname,
    domains: (file.domains as [Domain, ...Domain[]] | undefined) ?? [hostname],
    data: file.data ?? 'data',
    listeners: (file.listeners ?? defaultListeners).map((listener) => ({
      role: listener.role,
      addresses: listener.addresses,
      port: listener.port ?? standardPorts[listener.role],
    })),
  };
}

const defaultListeners: NonNullable<ConfigFile['listeners']> = (
  ['mx', 'submission', 'submissions', 'pop3', 'pop3s'] as const
).map((role) => ({ role, addresses: ['::'] }));

function parseToml(toml: string, name: string): unknown {
  try {
    return parse(toml);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    throw new ConfigError(`${name}:${error.line}: not TOML: ${firstLine(error.message)}`);
  }
}

function describe(issue: v.BaseIssue<unknown>, toml: string, name: string): string {
  const path = (issue.path ?? []).map((item) => item.key as string | number);
  const line = lineOfKey(toml, path);
  const key = printable(path.join('.'), 200);
  const problem = issue.type === 'strict_object' ? 'is not a key that Evergreen knows' : problemOf(issue);
  return `${name}${line === undefined ? '' : `:${line}`}: ${key} ${problem}`;
}

function problemOf(issue: v.BaseIssue<unknown>): string {
  if (issue.message.startsWith('must ')) return issue.message;
  return `must be ${issue.expected ?? 'something else'}, not ${printable(issue.received, 80)}`;
}

/** Keys that are of use only together. */
function checkPairs(file: ConfigFile, name: string): void {
  const { tls, relay } = file;
  if ((tls.certificate === undefined) !== (tls.key === undefined)) {
    throw new ConfigError(`${name}: tls.certificate and tls.key are given together or not at all`);
  }
  if ((relay.smart_host_username === undefined) !== (relay.smart_host_password_file === undefined)) {
    throw new ConfigError(
      `${name}: relay.smart_host_username and relay.smart_host_password_file belong together`,
    );
  }
  if (relay.smart_host_username !== undefined && relay.smart_host_tls === 'none') {
    throw new ConfigError(`${name}: relay.smart_host_tls must not be "none" where a password is sent`);
  }
  if (file.retry.later_from > file.retry.later_to) {
    throw new ConfigError(`${name}: retry.later_from must not be more than retry.later_to`);
  }
}

function defaultHostname(machineName: string): Domain {
  const parsed = parseDomain(machineName);
  return parsed.ok ? parsed.value : ('localhost' as Domain);
}

const firstLine = (text: string): string => text.split('\n')[0] ?? text;
