import { type Instant, later } from '../base/instant.ts';
import { type Clock, sleep } from '../base/ports.ts';
import type { AttemptResult } from '../queue/attempt-result.ts';
import type { Recipient, RecipientIndex } from '../queue/message.ts';
import type { Claim } from '../queue/queue-store.ts';
import type { Diagnostic } from '../queue/recipient-state.ts';
import type { DeliveryReport } from '../transports/transport.ts';
import type { Verdict } from './destination.ts';
import type { Destinations } from './destinations.ts';
import { callOffPatienceMs } from './limits.ts';
import { localResult } from './local-result.ts';
import type { QueueWorld } from './world.ts';

/** How an attempt ended for a recipient. One that was called off has not happened. */
export type AttemptEnd = AttemptResult | { readonly kind: 'called-off' };

export type AttemptEnds = ReadonlyMap<RecipientIndex, AttemptEnd>;

/**
 * Attempts a claim: recipients that are at home here now go into their mailboxes, the others through the door of their
 * destination to the transport. Says something of every recipient, whatever happens.
 */
export async function attempt(
  world: QueueWorld,
  claim: Claim,
  destinations: Destinations,
  signal: AbortSignal,
): Promise<AttemptEnds> {
  const ends = new Map<RecipientIndex, AttemptEnd>();
  try {
    const remote: Recipient[] = [];
    for (const recipient of claim.recipients) {
      const result = await localResult(world, recipient);
      if (result) ends.set(recipient.index, result);
      else remote.push(recipient);
    }
    if (remote.length > 0) {
      for (const [index, end] of await relay(world, { ...claim, recipients: remote }, destinations, signal)) {
        ends.set(index, end);
      }
    }
  } catch (error) {
    world.log.error('an attempt broke off by a fault of our own', { queueId: claim.message.queueId, error });
  }
  return withoutGaps(world, claim, ends);
}

async function relay(
  world: QueueWorld,
  claim: Claim,
  destinations: Destinations,
  signal: AbortSignal,
): Promise<AttemptEnds> {
  const { clock } = world;
  const { destination } = claim;
  const admission = await destinations.enter(destination, clock.now());
  if (admission.kind === 'dead') {
    // Found by another attempt, which may have been before this message came; it is this one's finding too.
    const diagnostic = { ...admission.diagnostic, at: clock.now() };
    return same(claim, { kind: 'transient', diagnostic });
  }
  if (admission.kind === 'called-off') return same(claim, admission);
  let verdict: Verdict = { kind: 'unknown' };
  try {
    if (signal.aborted) return same(claim, { kind: 'called-off' });
    const report = await deliver(world, claim, signal);
    if (!report) return same(claim, { kind: 'called-off' });
    verdict = verdictOf(report);
    return signal.aborted ? withoutInterruptions(report) : report.results;
  } finally {
    destinations.leave(destination, verdict, clock.now());
  }
}

/** Undefined if the attempt was called off and the transport did not come to an end in time. */
async function deliver(
  { clock, store, transport, onEvent }: QueueWorld,
  { message, destination, recipients }: Claim,
  signal: AbortSignal,
): Promise<DeliveryReport | undefined> {
  const { queueId } = message;
  const about = { queueId, recipients: recipients.map(({ index }) => index) };
  onEvent?.({ kind: 'attempt-begun', at: clock.now(), ...about, destination });
  const delivery = transport.deliver({
    message,
    destination,
    recipients,
    content: () => store.readContent(queueId, message.returnPathBytes),
    signal,
    onConnected: (host) => onEvent?.({ kind: 'connected', at: clock.now(), ...about, host }),
  });
  const ended = new AbortController();
  try {
    return await Promise.race([delivery, patienceOver(clock, signal, ended.signal)]);
  } finally {
    ended.abort();
  }
}

/** Some time after `signal`; never, once `ended`. */
async function patienceOver(clock: Clock, signal: AbortSignal, ended: AbortSignal): Promise<undefined> {
  await new Promise((resolve) => {
    signal.addEventListener('abort', resolve, { once: true, signal: ended });
  });
  await sleep(clock, later(clock.now(), callOffPatienceMs), ended);
  return undefined;
}

function verdictOf({ destination, results }: DeliveryReport): Verdict {
  if (destination !== 'dead') return { kind: destination };
  for (const result of results.values()) {
    if (result.kind === 'transient') return { kind: 'dead', diagnostic: result.diagnostic };
  }
  return { kind: 'trouble' };
}

/** We broke it off ourselves, so that a transient failure says nothing about the destination. What is final is final. */
function withoutInterruptions({ results }: DeliveryReport): AttemptEnds {
  const ends = new Map<RecipientIndex, AttemptEnd>();
  for (const [index, result] of results) {
    ends.set(index, result.kind === 'transient' ? { kind: 'called-off' } : result);
  }
  return ends;
}

const same = ({ recipients }: Claim, end: AttemptEnd): AttemptEnds =>
  new Map(recipients.map(({ index }) => [index, end]));

/** Every recipient of the claim, and none besides. Who was forgotten is tried again: silence is no success. */
function withoutGaps(
  { clock, log }: QueueWorld,
  { message, recipients }: Claim,
  ends: AttemptEnds,
): AttemptEnds {
  const complete = new Map<RecipientIndex, AttemptEnd>();
  for (const { index } of recipients) {
    const end = ends.get(index);
    if (!end)
      log.error('an attempt says nothing of a recipient', { queueId: message.queueId, recipient: index });
    complete.set(index, end ?? { kind: 'transient', diagnostic: ownFault(clock.now()) });
  }
  return complete;
}

const ownFault = (at: Instant): Diagnostic => ({
  at,
  stage: 'queue',
  status: '4.3.0',
  text: 'A fault inside this server interrupted the attempt.',
});
