import { type MailDomain, parseDomain } from '../address/domain.ts';
import type { IpAddress } from '../address/ip.ts';
import { NULL_PATH, type ReversePath } from '../address/path.ts';
import type { Bytes } from '../base/bytes.ts';
import { later, secondMs } from '../base/instant.ts';
import type { Clock, Log } from '../base/ports.ts';
import type { Resolver } from '../dns/resolver.ts';
import type { Header } from '../message/fields.ts';
import { lastSeal } from './arc-seal.ts';
import { authorsOf } from './authors.ts';
import { boundedResolver } from './bounded-resolver.ts';
import { evaluateDmarc } from './dmarc.ts';
import type { ArcResult, DkimVerdict, SpfVerdict, Verdict } from './verdict.ts';

/** A mail of another host, before it is accepted. */
export interface UnprovenMail {
  readonly ip: IpAddress;
  readonly greetingName: string;
  readonly reversePath: ReversePath;
  readonly header: Header;
  /** The header section as it came, with the empty line. */
  readonly headerSection: Bytes;
  readonly body: Body;
}

/** What follows the header section: at hand, or in a file from `offset` on. */
export type Body =
  | { readonly kind: 'bytes'; readonly bytes: Bytes }
  | { readonly kind: 'file'; readonly path: string; readonly offset: number; readonly sizeBytes: number };

/** Whom SPF is asked about. */
export interface SpfQuestion {
  readonly ip: IpAddress;
  readonly greetingName: string;
  /** `local@domain`; postmaster of the greeting for the null reverse-path. */
  readonly sender: string;
}

export type SpfAnswer = Pick<SpfVerdict, 'result' | 'explanation'>;

export type SignedMail = Pick<UnprovenMail, 'headerSection' | 'body'>;

export interface Signatures {
  readonly dkim: readonly DkimVerdict[];
  readonly arc: ArcResult;
}

/** The ports to SPF and to what is signed. They may fail and hang; that is then a `temperror`. */
export interface Checks {
  readonly spf: (question: SpfQuestion, resolver: Resolver) => Promise<SpfAnswer>;
  readonly signatures: (mail: SignedMail, resolver: Resolver) => Promise<Signatures>;
}

export type Authenticate = (mail: UnprovenMail) => Promise<Verdict>;

/** All look-ups of a mail together (RFC 7208 §4.6.4). Then what is not known stays so, and the mail is not refused for it. */
export const lookUpsMs = 20 * secondMs;
/** What is computed may take so much longer. The host that brings the mail waits for ten minutes (RFC 5321 §4.5.3.2.6). */
const graceMs = 5 * secondMs;

export interface AuthenticationWorld {
  readonly clock: Clock;
  readonly log: Log;
  readonly resolver: Resolver;
  readonly checks: Checks;
}

/** Makes what finds out who vouches for a mail. It never rejects, and always answers within 25 seconds. */
export function authenticatorOf(world: AuthenticationWorld): Authenticate {
  return async (mail) => {
    const { clock } = world;
    const lookUps = alarm(clock, lookUpsMs);
    const all = alarm(clock, lookUpsMs + graceMs);
    try {
      const resolver = boundedResolver(world.resolver, lookUps.rings);
      const orElse = <T>(work: Promise<T>, otherwise: T) => surely(work, otherwise, all.rings, world.log);
      const [spf, { dkim, arc }] = await Promise.all([
        spfOf(mail, (question) => orElse(world.checks.spf(question, resolver), { result: 'temperror' })),
        signaturesOf(mail, () => orElse(world.checks.signatures(mail, resolver), notKnown)),
      ]);
      const authors = authorsOf(mail.header);
      const dmarc = await orElse(evaluateDmarc(authors, { spf, dkim }, resolver), { result: 'temperror' });
      const seal = arc === 'pass' ? lastSeal(mail.header) : undefined;
      return { spf, dkim, arc, dmarc, ...(seal && { seal }) };
    } finally {
      lookUps.cancel();
      all.cancel();
    }
  };
}

/** There are signatures, and what they are worth could not be found out. */
const notKnown: Signatures = {
  dkim: [{ result: 'temperror', domain: '', selector: '' }],
  arc: 'temperror',
};

async function spfOf(
  { ip, greetingName, reversePath }: UnprovenMail,
  check: (question: SpfQuestion) => Promise<SpfAnswer>,
): Promise<SpfVerdict> {
  // RFC 7208 §2.4
  const identity = reversePath === NULL_PATH ? 'helo' : 'mailfrom';
  const localPart = reversePath === NULL_PATH ? 'postmaster' : reversePath.localPart;
  const domain = checkable(reversePath === NULL_PATH ? greetingName : reversePath.domain);
  // RFC 7208 §4.3: an address literal, or a single label, has no policy.
  if (domain === undefined) return { result: 'none', identity };
  return { ...(await check({ ip, greetingName, sender: `${localPart}@${domain}` })), domain, identity };
}

function checkable(text: MailDomain | string): string | undefined {
  const parsed = parseDomain(text);
  return parsed.ok && parsed.value.includes('.') ? parsed.value : undefined;
}

/** What is not signed costs no more than this look. */
async function signaturesOf({ header }: UnprovenMail, check: () => Promise<Signatures>): Promise<Signatures> {
  return header.has('DKIM-Signature') || header.has('ARC-Seal') ? await check() : { dkim: [], arc: 'none' };
}

function surely<T>(work: Promise<T>, otherwise: T, isOver: Promise<unknown>, log: Log): Promise<T> {
  const safe = work.catch((error: unknown) => {
    log.warn('a mail could not be authenticated', { error });
    return otherwise;
  });
  return Promise.race([safe, isOver.then(() => otherwise)]);
}

function alarm(clock: Clock, inMs: number): { readonly rings: Promise<void>; cancel(): void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { rings: promise, cancel: clock.schedule(later(clock.now(), inMs), resolve) };
}
