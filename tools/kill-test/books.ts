/** What was promised, set against what can be found. */
import type { Letter } from './letter.ts';
import type { Maildrop } from './maildrop.ts';
import type { Relay } from './remote.ts';

/** Where letters were found, taken down in the order of their way: queue, remote host, inboxes. So nothing slips through. */
export interface Findings {
  /** Id and recipient of what waits in the queue. */
  readonly queued: ReadonlySet<string>;
  readonly relays: readonly Relay[];
  readonly maildrops: readonly Maildrop[];
  /** When servers were killed. */
  readonly kills: readonly number[];
  /** When a server said in its log that it had written down the relay to a recipient. */
  readonly settledAt: ReadonlyMap<string, number>;
}

export interface Balance {
  readonly faults: readonly string[];
  readonly delivered: number;
  readonly relayed: number;
  readonly reported: number;
  readonly queued: number;
  /** Second copies that nobody can be blamed for. */
  readonly excusedTwice: number;
}

export const keyOf = (id: string, recipient: string): string => `${id} ${recipient}`;

/** What was found of one letter for one recipient. */
interface Found {
  copies: number;
  readonly relays: Relay[];
  notices: number;
}

export function balance(letters: ReadonlyMap<string, Letter>, findings: Findings): Balance {
  const faults = findings.maildrops.flatMap((maildrop) => maildrop.faults);
  const found = collect(letters, findings, faults);
  let excusedTwice = 0;
  for (const letter of letters.values()) {
    if (letter.fate === 'under-way') continue;
    const keys = letter.recipients.map((recipient) => keyOf(letter.id, recipient));
    const accounted = keys.filter((key) => found.has(key) || findings.queued.has(key));
    if (letter.fate === 'promised' || accounted.length > 0) {
      const missing = keys.filter((key) => !accounted.includes(key));
      for (const key of missing) faults.push(`lost: ${key} (${letter.fate})`);
    }
    if (letter.fate === 'void') for (const key of accounted) faults.push(`never sent, but found: ${key}`);
    for (const key of accounted) {
      const verdict = judge(found.get(key), findings);
      if (verdict === 'twice') faults.push(`twice: ${key} ${JSON.stringify(found.get(key))}`);
      if (verdict === 'excused') excusedTwice++;
    }
  }
  const all = [...found.values()];
  return {
    faults,
    delivered: sum(all, ({ copies }) => copies),
    relayed: sum(all, ({ relays }) => relays.length),
    reported: sum(all, ({ notices }) => notices),
    queued: findings.queued.size,
    excusedTwice,
  };
}

function collect(
  letters: ReadonlyMap<string, Letter>,
  { relays, maildrops }: Findings,
  faults: string[],
): Map<string, Found> {
  const found = new Map<string, Found>();
  const at = (id: string, recipient: string, where: string): Found => {
    const key = keyOf(id, recipient);
    if (!letters.get(id)?.recipients.includes(recipient)) faults.push(`${where}: ${key} was never written`);
    const entry = found.get(key) ?? { copies: 0, relays: [], notices: 0 };
    found.set(key, entry);
    return entry;
  };
  for (const relay of relays) {
    at(relay.id, relay.recipient, 'relayed').relays.push(relay);
    if (!relay.isWhole) faults.push(`relayed in part: ${keyOf(relay.id, relay.recipient)}`);
  }
  for (const { account, letters: copies, notices } of maildrops) {
    for (const { id, isWhole } of copies) {
      at(id, account, 'delivered').copies++;
      if (!isWhole) faults.push(`delivered in part: ${keyOf(id, account)}`);
    }
    for (const { about, recipients } of notices) {
      if (letters.get(about)?.from !== account) faults.push(`a notice about ${about} went to ${account}`);
      for (const recipient of recipients) at(about, recipient, 'reported').notices++;
    }
  }
  return found;
}

/** Once is right. After a relay, another one or a notice is excused if the server cannot have known of the first. */
function judge(found: Found | undefined, findings: Findings): 'once' | 'twice' | 'excused' {
  if (!found) return 'once';
  const { copies, relays, notices } = found;
  if (copies + relays.length + notices <= 1) return 'once';
  if (copies > 0 || notices > 1) return 'twice';
  const followed = notices === 1 ? relays : relays.slice(0, -1);
  const isExcused = followed.every((relay, i) => wasForgotten(relay, relays[i + 1], findings));
  return isExcused ? 'excused' : 'twice';
}

/**
 * The remote host hung up instead of replying, or the server was killed before it had written the reply down. Nothing can close
 * that gap (RFC 5321 §6.1).
 */
function wasForgotten(relay: Relay, next: Relay | undefined, { kills, settledAt }: Findings): boolean {
  const until = next?.connectedAt ?? Number.POSITIVE_INFINITY;
  const wasSettled = (settledAt.get(relay.recipient) ?? Number.POSITIVE_INFINITY) < until;
  const wasKilled = kills.some((kill) => kill > relay.connectedAt && kill < until);
  return !wasSettled && (wasKilled || !relay.isAnswered);
}

const sum = <T>(from: readonly T[], count: (each: T) => number): number =>
  from.reduce((total, each) => total + count(each), 0);
