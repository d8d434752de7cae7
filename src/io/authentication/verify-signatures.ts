import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { arc } from 'mailauth/lib/arc/index.js';
import { dkimVerify } from 'mailauth/lib/dkim/verify.js';
import type { Body, Signatures, SignedMail } from '../../authentication/authenticate.ts';
import { signaturesMax } from '../../authentication/results-field.ts';
import type { ArcResult, DkimResult, DkimVerdict } from '../../authentication/verdict.ts';
import { type Bytes, concat, toBuffer } from '../../base/bytes.ts';
import { printable } from '../../base/printable.ts';
import { parseTagList } from '../../message/dkim/tag-list.ts';
import { type Field, parseHeader } from '../../message/fields.ts';
import type { NodeResolve } from './node-answers.ts';

/** What mailauth says of one signature, as far as we look. */
interface SignatureFound {
  readonly signingDomain?: string;
  readonly selector?: string;
  readonly algo?: string;
  readonly status: { readonly result: string; readonly underSized?: number };
}

/** Verifies what is signed (RFC 6376, RFC 8617). Takes milliseconds of the processor for each 100 KiB: it belongs in a worker. */
export async function verifySignatures(mail: SignedMail, resolver: NodeResolve): Promise<Signatures> {
  const { headerSection, malformed, seals } = withoutSurplus(mail.headerSection);
  const input = Readable.from(octets(headerSection, mail.body));
  const options = { resolver, minBitLength: 1024, rejectRsaSha1: true, strict: false };
  const verified = (await dkimVerify(input, options as never)) as unknown as {
    readonly results: readonly SignatureFound[];
    readonly arc?: unknown;
  };
  const dkim = verified.results.filter(({ signingDomain }) => signingDomain !== undefined).map(dkimVerdict);
  const arc = await arcVerdict(verified.arc, options);
  return {
    dkim: [...dkim, ...Array<DkimVerdict>(malformed).fill({ result: 'permerror', domain: '', selector: '' })],
    // What has parts of a chain, and none that is whole, is no mail without a chain.
    arc: seals === 'malformed' || (seals === 'whole' && arc === 'none') ? 'fail' : arc,
  };
}

async function arcVerdict(chain: unknown, options: object): Promise<ArcResult> {
  if (chain === undefined) return 'none';
  const { status } = (await arc(chain as never, options as never)) as {
    readonly status: { readonly result: string };
  };
  return status.result === 'pass' || status.result === 'none' ? status.result : 'fail';
}

function dkimVerdict({ signingDomain = '', selector = '', algo, status }: SignatureFound): DkimVerdict {
  const result = dkimResults.find((each) => each === status.result) ?? 'permerror';
  return {
    // RFC 6376 §8.2: what was added behind the octets that are signed can be by anybody.
    result: result === 'pass' && (status.underSized ?? 0) > 0 ? 'policy' : result,
    domain: bounded(signingDomain).toLowerCase(),
    selector: bounded(selector),
    ...(algorithms.includes(algo ?? '') && { algorithm: algo ?? '' }),
  };
}

/** RFC 8301 §3.1, RFC 8463 §3; and what RFC 8301 took away, so that it is seen why it does not pass. */
const algorithms: readonly string[] = ['rsa-sha256', 'ed25519-sha256', 'rsa-sha1'];

const dkimResults: readonly DkimResult[] = ['pass', 'fail', 'policy', 'neutral', 'temperror', 'permerror'];

/** RFC 1035 §2.3.4: no longer name is one. */
const bounded = (text: string): string => printable(text, 253);

/** RFC 6376 §3.5; RFC 8617 §4.1.2, §4.1.3. Names of tags have a case. */
const requiredTags: Readonly<Record<string, readonly string[]>> = {
  'dkim-signature': ['v', 'a', 'b', 'bh', 'd', 'h', 's'],
  'arc-message-signature': ['i', 'a', 'b', 'bh', 'd', 'h', 's'],
  'arc-seal': ['i', 'a', 'b', 'cv', 'd', 's'],
};

/** A header section as it goes to mailauth, and what was left out of it. */
interface Sifted {
  readonly headerSection: Bytes;
  /** Signatures that are no lists of tags, or lack one. */
  readonly malformed: number;
  /** The fields of ARC that are signed. */
  readonly seals: 'none' | 'whole' | 'malformed';
}

/**
 * RFC 6376 §6.1 allows a bound on signatures. Those at the top are the latest; the fields of the others are left out, and so are
 * those that cannot be read (§3.2), which mailauth forgives.
 */
function withoutSurplus(headerSection: Bytes): Sifted {
  const header = parseHeader(headerSection);
  const named = (name: string) => header.fields.filter((field) => field.name.toLowerCase() === name);
  const isWhole = (field: Field): boolean => {
    const tags = parseTagList(header.valueOf(field));
    return tags !== undefined && (requiredTags[field.name.toLowerCase()] ?? []).every((tag) => tags.has(tag));
  };
  const signatures = named('dkim-signature');
  const kept = signatures.slice(0, signaturesMax).filter(isWhole);
  const sets = [...named('arc-seal'), ...named('arc-message-signature')];
  return {
    headerSection: without(
      headerSection,
      signatures.filter((field) => !kept.includes(field)),
    ),
    malformed: Math.min(signatures.length, signaturesMax) - kept.length,
    seals: sets.length === 0 ? 'none' : sets.every(isWhole) ? 'whole' : 'malformed',
  };
}

function without(headerSection: Bytes, fields: readonly Field[]): Bytes {
  if (fields.length === 0) return headerSection;
  const kept: Bytes[] = [];
  let at = 0;
  for (const { start, end } of fields) {
    kept.push(headerSection.subarray(at, start));
    at = end;
  }
  return concat([...kept, headerSection.subarray(at)]);
}

async function* octets(headerSection: Bytes, body: Body): AsyncIterable<Bytes> {
  yield toBuffer(headerSection);
  if (body.kind === 'bytes') yield toBuffer(body.bytes);
  else if (body.sizeBytes > 0)
    yield* createReadStream(body.path, { start: body.offset, end: body.offset + body.sizeBytes - 1 });
}
