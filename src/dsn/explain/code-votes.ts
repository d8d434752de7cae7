import type { Stage } from '../../envelope/stage.ts';
import { classOf, type StatusCode } from '../../envelope/status-code.ts';
import type { AttemptFacts } from './explanation.ts';
import type { Family } from './family.ts';
import { registeredMeaningOf, type StatusMeaning } from './status-meanings.ts';
import type { Odds, Vote } from './votes.ts';

/**
 * What an enhanced status code speaks for. High where a code has one narrow sense that nobody uses otherwise (X.2.2), low where
 * mailers say it of everything (X.7.1). A code that is missing says nothing.
 */
const statusOdds: Partial<Readonly<Record<StatusMeaning, Odds>>> = {
  '1.0': { 'no-such-address': 1.8 },
  '1.1': { 'no-such-address': 6 },
  '1.2': { 'no-such-domain': 6 },
  '1.3': { 'address-malformed': 6 },
  '1.4': { 'address-ambiguous': 6 },
  '1.6': { 'address-moved': 6 },
  '1.7': { 'sender-unknown': 5, 'sender-refused': 2 },
  '1.8': { 'sender-unknown': 6, 'sender-refused': 2 },
  '1.10': { 'domain-takes-no-mail': 12 },
  '2.0': { 'mailbox-refuses': 1.1 },
  '2.1': { 'mailbox-disabled': 4, 'no-such-address': 1.5 },
  '2.2': { 'mailbox-full': 10 },
  '2.3': { 'mailbox-limit': 6, 'message-too-large': 2 },
  '2.4': { 'expansion-failed': 6 },
  '3.0': { 'system-trouble': 2 },
  '3.1': { 'system-full': 6, 'mailbox-full': 1.5 },
  '3.2': { 'system-trouble': 2.5, 'too-many-connections': 1.5, 'domain-takes-no-mail': 1.5 },
  '3.3': { 'system-trouble': 2 },
  '3.4': { 'message-too-large': 10 },
  '3.5': { 'system-trouble': 5 },
  '4.0': { 'no-connection': 2 },
  '4.1': { 'no-connection': 5 },
  '4.2': { 'no-connection': 5 },
  '4.3': { 'dns-trouble': 5 },
  '4.4': { 'no-such-domain': 3, 'dns-trouble': 1.5 },
  '4.5': { 'too-many-connections': 2 },
  '4.6': { 'mail-loop': 9 },
  '4.7': { 'time-over': 3 },
  '5.0': { 'protocol-trouble': 1.2 },
  '5.1': { 'protocol-trouble': 4 },
  '5.2': { 'protocol-trouble': 4 },
  '5.3': { 'too-many-recipients': 9 },
  '5.4': { 'protocol-trouble': 4 },
  '5.5': { 'protocol-trouble': 4 },
  '5.6': { 'protocol-trouble': 4 },
  '6.0': { 'content-refused': 2.5 },
  '6.1': { 'content-refused': 3 },
  '6.2': { 'content-not-carried': 4 },
  '6.3': { 'content-not-carried': 6 },
  '6.4': { 'content-not-carried': 4 },
  '6.5': { 'content-not-carried': 4 },
  '6.6': { 'system-trouble': 3 },
  '6.7': { 'international-address': 9 },
  '6.8': { 'international-address': 9 },
  '6.9': { 'international-address': 9 },
  '6.10': { 'international-address': 9 },
  '7.0': { policy: 1.5 },
  '7.1': { policy: 1.2 },
  '7.2': { 'not-a-member': 5 },
  '7.4': { 'security-required': 3 },
  '7.5': { 'security-required': 3 },
  '7.6': { 'security-required': 3 },
  '7.7': { 'not-standard': 2.5 },
  '7.8': { 'authentication-required': 9 },
  '7.9': { 'authentication-required': 9 },
  '7.10': { 'security-required': 9 },
  '7.11': { 'authentication-required': 9 },
  '7.12': { 'authentication-required': 9 },
  '7.13': { 'authentication-required': 3, 'mailbox-disabled': 1.5 },
  '7.14': { 'authentication-required': 3 },
  '7.15': { policy: 6 },
  '7.16': { 'message-too-large': 6 },
  '7.17': { 'address-moved': 9 },
  '7.18': { 'address-moved': 9 },
  '7.19': { policy: 4 },
  '7.20': { 'sender-unproven': 12 },
  '7.21': { 'sender-unproven': 12 },
  '7.22': { 'sender-unproven': 12 },
  '7.23': { 'sender-unproven': 12 },
  '7.24': { 'sender-unproven': 12 },
  '7.25': { 'host-without-name': 12 },
  '7.26': { 'sender-unproven': 12 },
  '7.27': { 'sender-unknown': 12 },
  '7.28': { 'too-fast': 9 },
  '7.29': { 'sender-unproven': 9 },
  '7.30': { 'security-required': 12 },
};

/** What a code means as 5.Y.Z alone, where that differs. */
const permanentOdds: Partial<Readonly<Record<StatusMeaning, Odds>>> = {
  '3.2': { 'domain-takes-no-mail': 4 },
};

/**
 * @param isAdded the host gave none, and whoever reported the reply put the usual one there: it says no more than the reply code
 * @param speakers families that may give codes a sense of their own
 */
export function statusVotes(
  status: StatusCode | undefined,
  isAdded: boolean,
  speakers: ReadonlySet<Family>,
): Vote[] {
  if (status === undefined) return [];
  const odds = familyOdds(status, speakers) ?? usualOdds(status);
  if (odds === undefined) return [];
  return [{ by: 'status', rule: status, odds: isAdded ? weakened(odds) : odds }];
}

function familyOdds(status: StatusCode, speakers: ReadonlySet<Family>): Odds | undefined {
  for (const { statuses } of speakers) {
    const odds = statuses?.[status] ?? statuses?.[status.slice(2)];
    if (odds) return odds;
  }
  return undefined;
}

function usualOdds(status: StatusCode): Odds | undefined {
  const meaning = registeredMeaningOf(status);
  if (meaning === undefined) return undefined;
  return (classOf(status) === 5 ? permanentOdds[meaning] : undefined) ?? statusOdds[meaning];
}

const weakened = (odds: Odds): Odds =>
  Object.fromEntries(Object.entries(odds).map(([cause, value]) => [cause, Math.sqrt(value)]));

/** What a reply code speaks for wherever it is said (RFC 5321 §4.2.3, and what is usual beside it). */
const replyOdds: Readonly<Record<number, Odds>> = {
  421: { 'system-trouble': 1.2 },
  450: { greylisted: 1.1 },
  451: { 'system-trouble': 1.5 },
  452: { 'system-full': 1.5, 'mailbox-full': 1.3 },
  500: { 'protocol-trouble': 3 },
  501: { 'protocol-trouble': 2 },
  502: { 'protocol-trouble': 3 },
  503: { 'protocol-trouble': 2 },
  504: { 'protocol-trouble': 3 },
  511: { 'no-such-address': 2 },
  // RFC 7504 §3: a host that takes no mail at all; others say it to clients that they do not like.
  521: { 'domain-takes-no-mail': 2, 'host-blocked': 1.5 },
  523: { 'message-too-large': 3 },
  530: { 'authentication-required': 3 },
  534: { 'authentication-required': 6 },
  535: { 'authentication-required': 6 },
  538: { 'authentication-required': 6 },
  542: { 'no-such-address': 1.6 },
  552: { 'mailbox-full': 1.8, 'message-too-large': 1.5 },
  553: { 'address-malformed': 1.2 },
  555: { 'protocol-trouble': 4 },
  // RFC 7504 §4
  556: { 'domain-takes-no-mail': 9 },
};

/** The same where it depends on what was answered. */
const replyOddsAt: Readonly<Record<number, Partial<Readonly<Record<Stage, Odds>>>>> = {
  421: { connect: { 'too-many-connections': 1.3 }, greeting: { 'too-many-connections': 1.3 } },
  450: { rcpt: { greylisted: 1.5 } },
  550: {
    connect: { 'host-blocked': 3 },
    greeting: { 'host-blocked': 3 },
    ehlo: { 'host-blocked': 2 },
    rcpt: { 'no-such-address': 1.8 },
    mail: { 'sender-refused': 1.8 },
  },
  552: {
    mail: { 'message-too-large': 3 },
    rcpt: { 'mailbox-full': 4 },
    data: { 'message-too-large': 2.5 },
    content: { 'message-too-large': 2.5 },
  },
  501: { ehlo: { 'host-blocked': 1.6 } },
  521: { connect: { 'host-blocked': 3 }, greeting: { 'host-blocked': 3 } },
  553: { greeting: { 'host-blocked': 3 }, mail: { 'sender-refused': 2 }, rcpt: { 'no-such-address': 1.5 } },
  554: { connect: { 'host-blocked': 3 }, greeting: { 'host-blocked': 3 }, mail: { 'sender-refused': 1.5 } },
};

export function replyVotes({ replyCode, stage }: AttemptFacts): Vote[] {
  if (replyCode === undefined) return [];
  const atStage = stage === undefined ? undefined : replyOddsAt[replyCode]?.[stage];
  if (atStage) return [{ by: 'stage', rule: `${replyCode} at ${stage}`, odds: atStage }];
  const odds = replyOdds[replyCode];
  return odds ? [{ by: 'reply-code', rule: String(replyCode), odds }] : [];
}
