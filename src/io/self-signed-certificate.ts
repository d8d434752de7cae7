import {
  createHash,
  createPrivateKey,
  generateKeyPairSync,
  randomBytes,
  sign,
  X509Certificate,
} from 'node:crypto';
import { parseIp } from '../address/ip.ts';
import { dayMs } from '../base/instant.ts';
import * as der from './der.ts';

/** A certificate and its private key, both PEM. */
export interface CertificateAndKey {
  readonly certificate: string;
  readonly key: string;
}

const validityMs = 3_650 * dayMs;

const ecdsaWithSha256 = der.sequence(der.objectIdentifier('1.2.840.10045.4.3.2'));
const commonName = der.objectIdentifier('2.5.4.3');
const subjectAltName = der.objectIdentifier('2.5.29.17');
const basicConstraints = der.objectIdentifier('2.5.29.19');
const subjectKeyIdentifier = der.objectIdentifier('2.5.29.14');

/**
 * Makes a P-256 key and an X.509 certificate for it, signed by itself (RFC 5280), valid for ten years. Enough for encryption
 * among strangers on port 25, and for a first try; mail programs will ask whether to trust it.
 * @param names host names and IP addresses; the first is the subject
 */
export function makeSelfSignedCertificate(names: readonly string[], nowMs: number): CertificateAndKey {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const publicKeyInfo = publicKey.export({ type: 'spki', format: 'der' });
  const name = der.sequence(der.set(der.sequence(commonName, der.utf8String(names[0] ?? 'localhost'))));
  const toBeSigned = der.sequence(
    der.tagged(0, der.integer(Buffer.of(2)), true),
    der.integer(Buffer.concat([Buffer.of(1), randomBytes(15)])),
    ecdsaWithSha256,
    name,
    der.sequence(der.time(new Date(nowMs - dayMs)), der.time(new Date(nowMs + validityMs))),
    name,
    publicKeyInfo,
    der.tagged(3, der.sequence(...extensions(names, publicKeyInfo)), true),
  );
  const signature = der.bitString(sign('sha256', toBeSigned, privateKey));
  const certificate = new X509Certificate(der.sequence(toBeSigned, ecdsaWithSha256, signature));
  return {
    certificate: certificate.toString(),
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

/** True if the two belong together. @throws if either is not PEM of its kind */
export function isKeyOf({ certificate, key }: CertificateAndKey): boolean {
  return new X509Certificate(certificate).checkPrivateKey(createPrivateKey(key));
}

function extensions(names: readonly string[], publicKeyInfo: Buffer): Buffer[] {
  const keyId = createHash('sha1').update(publicKeyInfo).digest();
  return [
    der.sequence(subjectAltName, der.octetString(der.sequence(...names.map(generalName)))),
    // It must be a CA to be taken as the trust anchor of itself by those who pin it.
    der.sequence(basicConstraints, der.boolean(true), der.octetString(der.sequence(der.boolean(true)))),
    der.sequence(subjectKeyIdentifier, der.octetString(der.octetString(keyId))),
  ];
}

/** GeneralName: iPAddress [7] or dNSName [2] (RFC 5280 §4.2.1.6) */
function generalName(name: string): Buffer {
  const ip = parseIp(name);
  if (ip === undefined) return der.tagged(2, Buffer.from(name, 'latin1'), false);
  return der.tagged(7, Buffer.from(ipOctets(ip)), false);
}

function ipOctets(ip: string): number[] {
  if (!ip.includes(':')) return ip.split('.').map(Number);
  const [head = '', tail = ''] = ip.split('::');
  const groups = (half: string) =>
    half === '' ? [] : half.split(':').map((group) => Number.parseInt(group, 16));
  const [before, after] = [groups(head), groups(tail)];
  const all = [...before, ...Array<number>(8 - before.length - after.length).fill(0), ...after];
  return all.flatMap((group) => [group >> 8, group & 255]);
}
