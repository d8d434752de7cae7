import type { ListenerRole } from '../config.ts';
import { standardPorts } from '../config.ts';

/** One of the two servers of the try-it mode. */
export interface TryItInstance {
  readonly domain: string;
  readonly hostname: string;
  /** Each has a loopback address of its own, since mail exchangers are found by address alone: the port is the same for all. */
  readonly ip: string;
  /** Local parts of its accounts; the first reads the postmaster's mail. */
  readonly people: readonly [string, ...string[]];
}

export const springfield: TryItInstance = {
  domain: 'springfield.test',
  hostname: 'mail.springfield.test',
  ip: '127.0.0.1',
  people: ['homer', 'marge'],
};

export const krustylu: TryItInstance = {
  domain: 'krustylu.test',
  hostname: 'mail.krustylu.test',
  ip: '127.0.0.2',
  people: ['krustyklown'],
};

export const instances: readonly TryItInstance[] = [springfield, krustylu];

/** Ports of both instances, and of the name server. */
export type TryItPorts = Readonly<Record<ListenerRole | 'dns', number>>;

/** The standard ports, moved up to where everybody may bind. */
export function portsAt(offset: number): TryItPorts {
  return {
    mx: offset + standardPorts.mx,
    submission: offset + standardPorts.submission,
    submissions: offset + standardPorts.submissions,
    pop3: offset + standardPorts.pop3,
    pop3s: offset + standardPorts.pop3s,
    https: offset + standardPorts.https,
    http: offset + standardPorts.http,
    dns: offset + 53,
  };
}

/** The configuration file of an instance: what `evergreen serve --config` would read as well. */
export function configText(instance: TryItInstance, ports: TryItPorts): string {
  const listeners = (Object.keys(standardPorts) as ListenerRole[]).map(
    (role) => `[[listeners]]\nrole = "${role}"\naddresses = ["${instance.ip}"]\nport = ${ports[role]}\n`,
  );
  return `# Written by the try-it mode at each start.
hostname = "${instance.hostname}"
domains = ["${instance.domain}"]
data = "."
postmaster = "${instance.people[0]}@${instance.domain}"

[dns]
servers = ["${springfield.ip}:${ports.dns}"]

[relay]
# The port of the other instance's mail exchanger, and of ours.
port = ${ports.mx}
# As SPF has it.
source_addresses = ["${instance.ip}"]

${listeners.join('\n')}`;
}
