import type { MailDomain } from '../address/domain.ts';
import { type MailboxAddress, mailboxAddress, mailboxKey } from '../address/mailbox-address.ts';
import { Gate } from '../base/gate.ts';
import { later } from '../base/instant.ts';
import type { Random } from '../base/ports.ts';
import type { Result } from '../base/result.ts';
import type { RoutingFailure } from '../routing/failure.ts';
import type { NextHop } from '../routing/next-hop.ts';
import { ConnectionPool } from '../transports/pool.ts';
import type { ConnectionWorld, SmtpConnection } from '../transports/smtp-connection.ts';
import { askHost } from './ask-host.ts';
import { AskingRate, type RateLimits } from './asking-limits.ts';
import { type Finding, findingOf } from './finding.ts';
import { FindingMemory, type MemoryLimits } from './finding-memory.ts';

export interface CallOutLimits extends MemoryLimits, RateLimits {
  /** How long the hosts of a domain have in all. */
  readonly patienceMs: number;
  /** Call-outs under way in all. */
  readonly atOnceMax: number;
  /** Call-outs under way to one host. */
  readonly atOncePerHostMax: number;
}

export interface CallOutWorld extends ConnectionWorld {
  readonly random: Random;
  readonly findNextHops: (domain: MailDomain) => Promise<Result<readonly NextHop[], RoutingFailure>>;
}

/** Hosts of a domain that are tried, if the first does not answer. */
export const hostsAskedMax = 2;

/** Asks the hosts of a domain whether they know an address, without sending a mail. */
export class CallOuts {
  readonly #world: CallOutWorld;
  readonly #limits: CallOutLimits;
  readonly #memory: FindingMemory;
  readonly #rate: AskingRate;
  readonly #gate: Gate;
  readonly #hostGates = new Map<string, { readonly gate: Gate; users: number }>();
  readonly #pool: ConnectionPool;
  readonly #underWay = new Map<string, Promise<Finding>>();
  readonly #connections = new Set<SmtpConnection>();
  readonly #closing = new AbortController();

  constructor(world: CallOutWorld, limits: CallOutLimits) {
    this.#world = world;
    this.#limits = limits;
    this.#memory = new FindingMemory(limits);
    this.#rate = new AskingRate(limits);
    this.#gate = new Gate(limits.atOnceMax);
    this.#pool = new ConnectionPool(world);
  }

  /** What is known of an address, or what its hosts say now; nobody is asked the same twice at a time. Its domain is not ours. */
  async ask(address: MailboxAddress): Promise<Finding> {
    const known = this.#memory.recall(address, this.#world.clock.now());
    if (known) return known;
    const key = mailboxKey(address);
    const underWay = this.#underWay.get(key);
    if (underWay) return await underWay;
    const asked = this.#gate.pass(() => this.#askAndRemember(address));
    this.#underWay.set(key, asked);
    return await asked.finally(() => this.#underWay.delete(key));
  }

  /** Hangs up. Who still waits for an answer hears that there is none. */
  close(): void {
    this.#closing.abort();
    for (const connection of this.#connections) connection.destroy();
  }

  async #askAndRemember(address: MailboxAddress): Promise<Finding> {
    const { clock } = this.#world;
    // Another address of the domain may have shown in the meantime that it accepts everything.
    const known = this.#memory.recall(address, clock.now());
    if (known) return known;
    const timeOver = new AbortController();
    const cancel = clock.schedule(later(clock.now(), this.#limits.patienceMs), () => timeOver.abort());
    try {
      const signal = AbortSignal.any([timeOver.signal, this.#closing.signal]);
      const { finding, isOurLimit } = await this.#askHosts(address, signal);
      if (!isOurLimit && !this.#closing.signal.aborted) this.#memory.remember(address, finding, clock.now());
      return finding;
    } finally {
      cancel();
    }
  }

  async #askHosts(address: MailboxAddress, signal: AbortSignal): Promise<Asked> {
    const hops = await this.#world.findNextHops(address.domain);
    if (!hops.ok) {
      const { status, text } = hops.error;
      return { finding: { kind: 'unknown', text, status } };
    }
    let asked: Asked = nobodyAsked;
    for (const hop of hops.value.slice(0, hostsAskedMax)) {
      asked = await this.#inTurn(hop, () => this.#askOne(address, hop, signal));
      if (!asked.isHostTrouble || signal.aborted) break;
    }
    if (asked.finding.kind === 'unknown' && signal.aborted) return { finding: tooSlow(asked.finding) };
    return asked;
  }

  async #askOne(address: MailboxAddress, hop: NextHop, signal: AbortSignal): Promise<Asked> {
    if (signal.aborted) return nobodyAsked;
    if (!this.#rate.take(hostKey(hop), this.#world.clock.now())) return askedTooOften(hop);
    const opened = await this.#pool.open(hop, signal);
    if (!opened.ok) {
      return {
        finding: findingOf(address, { kind: 'failed', diagnostic: opened.error }, undefined),
        isHostTrouble: true,
      };
    }
    const connection = opened.value;
    this.#connections.add(connection);
    void connection.closed.then(() => this.#connections.delete(connection));
    try {
      const answer = await askHost(connection, address, signal);
      const mayAskOn = answer.kind === 'accepted' && connection.isReady;
      // Apart from the first: many hosts allow the null sender one recipient.
      const stranger = mayAskOn ? await askHost(connection, this.#strangerAt(address), signal) : undefined;
      const isHostTrouble = answer.kind === 'failed' && answer.diagnostic.stage !== 'rcpt';
      return { finding: findingOf(address, answer, stranger), isHostTrouble };
    } finally {
      connection.quit();
    }
  }

  /** An address that nobody has. */
  #strangerAt({ domain }: MailboxAddress): MailboxAddress {
    const digit = () => this.#world.random.below(36).toString(36);
    return mailboxAddress(`nobody-${Array.from({ length: 16 }, digit).join('')}`, domain);
  }

  async #inTurn<T>(hop: NextHop, work: () => Promise<T>): Promise<T> {
    const key = hostKey(hop);
    const place = this.#hostGates.get(key) ?? { gate: new Gate(this.#limits.atOncePerHostMax), users: 0 };
    this.#hostGates.set(key, place);
    place.users++;
    try {
      return await place.gate.pass(work);
    } finally {
      place.users--;
      if (place.users === 0) this.#hostGates.delete(key);
    }
  }
}

interface Asked {
  readonly finding: Finding;
  /** Another host may know better. */
  readonly isHostTrouble?: boolean;
  /** Nobody was asked, because of what is set here. */
  readonly isOurLimit?: boolean;
}

const hostKey = ({ ip, port }: NextHop): string => `${ip} ${port}`;

const nobodyAsked: Asked = {
  finding: { kind: 'unknown', text: 'No host could be asked in time.', status: '4.4.1' },
};

const tooSlow = (finding: Finding): Finding => ({
  ...finding,
  text: `${finding.host ?? 'The host'} did not answer in time.`,
  status: '4.4.1',
});

const askedTooOften = ({ name }: NextHop): Asked => ({
  finding: {
    kind: 'unknown',
    text: `${name} was not asked: as many questions as are allowed were put within the last minute.`,
    host: name,
  },
  isOurLimit: true,
});
