/** What became of one comparison with the DNS. */
export interface Finding {
  readonly about: About;
  /** The name in the DNS. */
  readonly name: string;
  readonly verdict: Verdict;
  /** What is there, in a sentence or two. */
  readonly says: string;
  /** What to do now. */
  readonly todo?: string;
  /** The record that should be there. */
  readonly record?: DnsRecord;
}

export type About = 'MX' | 'SPF' | 'DKIM' | 'DMARC' | 'address' | 'reverse name';

/**
 * `right`; `missing`; `wrong`: there is something, and it does harm or does not do; `unknown`: the DNS did not say for the time
 * being; `advice`: it works, and could be better.
 */
export type Verdict = 'right' | 'missing' | 'wrong' | 'unknown' | 'advice';

/** A record as a zone file has it. */
export interface DnsRecord {
  /** Without the dot at its end. */
  readonly name: string;
  readonly type: 'A' | 'AAAA' | 'MX' | 'PTR' | 'TXT';
  /** Of TXT the text, in any length; else what stands in the zone file. */
  readonly data: string;
}

/** Whether somebody has to act, or look again. */
export const isTrouble = ({ verdict }: Finding): boolean => verdict !== 'right' && verdict !== 'advice';

type Facts = Pick<Finding, 'about' | 'name'>;

/** Makes findings about one record. */
export const findingsAbout = (facts: Facts) => ({
  right: (says: string): Finding => ({ ...facts, verdict: 'right', says }),
  advice: (says: string, todo: string): Finding => ({ ...facts, verdict: 'advice', says, todo }),
  wrong: (says: string, todo: string, record?: DnsRecord): Finding => ({
    ...facts,
    verdict: 'wrong',
    says,
    todo,
    ...(record && { record }),
  }),
  missing: (says: string, todo: string, record?: DnsRecord): Finding => ({
    ...facts,
    verdict: 'missing',
    says,
    todo,
    ...(record && { record }),
  }),
  unknown: (why: string): Finding => ({
    ...facts,
    verdict: 'unknown',
    says: `The DNS does not say now: ${why}.`,
    todo: 'Nothing is known to be wrong. Ask again later; if that does not help, look at the name servers of the domain, and at "dns.servers" in the configuration of this one.',
  }),
});
