import { later } from '../base/instant.ts';
import { invariant } from '../base/invariant.ts';
import type { Result } from '../base/result.ts';
import { classOf, withClass } from '../envelope/status-code.ts';
import type { AttemptResult } from '../queue/attempt-result.ts';
import type { Recipient, RecipientIndex } from '../queue/message.ts';
import type { Diagnostic } from '../queue/recipient-state.ts';
import type { RoutingFailure } from '../routing/failure.ts';
import type { NextHop } from '../routing/next-hop.ts';
import { type Addressee, HostAttempt } from './host-attempt.ts';
import { attemptMsMax, attemptTookTooLong, hostsTriedMax, type PoolLimits } from './limits.ts';
import { ConnectionPool } from './pool.ts';
import type { ConnectionWorld } from './smtp-connection.ts';
import type { DeliveryJob, DeliveryReport, Transport } from './transport.ts';

/** Where to take mail for a recipient: at least one hop, best first. */
export type FindNextHops = (recipient: Recipient) => Promise<Result<readonly NextHop[], RoutingFailure>>;

export interface RelayWorld extends ConnectionWorld {
  readonly findNextHops: FindNextHops;
}

/**
 * Relays mail by SMTP. The hosts of a destination are tried in order until each recipient has met one that knows what to do with it:
 * what is wrong with a host leads to the next host, what is wrong with a message or recipient is final (RFC 5321 §5.1).
 */
export class SmtpRelay implements Transport {
  readonly #world: RelayWorld;
  readonly #pool: ConnectionPool;

  constructor(world: RelayWorld, limits?: PoolLimits) {
    this.#world = world;
    this.#pool = new ConnectionPool(world, limits);
  }

  async deliver(job: DeliveryJob): Promise<DeliveryReport> {
    const [first] = job.recipients;
    invariant(first, 'a job has recipients');
    const hops = await this.#world.findNextHops(first);
    if (!hops.ok) return noWay(job, diagnosticOf(hops.error, this.#world.clock.now()));
    const { clock } = this.#world;
    const timeOver = new AbortController();
    const cancel = clock.schedule(later(clock.now(), attemptMsMax), () => timeOver.abort(attemptTookTooLong));
    try {
      return await this.#tryHosts(job, hops.value, AbortSignal.any([job.signal, timeOver.signal]));
    } finally {
      cancel();
    }
  }

  /** Takes leave of the hosts with which a session is still open. */
  close(): Promise<void> {
    return this.#pool.close();
  }

  async #tryHosts(job: DeliveryJob, hops: readonly NextHop[], signal: AbortSignal): Promise<DeliveryReport> {
    const results = new Map<RecipientIndex, AttemptResult>();
    const reasons = new Map<RecipientIndex, Diagnostic>();
    let waiting: readonly Addressee[] = job.recipients.map(addressee);
    let health: DeliveryReport['destination'] = 'dead';
    let tried = 0;
    for (const hop of hops.slice(0, hostsTriedMax)) {
      if (waiting.length === 0 || signal.aborted) break;
      const outcome = await new HostAttempt(this.#pool, hop, job, signal).run(waiting);
      tried++;
      for (const [index, result] of outcome.results) results.set(index, result);
      for (const [{ index }, reason] of outcome.unserved) {
        reasons.set(index, moreHopeful(reasons.get(index), reason));
      }
      waiting = [...outcome.unserved.keys()];
      if (health !== 'ok' && outcome.health !== 'dead') health = outcome.health;
    }
    for (const { index } of waiting) {
      const reason = reasons.get(index) ?? notTried(this.#world.clock.now());
      results.set(index, unserved(reason, tried === hops.length));
    }
    // An attempt that was called off says nothing about the destination.
    return { results, destination: job.signal.aborted ? 'ok' : health };
  }
}

const addressee = ({ index, address, parameters }: Recipient): Addressee => ({
  path: address,
  ...parameters,
  index,
});

/**
 * Of two hosts' reasons the one that leaves more hope: a transient failure before a permanent one. Between equals, that of a host
 * which answered before that of one which did not; then that of the host that is preferred.
 */
function moreHopeful(former: Diagnostic | undefined, latter: Diagnostic): Diagnostic {
  if (!former) return latter;
  const [formerClass, latterClass] = [classOf(former.status), classOf(latter.status)];
  if (formerClass !== latterClass) return formerClass < latterClass ? former : latter;
  return former.reply || !latter.reply ? former : latter;
}

/** A no of hosts is final only if all of them were asked. */
function unserved(reason: Diagnostic, isEverybodyAsked: boolean): AttemptResult {
  if (classOf(reason.status) !== 5) return { kind: 'transient', diagnostic: reason };
  if (isEverybodyAsked) return { kind: 'permanent', diagnostic: reason };
  return { kind: 'transient', diagnostic: { ...reason, status: withClass(reason.status, 4) } };
}

const notTried = (at: Diagnostic['at']): Diagnostic => ({
  at,
  stage: 'connect',
  status: '4.4.0',
  text: 'The attempt was called off before a host was reached.',
});

const diagnosticOf = ({ status, text }: RoutingFailure, at: Diagnostic['at']): Diagnostic => ({
  at,
  stage: 'routing',
  status,
  text,
});

/** The DNS says that there is nowhere to go, or does not say anything: in that case it is the same for all who want to go there. */
function noWay({ recipients }: DeliveryJob, diagnostic: Diagnostic): DeliveryReport {
  const isPermanent = classOf(diagnostic.status) === 5;
  const result: AttemptResult = { kind: isPermanent ? 'permanent' : 'transient', diagnostic };
  return {
    results: new Map(recipients.map(({ index }) => [index, result])),
    destination: isPermanent ? 'ok' : 'dead',
  };
}
