import type { Reply } from '../../envelope/reply.ts';

/** What a host said of itself in its answer to EHLO (RFC 5321 §4.1.1.1), as far as a client makes use of it. */
export interface Offer {
  readonly pipelining: boolean;
  readonly eightBitMime: boolean;
  readonly smtpUtf8: boolean;
  readonly dsn: boolean;
  /** A reply for each recipient after the content (draft-hall-prdr). */
  readonly prdr: boolean;
  readonly startTls: boolean;
  readonly size: boolean;
  /** The largest message that it ever takes, in octets (RFC 1870 §4); undefined if it did not say. */
  readonly sizeMax?: number;
  /** SASL mechanisms, in upper case. */
  readonly authMechanisms: readonly string[];
  /** Recipients in one transaction: RCPTMAX (RFC 9422). */
  readonly recipientsMax?: number;
  /** Transactions in one session: MAILMAX (RFC 9422). */
  readonly transactionsMax?: number;
}

/** All that one may expect of a host that knows only HELO. */
export const NOTHING_OFFERED: Offer = {
  pipelining: false,
  eightBitMime: false,
  smtpUtf8: false,
  dsn: false,
  prdr: false,
  startTls: false,
  size: false,
  authMechanisms: [],
};

/** Reads the reply to EHLO. Its first line names the host; keywords are known in any case, unknown ones passed over. */
export function readOffer(ehloReply: Reply): Offer {
  const keywords = new Map<string, string[]>();
  for (const line of ehloReply.lines.slice(1)) {
    // Before RFC 4954 some hosts said "AUTH=LOGIN", and some still say both.
    const [keyword = '', ...values] = line
      .trim()
      .replace(/^auth=/i, 'AUTH ')
      .split(/\s+/);
    const name = keyword.toUpperCase();
    keywords.set(name, [...(keywords.get(name) ?? []), ...values]);
  }
  const limits = keywords.get('LIMITS') ?? [];
  return {
    pipelining: keywords.has('PIPELINING'),
    eightBitMime: keywords.has('8BITMIME'),
    smtpUtf8: keywords.has('SMTPUTF8'),
    dsn: keywords.has('DSN'),
    prdr: keywords.has('PRDR'),
    startTls: keywords.has('STARTTLS'),
    size: keywords.has('SIZE'),
    ...optional('sizeMax', sizeMaxOf(keywords.get('SIZE'))),
    authMechanisms: (keywords.get('AUTH') ?? []).map((mechanism) => mechanism.toUpperCase()),
    ...optional('recipientsMax', limitOf(limits, 'RCPTMAX')),
    ...optional('transactionsMax', limitOf(limits, 'MAILMAX')),
  };
}

/** RFC 1870 §3: zero, or no number, means that there is no fixed maximum. */
function sizeMaxOf(values: readonly string[] | undefined): number | undefined {
  const value = values?.[0] ?? '';
  return /^\d{1,20}$/.test(value) && Number(value) > 0 ? Number(value) : undefined;
}

function limitOf(limits: readonly string[], name: string): number | undefined {
  for (const limit of limits) {
    const [, limitName = '', value] = /^([A-Za-z0-9-]+)=([1-9]\d{0,5})$/.exec(limit) ?? [];
    if (limitName.toUpperCase() === name) return Number(value);
  }
  return undefined;
}

function optional<K extends string, V>(name: K, value: V | undefined): { [P in K]?: V } {
  return value === undefined ? {} : ({ [name]: value } as { [P in K]?: V });
}
