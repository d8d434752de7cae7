import { err, ok, type Result } from '../base/result.ts';
import { parseMailDomain } from './domain.ts';
import {
  type AddressSyntax,
  type MailboxAddress,
  octetLength,
  scanMailboxAddress,
} from './mailbox-address.ts';

/** The null reverse-path `<>`: mail that must never be answered by a notice (RFC 5321 §4.5.5). */
export const NULL_PATH = 'null-path';
export type ReversePath = typeof NULL_PATH | MailboxAddress;

/** `<Postmaster>` without a domain (RFC 5321 §4.1.1.3): the postmaster of whoever is asked. */
export const POSTMASTER = 'postmaster';
export type ForwardPath = typeof POSTMASTER | MailboxAddress;

/** True of the postmaster of any domain, in any case (RFC 5321 §4.5.1). */
export const isPostmaster = (address: MailboxAddress): boolean =>
  address.localPart.toLowerCase() === POSTMASTER;

/** As people are shown it: the address without angle brackets, or `<>`. */
export const pathText = (path: ReversePath | ForwardPath): string => {
  if (path === NULL_PATH) return '<>';
  return path === POSTMASTER ? path : path.text;
};

/** RFC 5321 §4.5.3.1.3, in octets, the angle brackets and a source route counted in. */
export const pathLengthMax = 256;

/** A path as found at the start of a command's argument, and what stood after it. */
export interface ScannedPath<P> {
  readonly path: P;
  readonly rest: string;
}

/** Reads `<>` or `<[source-route:]mailbox>`. The source route is read and dropped (RFC 5321 §4.1.1.2, appendix C). */
export function scanReversePath(text: string, syntax: AddressSyntax): Result<ScannedPath<ReversePath>> {
  if (text.startsWith('<>')) return ok({ path: NULL_PATH, rest: text.slice(2) });
  return scanPath(text, syntax);
}

/** Reads `<Postmaster>` in any case, or `<[source-route:]mailbox>`. */
export function scanForwardPath(text: string, syntax: AddressSyntax): Result<ScannedPath<ForwardPath>> {
  const postmaster = /^<postmaster>/i.exec(text);
  if (postmaster) return ok({ path: POSTMASTER, rest: text.slice(postmaster[0].length) });
  return scanPath(text, syntax);
}

function scanPath(text: string, syntax: AddressSyntax): Result<ScannedPath<MailboxAddress>> {
  if (!text.startsWith('<')) return err('the address is not in angle brackets');
  const route = scanSourceRoute(text);
  if (!route.ok) return route;
  const found = scanMailboxAddress(text, route.value, syntax);
  if (!found.ok) return found;
  const { address, end } = found.value;
  if (text[end] !== '>') return err('the address is malformed');
  if (octetLength(text.slice(0, end + 1)) > pathLengthMax)
    return err(`the path is longer than ${pathLengthMax} octets`);
  return ok({ path: address, rest: text.slice(end + 1) });
}

/** A-d-l = At-domain *( "," At-domain ), with its ":"; literals are taken as well (RFC 821 had them). */
const sourceRoute = /@(?:\[[^\]\s]*\]|[^\s:,@<>"[\]]+)(?:,@(?:\[[^\]\s]*\]|[^\s:,@<>"[\]]+))*:/y;

/** Answers where the mailbox begins. */
function scanSourceRoute(text: string): Result<number> {
  if (text[1] !== '@') return ok(1);
  sourceRoute.lastIndex = 1;
  const route = sourceRoute.exec(text)?.[0];
  if (route === undefined) return err('the source route is malformed');
  const hops = route.slice(1, -1).split(',@');
  return hops.every((hop) => parseMailDomain(hop).ok)
    ? ok(1 + route.length)
    : err('the source route is malformed');
}
