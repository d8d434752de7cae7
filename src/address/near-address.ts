import type { Domain } from './domain.ts';
import { type MailboxAddress, mailboxAddress, mailboxKey } from './mailbox-address.ts';

/** Candidates that are worth showing: more would be a guess told as a choice. */
export const nearAddressesMax = 3;

/**
 * Domains of which every sender knows people, and that everybody mistypes. A domain that is one slip away from one of these, and
 * is none of them itself, is taken for a mistake.
 */
const commonDomains = [
  ...['gmail.com', 'googlemail.com', 'outlook.com', 'hotmail.com', 'live.com', 'msn.com', 'yahoo.com'],
  ...['ymail.com', 'aol.com', 'icloud.com', 'me.com', 'mac.com', 'proton.me', 'protonmail.com', 'zoho.com'],
  ...['gmx.de', 'gmx.net', 'gmx.com', 'gmx.at', 'gmx.ch', 'web.de', 't-online.de', 'freenet.de', 'posteo.de'],
  ...[
    'mailbox.org',
    'orange.fr',
    'wanadoo.fr',
    'laposte.net',
    'free.fr',
    'sfr.fr',
    'libero.it',
    'tiscali.it',
  ],
  ...['virgilio.it', 'wp.pl', 'o2.pl', 'onet.pl', 'interia.pl', 'uol.com.br', 'bol.com.br', 'terra.com.br'],
  ...['yahoo.co.uk', 'yahoo.co.jp', 'hotmail.co.uk', 'hotmail.fr', 'btinternet.com', 'docomo.ne.jp'],
  ...['mail.ru', 'yandex.ru', 'qq.com', '163.com', '126.com', 'comcast.net', 'verizon.net', 'att.net'],
] as readonly string[] as readonly Domain[];

/** A shorter one is near to many that are right. */
const commonDomainLengthMin = 6;

/**
 * What a mistyped address may have meant: addresses of `known` that are one slip away from it (two, where it is long), the nearest
 * first, those of equal distance in the order of `known`; then the same local part at a common domain.
 */
export function nearAddresses(
  mistyped: MailboxAddress,
  known: readonly MailboxAddress[],
): readonly MailboxAddress[] {
  const key = mailboxKey(mistyped);
  const slips = known
    .map((address) => ({ address, distance: distanceOf(mistyped, address) }))
    .filter(({ distance }) => distance <= slipsMax(key))
    .sort((a, b) => a.distance - b.distance)
    .map(({ address }) => address);
  const domain = nearCommonDomain(mistyped);
  const candidates = domain === undefined ? slips : [...slips, mailboxAddress(mistyped.localPart, domain)];
  const seen = new Set([key]);
  const distinct = candidates.filter((each) => !seen.has(mailboxKey(each)) && seen.add(mailboxKey(each)));
  return distinct.slice(0, nearAddressesMax);
}

/** A short address is one slip away from many that have nothing to do with it. */
const slipsMax = (key: string): number => (key.length >= 15 ? 2 : 1);

/**
 * The dots and the separators of a local part are forgotten more easily than its letters, and the last label of a domain is
 * remembered wrongly as a whole: either counts as one slip.
 */
function distanceOf(mistyped: MailboxAddress, known: MailboxAddress): number {
  const [a, b] = [mailboxKey(mistyped), mailboxKey(known)];
  const slips = slipsBetween(a, b, 2);
  if (slips <= 1) return slips;
  const isSameDomain = mistyped.domain === known.domain;
  if (isSameDomain && joined(mistyped) === joined(known)) return 1;
  const isSameLocal = mistyped.localPart.toLowerCase() === known.localPart.toLowerCase();
  return isSameLocal && withoutLast(mistyped.domain) === withoutLast(known.domain) ? 1 : slips;
}

const joined = ({ localPart }: MailboxAddress): string => localPart.toLowerCase().replace(/[._-]/g, '');
const withoutLast = (domain: string): string => domain.slice(0, domain.lastIndexOf('.'));

function nearCommonDomain({ domain }: MailboxAddress): Domain | undefined {
  if ((commonDomains as readonly string[]).includes(domain)) return undefined;
  return commonDomains.find(
    (common) => common.length >= commonDomainLengthMin && slipsBetween(domain, common, 1) <= 1,
  );
}

/**
 * How many slips make the one of the other: a letter too many, too few, wrong, or two neighbours exchanged (optimal string
 * alignment distance). What exceeds `max` is told as `max + 1`.
 */
export function slipsBetween(a: string, b: string, max: number): number {
  if (Math.abs(a.length - b.length) > max) return max + 1;
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const isSame = a[i - 1] === b[j - 1];
      const isExchanged = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      next.push(
        Math.min(
          (row[j] ?? 0) + 1,
          (next[j - 1] ?? 0) + 1,
          (row[j - 1] ?? 0) + (isSame ? 0 : 1),
          isExchanged ? (before[j - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
        ),
      );
    }
    if (Math.min(...next) > max) return max + 1;
    before = row;
    row = next;
  }
  return Math.min(row[b.length] ?? 0, max + 1);
}
