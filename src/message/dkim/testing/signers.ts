/** Keys for tests, and mailauth as a verifier that is not ours. */
import { createPrivateKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { dkimVerify } from 'mailauth/lib/dkim/verify.js';
import type { Domain } from '../../../address/domain.ts';
import type { Bytes } from '../../../base/bytes.ts';
import { keyRecordName, keyRecordText } from '../key-record.ts';
import { MessageDigest } from '../message-digest.ts';
import type { DkimAlgorithm, DkimSigner } from '../sign.ts';

export interface TestSigner extends DkimSigner {
  /** The name and the text of its record. */
  readonly record: readonly [name: string, text: string];
}

export const signWith =
  (algorithm: DkimAlgorithm, key: KeyObject): DkimSigner['sign'] =>
  async (data) =>
    sign(algorithm === 'rsa-sha256' ? 'sha256' : null, data, key);

export function testSigner(algorithm: DkimAlgorithm, domain: string): TestSigner {
  const isRsa = algorithm === 'rsa-sha256';
  const options = { publicKeyEncoding: { type: 'spki', format: 'der' } as const };
  const privateKeyEncoding = { type: 'pkcs8', format: 'pem' } as const;
  const { privateKey, publicKey } = isRsa
    ? generateKeyPairSync('rsa', { ...options, privateKeyEncoding, modulusLength: 2048 })
    : generateKeyPairSync('ed25519', { ...options, privateKeyEncoding });
  const selector = isRsa ? 'r' : 'e';
  return {
    domain: domain as Domain,
    selector,
    algorithm,
    sign: signWith(algorithm, createPrivateKey(privateKey)),
    record: [
      keyRecordName(selector, domain as Domain),
      keyRecordText(algorithm, isRsa ? publicKey : publicKey.subarray(-32)),
    ],
  };
}

export function digestOf(message: Bytes, pieceBytes = message.length) {
  const digest = new MessageDigest();
  for (let at = 0; at < message.length; at += pieceBytes) digest.push(message.subarray(at, at + pieceBytes));
  const digested = digest.end();
  if (!digested) throw new Error('the header section is too long');
  return digested;
}

/** What mailauth says of each signature, the uppermost first: `ed25519-sha256 pass`. */
export async function verdicts(
  message: Bytes,
  signers: readonly Pick<TestSigner, 'record'>[],
): Promise<readonly string[]> {
  const records = new Map(signers.map(({ record }) => record));
  const resolver = async (name: string) => {
    const text = records.get(name);
    if (text === undefined) throw Object.assign(new Error(`no ${name}`), { code: 'ENOTFOUND' });
    return [text.match(/.{1,255}/g) ?? []];
  };
  const { results } = await dkimVerify(Buffer.from(message), { resolver });
  return results.map(
    ({ algo, status }) => `${algo} ${status.result}${status.comment ? ` (${status.comment})` : ''}`,
  );
}
