import { parse, TomlError } from 'smol-toml';
import * as v from 'valibot';
import { type Domain, parseDomain } from '../address/domain.ts';
import type { IpAddress } from '../address/ip.ts';
import { printable } from '../base/printable.ts';
import { type ConfigFile, configSchema } from './config-schema.ts';
import { lineOfKey } from './toml-lines.ts';

/** A configuration with every default filled in. Its paths are as written; loadConfig makes them absolute. */
export type Config = Omit<ConfigFile, 'hostname' | 'domains' | 'listeners'> & {
  readonly hostname: Domain;
  readonly domains: readonly [Domain, ...Domain[]];
  readonly listeners: readonly ListenerConfig[];
};

export type ListenerRole = 'mx' | 'submission' | 'submissions' | 'pop3' | 'pop3s' | 'https' | 'http';

export interface ListenerConfig {
  readonly role: ListenerRole;
  readonly addresses: readonly string[];
  readonly port: number;
}

/** IANA's ports: RFC 5321 §4.5.4.2, RFC 6409 §3.1, RFC 8314 §7.1 and §7.3, RFC 1939 §3, RFC 9110 §4.2. */
export const standardPorts: Readonly<Record<ListenerRole, number>> = {
  mx: 25,
  submission: 587,
  submissions: 465,
  pop3: 110,
  pop3s: 995,
  https: 443,
  http: 80,
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
  const fail = (path: KeyPath, problem: string): never => {
    const line = lineOfKey(toml, path);
    throw new ConfigError(`${name}${line === undefined ? '' : `:${line}`}: ${keyText(path)} ${problem}`);
  };
  const result = v.safeParse(configSchema, parseToml(toml, name), { abortEarly: true });
  if (!result.success) return fail(...problemOf(result.issues[0]));
  const file = result.output;
  checkTogether(file, fail);
  const hostname = file.hostname ?? defaultHostname(machineName);
  return {
    ...file,
    hostname,
    domains: (file.domains as [Domain, ...Domain[]] | undefined) ?? [hostname],
    listeners: (file.listeners ?? defaultListeners).map((listener) => ({
      role: listener.role,
      addresses: listener.addresses,
      port: listener.port ?? standardPorts[listener.role],
    })),
  };
}

const defaultListeners: NonNullable<ConfigFile['listeners']> = (
  ['mx', 'submission', 'submissions', 'pop3', 'pop3s', 'https'] as const
).map((role) => ({ role, addresses: ['::' as IpAddress] }));

/** Keys, and the numbers of list items, from the outside in. */
type KeyPath = readonly (string | number)[];

function parseToml(toml: string, name: string): unknown {
  try {
    return parse(toml);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const problem = firstLine(error.message).replace('Invalid TOML document: ', '');
    throw new ConfigError(`${name}:${error.line}: not TOML: ${printable(problem, 200)}`);
  }
}

/** What is wrong with which key. */
function problemOf(issue: v.BaseIssue<unknown>): [path: KeyPath, problem: string] {
  const path = (issue.path ?? []).map(({ key }) => key as string | number);
  if (issue.type !== 'strict_object' || issue.message.startsWith('must ')) {
    const problem = issue.message.startsWith('must ') ? issue.message : `must be ${issue.expected}`;
    const isValueTold = issue.kind !== 'validation' && typeof issue.input !== 'object';
    return [path, isValueTold ? `${problem}, not ${printable(issue.received, 80)}` : problem];
  }
  // An unknown key, one that is missing, or something else where a table should be.
  const table = issue.path?.at(-1)?.input;
  if (issue.expected === 'never' && Array.isArray(table))
    return [path.slice(0, -1), 'must be one table, not a list'];
  if (issue.expected === 'never') return [path, 'is not a key that Evergreen knows'];
  return [path, issue.received === 'undefined' ? 'is missing' : 'must be a table'];
}

/** `relay.routes."example.org"`, `listeners[1].port`; the items of a list are counted from 0. */
function keyText(path: KeyPath): string {
  const text = path.map((key, i) => {
    if (typeof key === 'number') return `[${key}]`;
    return `${i === 0 ? '' : '.'}${/^[A-Za-z0-9_-]+$/.test(key) ? key : JSON.stringify(key)}`;
  });
  return printable(text.join(''), 200);
}

/** Keys that have a meaning only together, or must fit each other. */
function checkTogether(
  { tls, relay, retry }: ConfigFile,
  fail: (path: KeyPath, problem: string) => never,
): void {
  if (tls.certificate !== undefined && tls.key === undefined) fail(['tls', 'certificate'], 'needs tls.key');
  if (tls.key !== undefined && tls.certificate === undefined) fail(['tls', 'key'], 'needs tls.certificate');
  const { smart_host, smart_host_username: username, smart_host_password_file: passwordFile } = relay;
  if (username !== undefined && passwordFile === undefined)
    fail(['relay', 'smart_host_username'], 'needs relay.smart_host_password_file');
  if (passwordFile !== undefined && username === undefined)
    fail(['relay', 'smart_host_password_file'], 'needs relay.smart_host_username');
  if (username !== undefined && smart_host === undefined)
    fail(['relay', 'smart_host_username'], 'needs relay.smart_host');
  if (username !== undefined && relay.smart_host_tls === 'none')
    fail(['relay', 'smart_host_tls'], 'must not be "none" where a password is sent');
  if (smart_host !== undefined && Object.hasOwn(relay.routes, '*'))
    fail(['relay', 'routes', '*'], 'says the same as relay.smart_host; give one of them');
  if (retry.later_from > retry.later_to)
    fail(['retry', 'later_from'], 'must not be more than retry.later_to');
}

function defaultHostname(machineName: string): Domain {
  const parsed = parseDomain(machineName);
  return parsed.ok ? parsed.value : ('localhost' as Domain);
}

const firstLine = (text: string): string => text.split('\n')[0] ?? text;
