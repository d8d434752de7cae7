import { parseIp, reverseName } from '../../address/ip.ts';
import { invariant } from '../../base/invariant.ts';
import { type Zone, type ZoneNode, zone } from '../../dns/zone.ts';
import { type DnsServer, startDnsServer } from '../../io/dns/server.ts';
import { zoneResponder } from '../../io/dns/zone-responder.ts';
import { isErrno } from '../../io/files.ts';
import { ListenError } from '../../listeners/sockets.ts';
import type { DkimKeyView } from '../operations/dkim.ts';
import type { RunningServer } from '../server.ts';
import { instances, springfield } from './instances.ts';

type Operator = Pick<RunningServer, 'operate'>;

/**
 * A small DNS of its own, so that the real resolver, MX selection, relay and signatures are at work. It has what a domain should
 * have, and of DKIM always the keys that a server has at the moment: there nobody has to copy records.
 */
export class TryItNames {
  readonly #servers = new Set<Operator>();
  #dns: DnsServer | undefined;

  /** @throws ListenError */
  static async start(port: number): Promise<TryItNames> {
    const ip = parseIp(springfield.ip);
    invariant(ip, 'the address of springfield is one');
    const names = new TryItNames();
    try {
      names.#dns = await startDnsServer({ ip, port }, async (query, transport) =>
        zoneResponder(await names.#zone())(query, transport),
      );
      return names;
    } catch (error) {
      if (!isErrno(error, 'EADDRINUSE')) throw error;
      throw new ListenError('EADDRINUSE', `${ip}:${port} is taken by another program`);
    }
  }

  /** Publishes the keys of a server from now on. They sign at once, without being looked for. */
  async publish(server: Operator): Promise<void> {
    const waiting = (await keysOf(server)).filter(({ state }) => state === 'waits');
    for (const domain of new Set(waiting.map((key) => key.domain)))
      await server.operate('dkim.activate', { domain });
    this.#servers.add(server);
  }

  async stop(): Promise<void> {
    await this.#dns?.close();
  }

  async #zone(): Promise<Zone> {
    const keys = (await Promise.all([...this.#servers].map(keysOf))).flat();
    return zone({
      ...Object.fromEntries(instances.flatMap(recordsOf)),
      ...Object.fromEntries(keys.map(({ record }) => [record.name, { TXT: [record.text] }])),
    });
  }
}

const keysOf = async (server: Operator): Promise<readonly DkimKeyView[]> =>
  (await server.operate('dkim.list', {})) as readonly DkimKeyView[];

function recordsOf({ domain, hostname, ip: text }: (typeof instances)[number]): [string, ZoneNode][] {
  const ip = parseIp(text);
  invariant(ip, 'the address of an instance is one');
  return [
    [domain, { MX: [[10, hostname]], TXT: ['v=spf1 mx -all'] }],
    [`_dmarc.${domain}`, { TXT: ['v=DMARC1; p=reject'] }],
    [hostname, { A: [ip], TXT: ['v=spf1 a -all'], MX: [[0, '.']] }],
    [reverseName(ip), { PTR: [hostname] }],
  ];
}
