import type { Account, AccountId } from '../../accounts/accounts.ts';
import type { IpAddress } from '../../address/ip.ts';
import { type MailboxAddress, parseMailboxAddress } from '../../address/mailbox-address.ts';
import { NULL_PATH } from '../../address/path.ts';
import type { Xtext } from '../../address/xtext.ts';
import { type Bytes, concat, fromUtf8 } from '../../base/bytes.ts';
import { instant } from '../../base/instant.ts';
import type { Heard, RemoteNews } from '../../queue/heard.ts';
import { advance } from '../../queue/life-cycle.ts';
import type { Origin, QueuedMessage, QueueId, Recipient, RecipientIndex } from '../../queue/message.ts';
import type {
  Acceptance,
  Claim,
  ClaimRequest,
  HistoryEntry,
  OperatorEntry,
  Settlement,
} from '../../queue/queue-store.ts';
import type { Diagnostic, Lease, Outcome } from '../../queue/recipient-state.ts';
import type { Store } from '../store.ts';

/** Times in tests are small numbers: milliseconds after the start of the world. */
export const t = instant;

export function address(text: string): MailboxAddress {
  const parsed = parseMailboxAddress(text, { utf8: true });
  if (!parsed.ok) throw new Error(`${text}: ${parsed.error}`);
  return parsed.value;
}

export const queueId = (number: number): QueueId => `q${String(number).padStart(8, '0')}` as QueueId;

export function account(id: string, text = `${id}@springfield.test`, createdAt = 1_000): Account {
  return { id: id as AccountId, address: address(text), createdAt: t(createdAt) };
}

export interface MessageTemplate {
  readonly number: number;
  /** A reverse-path, or `<>`. */
  readonly from?: string;
  readonly origin?: Origin;
  readonly to?: readonly RecipientTemplate[];
  readonly body?: Bytes;
  readonly returnPath?: string;
  readonly messageId?: string;
  /** In xtext. */
  readonly envelopeId?: string;
}

export interface RecipientTemplate {
  readonly address: string;
  readonly due?: number;
  /** Delivered at once, into the mailbox of this account. */
  readonly account?: string;
  readonly destination?: string;
  readonly held?: boolean;
  /** The recipient that was an alias for this one. */
  readonly parent?: RecipientIndex;
}

/** One remote recipient, due at 0, unless the template says otherwise. */
export function acceptance(template: MessageTemplate): Acceptance {
  const { number, to = [{ address: 'krusty@krustylu.test' }] } = template;
  const body = template.body ?? fromUtf8(`Subject: message ${number}\r\n\r\nHello\r\n`);
  const returnPath = fromUtf8(template.returnPath ?? 'Return-Path: <homer@springfield.test>\r\n');
  return {
    message: message(template, body.length, returnPath.length),
    content: { kind: 'bytes', bytes: concat([returnPath, body]) },
    recipients: to.map(recipient),
    deliveries: to.flatMap(({ account: to }, i) => (to === undefined ? [] : [{ account: to, recipient: i }])),
  };
}

function message(template: MessageTemplate, sizeBytes: number, returnPathBytes: number): QueuedMessage {
  const { number, from = 'homer@springfield.test', origin = { kind: 'relay-in' } } = template;
  const { messageId = `<${number}@springfield.test>` } = template;
  return {
    queueId: queueId(number),
    envelope: {
      reversePath: from === '<>' ? NULL_PATH : address(from),
      body: '8bitmime',
      smtpUtf8: false,
      returnContent: 'headers',
      envelopeId: (template.envelopeId ?? 'QQ314159') as Xtext,
    },
    origin,
    arrival: { ip: '192.0.2.7' as IpAddress, greetingName: 'mail.example', tls: 'TLSv1.3' },
    arrivedAt: t(0),
    expiresAt: t(432_000_000),
    sizeBytes,
    returnPathBytes,
    facts: { messageId, subject: 'Füße', is8bit: true, isHeaderUtf8: false },
  };
}

function recipient(template: RecipientTemplate, index: RecipientIndex): Recipient {
  const to = address(template.address);
  const { due = 0, destination = to.domain, held = false, parent } = template;
  return {
    index,
    address: to,
    ...(parent !== undefined && { parent }),
    parameters: { notify: { success: true, failure: true, delay: false } },
    destination,
    state:
      template.account === undefined
        ? advance(undefined, { kind: 'accepted', due: t(due) })
        : advance(undefined, { kind: 'settled', at: t(5), outcome: { kind: 'delivered' }, isAttempt: false }),
    held,
    isDelayReported: false,
  };
}

/** What notice number `at` says of message `number`. */
export const heard = (
  number: number,
  recipients: readonly RecipientIndex[],
  action: RemoteNews['action'],
  at = 2,
): Heard => ({
  about: queueId(number),
  recipients,
  news: {
    at: t(at),
    action,
    status: '5.1.1',
    by: 'mx.krustylu.test',
    text: 'no such clown',
    notice: queueId(at),
  },
});

let leases = 0;

export function claimRequest(request: Partial<ClaimRequest> = {}): ClaimRequest {
  return {
    now: t(10),
    leaseUntil: t(1_000),
    leaseId: () => `lease-${++leases}`,
    claimsMax: 10,
    recipientsMax: 100,
    except: {},
    ...request,
  };
}

/** The only claim that can be made now. */
export async function claimOne(
  store: Pick<Store, 'queue'>,
  request: Partial<ClaimRequest> = {},
): Promise<Claim> {
  const [claim] = await store.queue.claimDue(claimRequest({ claimsMax: 1, ...request }));
  if (!claim) throw new Error('nothing could be claimed');
  return claim;
}

export const lease = (id: string, until = 1_000): Lease => ({ id, until: t(until) });

export const diagnostic: Diagnostic = {
  at: t(20),
  stage: 'rcpt',
  status: '4.2.1',
  text: 'The host krustylu.test says: try later.',
  reply: { code: 450, status: '4.2.1', lines: ['try later', 'please'] },
  remote: { name: 'mx.krustylu.test', ip: '192.0.2.25' as IpAddress, port: 25 },
};

export const relayed: Outcome = {
  kind: 'relayed',
  by: { name: 'mx.krustylu.test', ip: '192.0.2.25' as IpAddress, port: 25 },
  reply: { code: 250, status: '2.0.0', lines: ['ok'] },
  dsnPassedOn: true,
};

export const failed: Outcome = { kind: 'failed', diagnostic, report: { suppressed: 'null-reverse-path' } };

/** What settles all recipients of a claim alike; or, with `due`, puts them back. */
export function settlement(
  claim: Claim,
  end: { readonly outcome: Outcome; readonly at?: number } | { readonly due: number },
  more: Partial<Settlement> = {},
): Settlement {
  const transitions = claim.recipients.map(({ index, state }) => ({
    recipient: index,
    next:
      'due' in end
        ? advance(state, { kind: 'deferred', due: t(end.due), diagnostic })
        : advance(state, { kind: 'settled', at: t(end.at ?? 30), outcome: end.outcome, isAttempt: true }),
    isDelayReported: false,
  }));
  const { queueId } = claim.message;
  return {
    queueId,
    lease: claim.lease,
    transitions,
    deliveries: [],
    history: [],
    reports: [],
    lastWords: [],
    filed: [],
    ...more,
  };
}

export function attemptEntry(id: QueueId, at: number, text = 'tried'): HistoryEntry {
  return {
    at: t(at),
    queueId: id,
    recipients: [0],
    event: { kind: 'attempt', result: 'transient', detail: { text, diagnostic, tls: 'TLSv1.3' } },
  };
}

export function operatorEntry(verb: 'hold' | 'release' | 'retry', at = 50): OperatorEntry {
  return { at: t(at), event: { kind: 'operator', verb, who: 'lisa' } };
}

export async function collect(pieces: AsyncIterable<Bytes> | undefined): Promise<Bytes> {
  const all: Bytes[] = [];
  for await (const piece of pieces ?? []) all.push(piece);
  return concat(all);
}

export const ids = (found: readonly { readonly message: QueuedMessage }[]): QueueId[] =>
  found.map(({ message }) => message.queueId);
