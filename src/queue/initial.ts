import type { MailboxAddress } from '../address/mailbox-address.ts';
import type { Instant } from '../base/instant.ts';
import type { RecipientParameters } from '../envelope/envelope.ts';
import { attemptEvent } from './attempt-event.ts';
import type { AttemptResult } from './attempt-result.ts';
import { advance } from './life-cycle.ts';
import type { IsTrusted } from './may-report.ts';
import type { QueuedMessage, Recipient, RecipientIndex } from './message.ts';
import type { News, Notice } from './notice.ts';
import { whoIsTold } from './notify-rules.ts';
import { onePerAccount } from './one-per-account.ts';
import type { HistoryEntry, MailboxDelivery } from './queue-store.ts';
import type { RecipientState } from './recipient-state.ts';

/** Where the mail for an accepted address goes. */
export type Addressee = Leaf | { readonly kind: 'alias'; readonly targets: readonly AliasTarget[] };

export type Leaf =
  | { readonly kind: 'local'; readonly account: string }
  /** `destination`: by what the queue groups recipients (made by routing). */
  | { readonly kind: 'remote'; readonly destination: string };

/** Its host has taken it already: it was handed through while its sender was on the line. */
export interface HandedThrough {
  readonly kind: 'relayed';
  readonly destination: string;
  readonly result: Relayed;
}

type Relayed = Extract<AttemptResult, { readonly kind: 'relayed' }>;

/** Where an alias leads in the end: aliases of aliases have been followed. */
export interface AliasTarget {
  readonly address: MailboxAddress;
  readonly addressee: Leaf | HandedThrough;
  /** Who is responsible for its being a target; undefined if nobody was named. */
  readonly owner?: MailboxAddress;
}

/** A recipient that we take responsibility for: one RCPT, or the reader of a report. */
export interface AcceptedRecipient {
  readonly address: MailboxAddress;
  readonly parameters: RecipientParameters;
  readonly addressee: Addressee;
}

/** What the acceptance of a message makes durable, beside its content, and what has to be told of it. */
export interface AcceptancePlan {
  readonly recipients: readonly Recipient[];
  readonly deliveries: readonly MailboxDelivery[];
  readonly notices: readonly Notice[];
  /** What has happened to it before. */
  readonly history: readonly HistoryEntry[];
}

/**
 * Makes the recipients of a message at its acceptance. Local ones are delivered in the transaction that accepts it, remote ones
 * are due at once, and aliases are expanded into further recipients, which stand behind those that were accepted.
 */
export function planAcceptance(
  message: QueuedMessage,
  accepted: readonly AcceptedRecipient[],
  isTrusted: IsTrusted,
): AcceptancePlan {
  const at = message.arrivedAt;
  const seats = [...accepted, ...accepted.flatMap((each, index) => expand(each, index, message))];
  const originals = originalsOf(seats);
  const recipients = seats.map((seat, index) => begin(seat, index, originals[index], message.arrivedAt));
  const notices = seats.flatMap(({ addressee }, index) => {
    const recipient = recipients[index];
    const news = newsOf(addressee);
    if (!recipient || !news) return [];
    const telling = whoIsTold(news.action, recipient, message, isTrusted);
    return telling.to === 'sender' ? [{ ...news, to: telling.to, recipient }] : [];
  });
  const deliveries = seats.flatMap(({ addressee }, recipient) =>
    addressee.kind === 'local' ? [{ account: addressee.account, recipient }] : [],
  );
  const history = seats.flatMap(({ addressee }, index): HistoryEntry[] =>
    addressee.kind === 'relayed'
      ? [{ at, queueId: message.queueId, recipients: [index], event: attemptEvent(addressee.result) }]
      : [],
  );
  return { recipients, deliveries: onePerAccount(deliveries), notices, history };
}

/** An accepted recipient, or one that an alias was expanded into. */
type Seat = Omit<AcceptedRecipient, 'addressee'> & {
  readonly addressee: Addressee | HandedThrough;
} & Pick<Recipient, 'parent' | 'forward'>;

const mayNotAnswer: ReadonlySet<QueuedMessage['origin']['kind']> = new Set(['report', 'answer']);

function expand(
  { addressee, parameters }: AcceptedRecipient,
  parent: RecipientIndex,
  { origin }: QueuedMessage,
): Seat[] {
  if (addressee.kind !== 'alias') return [];
  // RFC 3461 §5.2.7.1 (b), §5.2.7.4: what goes on from here is no business of the sender's. Neither a report nor an answer may lead to another.
  const forwarded: RecipientParameters = mayNotAnswer.has(origin.kind) ? { notify: 'never' } : {};
  // RFC 3461 §5.2.7.2: one target inherits everything; §5.2.7.3 (c): several inherit all but the wish to hear of success.
  const inherited = addressee.targets.length === 1 ? parameters : withoutSuccess(parameters);
  return addressee.targets.map(({ owner, ...target }) =>
    target.addressee.kind === 'local'
      ? { ...target, parameters: inherited, parent }
      : { ...target, parameters: forwarded, parent, forward: owner ? { owner } : {} },
  );
}

function withoutSuccess(parameters: RecipientParameters): RecipientParameters {
  const { notify } = parameters;
  if (notify === undefined || notify === 'never') return parameters;
  const { failure, delay } = notify;
  // NOTIFY=SUCCESS alone asks to hear of nothing else, and an empty list has no spelling but NEVER (RFC 3461 §4.1).
  return { ...parameters, notify: failure || delay ? { success: false, failure, delay } : 'never' };
}

/** The first that the sender named of each seat's original recipient, where the seat shares it with others. */
function originalsOf(seats: readonly Seat[]): readonly (RecipientIndex | undefined)[] {
  const first = new Map<string, RecipientIndex>();
  const named = seats.map((seat, index) => {
    const key = nameOf(seats[seat.parent ?? index] ?? seat);
    if (!first.has(key)) first.set(key, index);
    return first.get(key);
  });
  const leaves = Map.groupBy(
    named.keys().filter((index) => seats[index]?.addressee.kind !== 'alias'),
    (index) => named[index],
  );
  return seats.map(({ addressee }, index) => {
    const original = named[index];
    return addressee.kind !== 'alias' && (leaves.get(original)?.length ?? 0) > 1 ? original : undefined;
  });
}

/** Two recipients of equal name are one to the sender: he named it twice. */
const nameOf = ({ address, parameters: { originalRecipient } }: Seat): string =>
  originalRecipient
    ? `${originalRecipient.addressType};${originalRecipient.address}`
    : `${address.localPart}@${address.domain}`;

function begin(
  seat: Seat,
  index: RecipientIndex,
  original: RecipientIndex | undefined,
  at: Instant,
): Recipient {
  const { address, parameters, addressee, parent, forward } = seat;
  return {
    index,
    address,
    ...(parent === undefined ? {} : { parent }),
    ...(original === undefined ? {} : { original }),
    parameters,
    ...(forward === undefined ? {} : { forward }),
    destination: 'destination' in addressee ? addressee.destination : address.domain,
    state: firstState(addressee, at),
    held: false,
    isDelayReported: false,
  };
}

function firstState(addressee: Seat['addressee'], at: Instant): RecipientState {
  if (addressee.kind === 'remote') return advance(undefined, { kind: 'accepted', due: at });
  if (addressee.kind === 'relayed') {
    const { by, reply, dsnPassedOn } = addressee.result;
    const outcome = { kind: 'relayed', by, reply, dsnPassedOn } as const;
    return advance(undefined, { kind: 'settled', at, outcome, isAttempt: true });
  }
  const outcome =
    addressee.kind === 'local'
      ? ({ kind: 'delivered' } as const)
      : ({ kind: 'expanded', into: addressee.targets.map((target) => target.address) } as const);
  return advance(undefined, { kind: 'settled', at, outcome, isAttempt: false });
}

function newsOf(addressee: Seat['addressee']): News | undefined {
  if (addressee.kind === 'local') return { action: 'delivered' };
  // RFC 3461 §5.2.7.4, §5.2.7.1: where it is forwarded, it counts as delivered.
  if (addressee.kind === 'alias' && addressee.targets.some(isForwarded)) return { action: 'delivered' };
  // RFC 3461 §5.2.7.2: an alias with one target is passed over in silence.
  if (addressee.kind !== 'alias' || addressee.targets.length < 2) return undefined;
  return { action: 'expanded', into: addressee.targets.map((target) => target.address) };
}

const isForwarded = ({ addressee }: AliasTarget): boolean => addressee.kind !== 'local';
