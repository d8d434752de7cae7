import type { Seal } from './arc-seal.ts';

/** What SPF, DKIM, DMARC and ARC say of a mail. It is stored with the message: who may be told of its fate is asked later. */

/** RFC 7208 §2.6 */
export type SpfResult = 'none' | 'neutral' | 'pass' | 'fail' | 'softfail' | 'temperror' | 'permerror';
/** RFC 8601 §2.7.1 */
export type DkimResult = 'pass' | 'fail' | 'policy' | 'neutral' | 'temperror' | 'permerror';
/** RFC 8617 §4.4; `temperror` where it could not be found out. */
export type ArcResult = 'none' | 'pass' | 'fail' | 'temperror';
/** RFC 9989 §5.3; RFC 8601 knows the same words. */
export type DmarcResult = 'none' | 'pass' | 'fail' | 'temperror' | 'permerror';
export type DmarcPolicy = 'none' | 'quarantine' | 'reject';

export interface SpfVerdict {
  readonly result: SpfResult;
  /** The domain that was checked, in lower case; absent where there was none to check. */
  readonly domain?: string;
  /** Whose domain: of the reverse-path or, where that is null, of the greeting (RFC 7208 §2.4). */
  readonly identity: 'mailfrom' | 'helo';
  /** What the domain says to a host that it excludes, in printable ASCII; absent where it was not asked. */
  readonly explanation?: string;
}

/** One signature. What it says of itself is bounded in length, and printable. */
export interface DkimVerdict {
  readonly result: DkimResult;
  /** The signing domain (d=), in lower case. */
  readonly domain: string;
  readonly selector: string;
  /** How it is signed (a=), such as `rsa-sha256`; absent where it is not known. */
  readonly algorithm?: string;
}

export interface DmarcVerdict {
  readonly result: DmarcResult;
  /** What the domain asks for in this case; absent without a record. */
  readonly policy?: DmarcPolicy;
  /** The author's domain; of several, the one that decided. Absent if there is none. */
  readonly domain?: string;
}

export interface Verdict {
  readonly spf: SpfVerdict;
  readonly dkim: readonly DkimVerdict[];
  readonly arc: ArcResult;
  /** Who sealed it last; where ARC passes. */
  readonly seal?: Seal;
  readonly dmarc: DmarcVerdict;
}
