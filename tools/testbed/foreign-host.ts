/** Another host to relay to: the library smtp-server, which is not ours. It takes everything but for recipients that say `refused`. */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { makeSelfSignedCertificate } from '../../src/io/self-signed-certificate.ts';
import { loopback } from './config.ts';

export const foreignDomain = 'foreign.test';

export interface ReceivedMail {
  readonly from: string;
  readonly recipients: readonly string[];
  /** As it came, without the doubled dots; one character for each octet. */
  readonly content: string;
  readonly isSecure: boolean;
  readonly user: string | undefined;
}

export class ForeignHost {
  readonly mails: ReceivedMail[] = [];
  readonly port: number;
  readonly #server: SMTPServer;

  private constructor(server: SMTPServer, port: number) {
    this.#server = server;
    this.port = port;
  }

  static async start(options: SMTPServerOptions = {}): Promise<ForeignHost> {
    const { certificate: cert, key } = makeSelfSignedCertificate([`mx.${foreignDomain}`], Date.now());
    const server = new SMTPServer({
      cert,
      key,
      authOptional: true,
      disableReverseLookup: true,
      onRcptTo({ address }, _session, done) {
        const refusal = Object.assign(new Error('5.1.1 No such person'), { responseCode: 550 });
        done(address.startsWith('refused') ? refusal : null);
      },
      async onData(stream, { envelope, secure, user }, done) {
        const content = await buffer(stream);
        host.mails.push({
          from: envelope.mailFrom ? envelope.mailFrom.address : '',
          recipients: envelope.rcptTo.map(({ address }) => address),
          content: content.toString('latin1'),
          isSecure: secure,
          user,
        });
        done();
      },
      ...options,
    });
    server.on('error', () => {});
    const listening = server.listen(0, loopback);
    await once(listening, 'listening');
    const host = new ForeignHost(server, (listening.address() as AddressInfo).port);
    return host;
  }

  stop(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
    });
  }
}
