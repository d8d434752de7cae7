/** The configuration of an Evergreen that tests and measurements talk to: on loopback, on ports that the system picks. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ListenerRole } from '../../src/server/config.ts';

export const ourDomain = 'evergreen.test';
const ourHostname = 'mail.evergreen.test';
export const loopback = '127.0.0.1';

/** In this order the listeners stand in the configuration, and so in the log line `ready`. */
const roles = ['mx', 'submission', 'submissions', 'pop3', 'pop3s'] as const satisfies ListenerRole[];

/** Behind them, where they are asked for: they take memory. */
const webRoles = ['https', 'http'] as const satisfies ListenerRole[];

/** 0 where there is no listener of the role. */
export type Ports = Readonly<Record<(typeof roles)[number] | (typeof webRoles)[number], number>>;

type Value = string | number | boolean | readonly (string | number)[];

/** Tables of the configuration file by name, such as `{ limits: { sessions: 10 } }`. A key may contain dots if it is quoted. */
export type Settings = Readonly<Record<string, Readonly<Record<string, Value>>>>;

/**
 * Writes `evergreen.toml` into a folder, which is made if it is not there.
 * @param hasWeb whether JMAP and the web page are served
 * @returns the path of the file
 */
export async function writeConfig(folder: string, settings: Settings = {}, hasWeb = false): Promise<string> {
  await mkdir(folder, { recursive: true });
  const path = join(folder, 'evergreen.toml');
  await writeFile(path, configText(settings, hasWeb ? [...roles, ...webRoles] : roles));
  return path;
}

function configText(settings: Settings, served: readonly ListenerRole[]): string {
  const head = { hostname: ourHostname, domains: [ourDomain], data: 'data' };
  const listeners = served.map((role) => `[[listeners]]\n${pairs({ role, addresses: [loopback], port: 0 })}`);
  // Nothing answers there, and says so at once: look-ups of a test leave the machine only where it asks for that.
  const dns = { servers: [`${loopback}:9`] };
  // Keys take time to make.
  const dkim = { sign: false };
  const tables = Object.entries({ dns, dkim, ...settings }).map(
    ([name, table]) => `[${name}]\n${pairs(table)}`,
  );
  return [pairs(head), ...listeners, ...tables].join('\n');
}

/** What JSON writes for these values, TOML reads. */
const pairs = (table: Readonly<Record<string, Value>>): string =>
  Object.entries(table)
    .map(([key, value]) => `${JSON.stringify(key)} = ${JSON.stringify(value)}\n`)
    .join('');

/** @param bound the ports of the listeners, in the order of `roles` and `webRoles` */
export function portsByRole(bound: readonly number[]): Ports {
  const [mx = 0, submission = 0, submissions = 0, pop3 = 0, pop3s = 0, https = 0, http = 0] = bound;
  return { mx, submission, submissions, pop3, pop3s, https, http };
}
