import { createPrivateKey, createPublicKey, generateKeyPair, type KeyObject, sign } from 'node:crypto';
import { promisify } from 'node:util';
import type { Bytes } from '../base/bytes.ts';

export type SignatureKeyType = 'rsa' | 'ed25519';

/** RFC 8301 §3.2: signers use 2048 bits. More would not fit everywhere, and take much longer. */
const rsaBits = 2048;

/** A private key, ready to sign. */
export interface SignatureKey {
  readonly type: SignatureKeyType;
  /** PKCS #8, PEM. A secret. */
  readonly pem: string;
  /** Of RSA a SubjectPublicKeyInfo in DER; of Ed25519 the 32 octets of the key. */
  readonly publicKey: Bytes;
  /** RSASSA-PKCS1-v1_5 with SHA-256, or PureEdDSA; in a thread of its own. */
  readonly sign: (data: Bytes) => Promise<Bytes>;
}

/** Makes a key. RSA takes a few tenths of a second, in a thread of its own. */
export async function makeSignatureKey(type: SignatureKeyType): Promise<SignatureKey> {
  const { privateKey } =
    type === 'rsa'
      ? await promisify(generateKeyPair)('rsa', { modulusLength: rsaBits })
      : await promisify(generateKeyPair)('ed25519');
  return signatureKey(type, privateKey);
}

/** Reads a private key. Undefined if it is none of the two types, or none at all. */
export function readSignatureKey(pem: string): SignatureKey | undefined {
  try {
    const key = createPrivateKey(pem);
    const type = key.asymmetricKeyType;
    return type === 'rsa' || type === 'ed25519' ? signatureKey(type, key) : undefined;
  } catch {
    return undefined;
  }
}

function signatureKey(type: SignatureKeyType, key: KeyObject): SignatureKey {
  const info = createPublicKey(key).export({ type: 'spki', format: 'der' });
  return {
    type,
    pem: key.export({ type: 'pkcs8', format: 'pem' }).toString(),
    // The key stands at the end of its SubjectPublicKeyInfo.
    publicKey: type === 'rsa' ? info : info.subarray(-ed25519Bytes),
    sign: (data) =>
      new Promise((resolve, reject) => {
        sign(type === 'rsa' ? 'sha256' : null, data, key, (error, signature) =>
          error ? reject(error) : resolve(signature),
        );
      }),
  };
}

const ed25519Bytes = 32;
