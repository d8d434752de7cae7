import type { StatusCode } from '../../envelope/status-code.ts';

/**
 * The enhanced status codes that mean something, by subject and detail: those of RFC 3463 and of the registry that RFC 5248 began.
 * What they mean stands in the catalogues of the languages (`code.1.1`).
 */
export const registeredCodes = [
  // RFC 3463 §3.1
  '0.0',
  // RFC 3463 §3.2: the addresses
  '1.0',
  '1.1',
  '1.2',
  '1.3',
  '1.4',
  '1.5',
  '1.6',
  '1.7',
  '1.8',
  // RFC 3886
  '1.9',
  // RFC 7505
  '1.10',
  // RFC 3463 §3.3: the mailbox
  '2.0',
  '2.1',
  '2.2',
  '2.3',
  '2.4',
  // RFC 3463 §3.4: the mail system of the destination
  '3.0',
  '3.1',
  '3.2',
  '3.3',
  '3.4',
  '3.5',
  // RFC 6710
  '3.6',
  // RFC 3463 §3.5: the way there
  '4.0',
  '4.1',
  '4.2',
  '4.3',
  '4.4',
  '4.5',
  '4.6',
  '4.7',
  // RFC 3463 §3.6: the protocol
  '5.0',
  '5.1',
  '5.2',
  '5.3',
  '5.4',
  '5.5',
  // RFC 4954
  '5.6',
  // RFC 3463 §3.7: the content
  '6.0',
  '6.1',
  '6.2',
  '6.3',
  '6.4',
  '6.5',
  // RFC 4468
  '6.6',
  // RFC 6531 §3.5
  '6.7',
  '6.8',
  '6.9',
  '6.10',
  // RFC 3463 §3.8: security and policy
  '7.0',
  '7.1',
  '7.2',
  '7.3',
  '7.4',
  '7.5',
  '7.6',
  '7.7',
  // RFC 4954
  '7.8',
  '7.9',
  // RFC 5248, RFC 4954
  '7.10',
  '7.11',
  '7.12',
  '7.13',
  '7.14',
  // RFC 6710
  '7.15',
  '7.16',
  // RFC 7293
  '7.17',
  '7.18',
  '7.19',
  // RFC 7372
  '7.20',
  '7.21',
  '7.22',
  '7.23',
  '7.24',
  '7.25',
  '7.26',
  // RFC 7505
  '7.27',
  '7.28',
  // RFC 8617
  '7.29',
  // RFC 8689
  '7.30',
] as const;

/** Subject and detail of a registered code: `1.1` of 4.1.1 and 5.1.1. */
export type StatusMeaning = (typeof registeredCodes)[number];

/** Of a code that is not registered, the meaning of its subject; if that has none either, nothing is known. */
export function meaningOf(status: StatusCode): StatusMeaning {
  const [, subject = '0'] = status.split('.');
  return registeredMeaningOf(status) ?? known(`${Number(subject)}.0`) ?? '0.0';
}

export function registeredMeaningOf(status: StatusCode): StatusMeaning | undefined {
  const [, subject, detail] = status.split('.').map(Number);
  return known(`${subject}.${detail}`);
}

const codes: ReadonlySet<string> = new Set(registeredCodes);

const known = (key: string): StatusMeaning | undefined =>
  codes.has(key) ? (key as StatusMeaning) : undefined;
