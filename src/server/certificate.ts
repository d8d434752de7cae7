import { join } from 'node:path';
import { createSecureContext, type SecureContext } from 'node:tls';
import { readIfThere, writeDurably } from '../io/files.ts';
import { type CertificateAndKey, isKeyOf, makeSelfSignedCertificate } from '../io/self-signed-certificate.ts';
import type { Config } from './config.ts';
import { StartError } from './start-error.ts';

export interface ServerCertificate {
  readonly context: SecureContext;
  /** We made it ourselves: nobody but us vouches for it. */
  readonly isSelfSigned: boolean;
}

/**
 * The certificate that the configuration names; without one, a self-signed certificate that is made once and kept in the data
 * folder. @throws StartError
 */
export async function loadCertificate(
  config: Config,
  names: readonly string[],
  nowMs: number,
): Promise<ServerCertificate> {
  const { certificate, key } = config.tls;
  if (certificate !== undefined && key !== undefined) {
    const pair = {
      certificate: await readNamed(certificate, 'certificate'),
      key: await readNamed(key, 'key'),
    };
    return { context: contextOf(pair, `tls.certificate ${certificate}`), isSelfSigned: false };
  }
  const pair = await ownCertificate(config.data, names, nowMs);
  return { context: contextOf(pair, `${config.data}/tls`), isSelfSigned: true };
}

async function ownCertificate(
  folder: string,
  names: readonly string[],
  nowMs: number,
): Promise<CertificateAndKey> {
  const certificatePath = join(folder, 'tls-certificate.pem');
  const keyPath = join(folder, 'tls-key.pem');
  const certificate = await readIfThere(certificatePath);
  const key = await readIfThere(keyPath);
  if (certificate !== undefined && key !== undefined) return { certificate, key };
  const made = makeSelfSignedCertificate(names, nowMs);
  await writeDurably(keyPath, made.key);
  await writeDurably(certificatePath, made.certificate, 0o644);
  return made;
}

async function readNamed(path: string, what: 'certificate' | 'key'): Promise<string> {
  try {
    const text = await readIfThere(path);
    if (text !== undefined) return text;
  } catch (error) {
    throw new StartError(`tls.${what}: ${path} cannot be read: ${(error as Error).message}`);
  }
  throw new StartError(`tls.${what}: there is no file ${path}`);
}

function contextOf(pair: CertificateAndKey, where: string): SecureContext {
  try {
    if (!isKeyOf(pair)) throw new StartError(`${where}: the key does not belong to the certificate`);
    return createSecureContext({ cert: pair.certificate, key: pair.key, minVersion: 'TLSv1.2' });
  } catch (error) {
    if (error instanceof StartError) throw error;
    throw new StartError(`${where}: not a certificate and key in PEM form (${(error as Error).message})`);
  }
}
