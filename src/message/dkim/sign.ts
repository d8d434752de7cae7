import type { Domain } from '../../address/domain.ts';
import { type Bytes, fromLatin1, toBase64 } from '../../base/bytes.ts';
import { sha256 } from '../../base/hash.ts';
import { type Instant, secondMs } from '../../base/instant.ts';
import { writeField } from '../write-fields.ts';
import type { DigestedMessage } from './message-digest.ts';
import { relaxed, relaxedField } from './relaxed-field.ts';
import { fieldsNamed, namesToSign } from './signed-fields.ts';

/** RFC 8301 §3.1 leaves RSA with SHA-256; RFC 8463 §3 adds Ed25519. */
export type DkimAlgorithm = 'rsa-sha256' | 'ed25519-sha256';

/** A key of a domain, ready to sign. */
export interface DkimSigner {
  readonly domain: Domain;
  readonly selector: string;
  readonly algorithm: DkimAlgorithm;
  /** RSASSA-PKCS1-v1_5 with SHA-256, or PureEdDSA, over these octets. May take milliseconds, but not of the thread that asks. */
  readonly sign: (data: Bytes) => Promise<Bytes>;
}

/**
 * The DKIM-Signature fields that are put before a message, one for each key, in the order of the keys (RFC 6376 §3.5, §5). No
 * field of a signature is signed by another. Rejects if a key cannot sign.
 */
export async function signatureFields(
  message: DigestedMessage,
  signers: readonly DkimSigner[],
  at: Instant,
): Promise<Bytes> {
  const names = namesToSign(message.header);
  const fields = await Promise.all(
    signers.map(async (signer) => {
      const tags = tagsOf(message, signer, names, at);
      const data = dataToSign(message, names, valueWith(tags, ''));
      return fieldOf(tags, toBase64(await signer.sign(octetsFor(signer.algorithm, data))));
    }),
  );
  return fromLatin1(fields.join(''));
}

/**
 * What a signature covers (RFC 6376 §3.7): the named fields, then the signature's own field with an empty `b` tag and without a
 * line end.
 * @param signatureValue the value of that field
 */
export function dataToSign(
  { header }: Pick<DigestedMessage, 'header'>,
  names: readonly string[],
  signatureValue: string,
): Bytes {
  const fields = fieldsNamed(header, names).map((field) => `${relaxedField(header.bytes, field)}\r\n`);
  return fromLatin1(fields.join('') + relaxed(fieldName, signatureValue));
}

/** RFC 8463 §3: Ed25519 signs the SHA-256 digest of the data, RSA the data itself (with SHA-256 as a part of it). */
export const octetsFor = (algorithm: DkimAlgorithm, data: Bytes): Bytes =>
  algorithm === 'ed25519-sha256' ? sha256(data) : data;

const fieldName = 'DKIM-Signature';

function tagsOf(
  { bodyHash }: DigestedMessage,
  { domain, selector, algorithm }: DkimSigner,
  names: readonly string[],
  at: Instant,
): readonly string[] {
  return [
    ...['v=1;', `a=${algorithm};`, 'c=relaxed/relaxed;', `d=${domain};`, `s=${selector};`],
    ...[`t=${Math.floor(at / secondMs)};`, ...pieces(`h=${names.join(':')};`, /.{1,70}(?:[:;]|$)/g)],
    `bh=${toBase64(bodyHash)};`,
  ];
}

/** A verifier takes out of the field what stands behind `b=`; where it was folded does not matter to the relaxed form. */
const valueWith = (tags: readonly string[], signature: string): string =>
  [...tags, `b=${signature}`].join(' ');

const fieldOf = (tags: readonly string[], signature: string): string =>
  writeField(fieldName, [...tags, ...pieces(`b=${signature}`, /.{1,72}/g)]);

/** RFC 6376 §3.5: FWS is allowed within base64, and behind a colon of `h`. */
const pieces = (text: string, piece: RegExp): readonly string[] => text.match(piece) ?? [];
