import type { SecureContext } from 'node:tls';
import { loadCertificate, type ServerCertificate } from './certificate.ts';
import type { Core } from './core.ts';

type CertificateWorld = Pick<Core, 'config' | 'clock' | 'log'>;

/** The certificate in use. It can be renewed while sessions go on. */
export class KeptCertificate {
  readonly #world: CertificateWorld;
  #certificate: ServerCertificate;

  /** @throws StartError */
  static async load(world: CertificateWorld): Promise<KeptCertificate> {
    const certificate = await load(world);
    if (certificate.isSelfSigned) {
      world.log.warn('the certificate is self-signed; name a better one with tls.certificate and tls.key');
    }
    return new KeptCertificate(world, certificate);
  }

  private constructor(world: CertificateWorld, certificate: ServerCertificate) {
    this.#world = world;
    this.#certificate = certificate;
  }

  get current(): SecureContext {
    return this.#certificate.context;
  }

  /** Reads it anew. One that cannot be used changes nothing. */
  async renew(): Promise<void> {
    const { log } = this.#world;
    try {
      this.#certificate = await load(this.#world);
      log.info('the certificate was read anew');
    } catch (error) {
      log.error('the certificate could not be read anew; the former one stays in use', { error });
    }
  }
}

function load({ config, clock }: CertificateWorld): Promise<ServerCertificate> {
  const names = [config.hostname, ...config.domains, ...config.listeners.flatMap((each) => each.addresses)];
  return loadCertificate(config, [...new Set(names)], clock.now());
}
