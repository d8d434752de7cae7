import { generateKeyPairSync } from 'node:crypto';
import { dkimSign } from 'mailauth/lib/dkim/sign.js';
import { type Bytes, fromUtf8, toBuffer } from '../../../base/bytes.ts';

/** Somebody who signs mail. */
export interface Signer {
  readonly domain: string;
  readonly selector: string;
  /** What stands under `selector._domainkey.domain`. */
  readonly record: string;
  /** The mail with the signature at its top. */
  sign(mail: string, options?: { readonly maxBodyLength?: number }): Promise<Bytes>;
}

export function signer(domain: string, selector = 's1', algorithm: 'rsa' | 'ed25519' = 'ed25519'): Signer {
  const { publicKey, privateKey } =
    algorithm === 'rsa'
      ? generateKeyPairSync('rsa', { modulusLength: 2048 })
      : generateKeyPairSync('ed25519');
  const spki = publicKey.export({ type: 'spki', format: 'der' });
  // RFC 8463 §4: of an Ed25519 key the 32 octets alone.
  const key = (algorithm === 'rsa' ? spki : spki.subarray(-32)).toString('base64');
  return {
    domain,
    selector,
    record: `v=DKIM1; k=${algorithm}; p=${key}`,
    async sign(mail, options = {}) {
      const signatureData = [
        {
          signingDomain: domain,
          selector,
          privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
          algorithm: `${algorithm}-sha256`,
          ...options,
        },
      ];
      const { signatures, errors } = await dkimSign(toBuffer(fromUtf8(mail)), { signatureData } as never);
      if (errors.length > 0) throw errors[0]?.err;
      return fromUtf8(signatures + mail);
    },
  };
}
