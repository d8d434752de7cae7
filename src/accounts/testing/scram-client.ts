/** The client's side of SCRAM-SHA-256 (RFC 5802 §3), for tests. Takes the password as it is, prepared. */
import { type Bytes, fromBase64, fromUtf8, toBase64, utf8 } from '../../base/bytes.ts';
import { hmacSha256, pbkdf2Sha256, sha256 } from '../../base/hash.ts';

export interface ScramClientOptions {
  readonly username: string;
  readonly password: string;
  readonly nonce?: string;
  readonly gs2Header?: string;
}

export function scramClient({
  username,
  password,
  nonce = 'rOprNGfwEbeRWgbNEkqO',
  gs2Header = 'n,,',
}: ScramClientOptions) {
  const escaped = username.replaceAll('=', '=3D').replaceAll(',', '=2C');
  const bare = `n=${escaped},r=${nonce}`;
  let serverSignature: Bytes = new Uint8Array();

  return {
    first: (): Bytes => fromUtf8(gs2Header + bare),

    /** @param sent what the message says instead of the truth; the proof is made for it */
    final(serverFirst: Bytes, sent: { nonce?: string; gs2Header?: string } = {}): Bytes {
      const text = utf8(serverFirst);
      const [, wholeNonce = '', salt = '', iterations = ''] =
        /^r=([^,]+),s=([^,]+),i=(\d+)$/.exec(text) ?? [];
      const salted = pbkdf2Sha256(
        fromUtf8(password),
        fromBase64(salt) ?? new Uint8Array(),
        Number(iterations),
      );
      const clientKey = hmacSha256(salted, fromUtf8('Client Key'));
      const binding = toBase64(fromUtf8(sent.gs2Header ?? gs2Header));
      const withoutProof = `c=${binding},r=${sent.nonce ?? wholeNonce}`;
      const authMessage = fromUtf8(`${bare},${text},${withoutProof}`);
      const signature = hmacSha256(sha256(clientKey), authMessage);
      serverSignature = hmacSha256(hmacSha256(salted, fromUtf8('Server Key')), authMessage);
      const proof = clientKey.map((octet, i) => octet ^ (signature[i] ?? 0));
      return fromUtf8(`${withoutProof},p=${toBase64(proof)}`);
    },

    /** True if the server has proved that it knows the verifier. */
    trusts: (serverFinal: Bytes): boolean => utf8(serverFinal) === `v=${toBase64(serverSignature)}`,
  };
}
