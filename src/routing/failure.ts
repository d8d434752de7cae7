/** Why mail for a domain has nowhere to go: for the queue a status, for people a sentence. */
import type { MailDomain } from '../address/domain.ts';
import type { NoTargets } from '../dns/mx.ts';
import type { FailureReason } from '../dns/resolver.ts';
import type { StatusCode } from '../envelope/status-code.ts';
import type { FixedHop } from './routes.ts';

export interface RoutingFailure {
  /** True: it fails now. False: the queue tries again. */
  readonly permanent: boolean;
  readonly status: StatusCode;
  /** One sentence for people. */
  readonly text: string;
  /** The SMTP reply code that says the same, where there is one. */
  readonly code?: number;
}

/** For a domain that the DNS was asked about (RFC 3463 §3.2, §3.5). */
export function failureOf(domain: MailDomain, why: NoTargets): RoutingFailure {
  switch (why.kind) {
    case 'no-such-domain':
      return noSuchDomain(domain, 'the DNS says NXDOMAIN');
    case 'null-mx':
      // RFC 7505 §4: no attempt at all. The status is registered there, the code in RFC 7504.
      return permanent(
        '5.1.10',
        `The domain ${domain} accepts no mail at all (it has a null MX record).`,
        556,
      );
    case 'no-address':
      return noAddress(domain, why.hosts);
    case 'look-up-failed':
      return {
        permanent: false,
        status: '4.4.3',
        text: `The DNS cannot be asked about ${why.name} at present: ${reasons[why.failure.reason]}.`,
      };
    case 'loop':
      return permanent(
        '5.4.6',
        `Mail for ${domain} would come back here: ${why.host}, which should take it, is this server, ` +
          'but this server does not know the domain.',
      );
  }
}

export const noSuchDomain = (domain: MailDomain, how: string): RoutingFailure =>
  permanent('5.1.2', `The domain ${domain} does not exist (${how}).`);

/** For a hop that our own configuration names: whatever is wrong with it, it is not the sender's address (RFC 3463 §3.4). */
export function fixedHopFailure({ host }: FixedHop, why: NoTargets): RoutingFailure {
  if (why.kind === 'look-up-failed') return failureOf(host, why);
  return {
    permanent: false,
    status: '4.3.5',
    text: `This server is set up to send mail through ${host}, but the DNS has no address for that host.`,
  };
}

function noAddress(domain: MailDomain, hosts: readonly string[]): RoutingFailure {
  const [host] = hosts;
  // The implicit MX: neither mail exchangers nor an address of its own.
  if (host === domain)
    return permanent('5.1.2', `The domain ${domain} takes no mail: it has no mail server in the DNS.`);
  return permanent(
    '5.4.4',
    `None of the mail servers of ${domain} has an address in the DNS (${hosts.join(', ')}).`,
  );
}

const permanent = (status: StatusCode, text: string, code?: number): RoutingFailure => ({
  permanent: true,
  status,
  text,
  ...(code === undefined ? {} : { code }),
});

const reasons: Readonly<Record<FailureReason, string>> = {
  servfail: 'the look-up failed (SERVFAIL)',
  refused: 'the DNS server refuses to answer',
  timeout: 'the DNS server did not answer in time',
  unreachable: 'the DNS server cannot be reached',
  malformed: 'the answer of the DNS server makes no sense',
  'alias-loop': 'its aliases lead nowhere',
};
