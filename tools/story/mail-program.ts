/** The people's mail programs: nodemailer sends, node-pop3 reads, postal-mime understands. None of it is Evergreen's code. */
import { setTimeout as sleep } from 'node:timers/promises';
import Pop3 from 'node-pop3';
import { createTransport } from 'nodemailer';
import PostalMime, { type Email } from 'postal-mime';
import type { TryItAccount, TryItDescription } from '../../src/server/try-it/world.ts';

export interface Letter {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** Ask to be told of the delivery (RFC 3461 §4.1). */
  readonly asksForSuccess?: boolean;
}

/** The certificates of the try-it mode are self-signed. */
const tls = { rejectUnauthorized: false, servername: 'localhost' };
const pollMs = 50;

export class MailProgram {
  readonly #account: TryItAccount;
  readonly #world: TryItDescription;

  get address(): string {
    return this.#account.address;
  }

  constructor(account: TryItAccount, world: TryItDescription) {
    this.#account = account;
    this.#world = world;
  }

  /** Submits a letter. @returns the server's last reply, and the Message-ID */
  async send(letter: Letter): Promise<{ readonly response: string; readonly messageId: string }> {
    const { address: user, password: pass, ip: host } = this.#account;
    const transport = createTransport({
      host,
      port: this.#world.ports.submission,
      requireTLS: true,
      tls,
      auth: { user, pass },
    });
    try {
      const { asksForSuccess = false, ...mail } = letter;
      const { response, messageId } = await transport.sendMail({
        from: user,
        ...mail,
        ...(asksForSuccess && { dsn: { notify: 'success', return: 'headers' } }),
      });
      return { response, messageId };
    } finally {
      transport.close();
    }
  }

  /** All that is in the inbox, oldest first. */
  async read(): Promise<Email[]> {
    const { address: user, password, ip: host } = this.#account;
    const pop3 = new Pop3({
      user,
      password,
      host,
      port: this.#world.ports.pop3s,
      tls: true,
      tlsOptions: tls,
    });
    try {
      const numbers = (await pop3.LIST()) as string[][];
      const mails: Email[] = [];
      for (const [number = ''] of numbers)
        mails.push(await PostalMime.parse(await pop3.RETR(Number(number))));
      return mails;
    } finally {
      await pop3.QUIT().catch(() => {});
    }
  }

  /** Looks into the inbox until a mail is there. @throws Error if it does not come in time */
  async waitFor(what: string, matches: (mail: Email) => boolean, timeoutMs: number): Promise<Email> {
    for (let waited = 0; waited <= timeoutMs; waited += pollMs) {
      const mail = (await this.read()).find(matches);
      if (mail) return mail;
      await sleep(pollMs);
    }
    throw new Error(`${this.#account.address} has no ${what} after ${timeoutMs / 1000} s`);
  }
}
