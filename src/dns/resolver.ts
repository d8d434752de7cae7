/**
 * The port of the DNS: one question, one answer. A resolver never rejects and never throws; whatever a server does to us, the
 * answer is at worst a `failure`.
 */
import type { IpAddress } from '../address/ip.ts';
import type { Bytes } from '../base/bytes.ts';
import type { DnsName } from './name.ts';

export interface Resolver {
  /** Asks for the records of one type. Aliases (CNAME) are followed, unless the type is CNAME. */
  query<T extends RecordType>(name: DnsName, type: T): Promise<DnsAnswer<T>>;
}

/** What a record of each type says. */
export interface RecordData {
  readonly A: IpAddress;
  readonly AAAA: IpAddress;
  readonly CNAME: DnsName;
  readonly MX: MxRecord;
  readonly PTR: DnsName;
  readonly TLSA: TlsaRecord;
  /** The strings of one record, each octet as the character of the same number. */
  readonly TXT: readonly string[];
}

export type RecordType = keyof RecordData;

export interface MxRecord {
  /** Lower is tried first (RFC 5321 §5.1). */
  readonly preference: number;
  readonly exchange: DnsName;
}

/** RFC 6698 §2.1 */
export interface TlsaRecord {
  readonly usage: number;
  readonly selector: number;
  readonly matchingType: number;
  readonly certificate: Bytes;
}

export type DnsAnswer<T extends RecordType> = FoundRecords<T> | Negative | LookUpFailure;

export interface FoundRecords<T extends RecordType> extends Validity {
  readonly kind: 'records';
  /** At least one, in the order of the server. */
  readonly records: readonly RecordData[T][];
}

/** A definite no: the name exists without such records, or does not exist at all (NXDOMAIN). */
export interface Negative extends Validity {
  readonly kind: 'no-data' | 'no-such-domain';
}

interface Validity {
  /** For how long the answer may be kept; 0 for this use only. */
  readonly ttlSeconds: number;
  /** The server says that it validated all of this by DNSSEC (AD). Worth as much as the server and the way to it. */
  readonly authenticated: boolean;
}

/** Nothing is known; asking again later may help. */
export interface LookUpFailure {
  readonly kind: 'failure';
  readonly reason: FailureReason;
  /** A phrase for operators: which server, what it did. */
  readonly detail: string;
}

export type FailureReason =
  | 'servfail'
  | 'refused'
  | 'timeout'
  | 'unreachable'
  | 'malformed'
  /** Aliases in a circle, or too many in a row. */
  | 'alias-loop';

export const failure = (reason: FailureReason, detail: string): LookUpFailure => ({
  kind: 'failure',
  reason,
  detail,
});
