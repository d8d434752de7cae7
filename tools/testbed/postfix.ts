/** A Postfix of its own, apart from the machine's: on a loopback port, with its mail in a folder. Needs root. */
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeSelfSignedCertificate } from '../../src/io/self-signed-certificate.ts';
import { loopback } from './config.ts';
import { mustRun } from './programs.ts';
import { waitUntil } from './wait.ts';

/** Here Postfix has mailboxes, one for each of `users`. */
export const postfixDomain = 'postfix.test';
/** Mail to here Postfix accepts, and fails to deliver a moment later. */
export const failingDomain = 'failing.test';

const hostname = 'mail.postfix.test';
const mailTimeoutMs = 20_000;
/** Who owns the mailboxes: a number that no user has. */
const mailboxOwner = 5_000;

export interface PostfixOptions {
  readonly port: number;
  readonly users: readonly string[];
  /** Domains and the ports of loopback where their mail goes. */
  readonly routes: Readonly<Record<string, number>>;
}

export class Postfix {
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  static async start(options: PostfixOptions): Promise<Postfix> {
    const folder = await mkdtemp(join(tmpdir(), 'evergreen-postfix-'));
    const at = (name: string) => join(folder, name);
    // Its processes run as users of their own.
    await chmod(folder, 0o755);
    for (const name of ['etc', 'spool', 'data', 'mail']) await mkdir(at(name), { mode: 0o755 });
    const { certificate, key } = makeSelfSignedCertificate([hostname], Date.now());
    const routes = Object.entries(options.routes).map(([name, port]) => `${name} smtp:[${loopback}]:${port}`);
    const files = {
      'certificate.pem': `${key}${certificate}`,
      users: options.users.map((user) => `${user}@${postfixDomain} ${user}/\n`).join(''),
      transport: [...routes, `${failingDomain} failing:`].map((line) => `${line}\n`).join(''),
      'main.cf': mainCf(folder),
      'master.cf': masterCf(options.port),
    };
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, 'etc', name), text);
    await mustRun('chown', ['postfix', at('data')]);
    await mustRun('chown', [`${mailboxOwner}:${mailboxOwner}`, at('mail')]);
    await mustRun('postfix', ['-c', at('etc'), 'start']);
    return new Postfix(folder);
  }

  /** The messages in a mailbox, in no order, one character for each octet. */
  async inbox(user: string): Promise<string[]> {
    const names = await this.#names(user);
    return await Promise.all(names.map((name) => readFile(join(this.#newMail(user), name), 'latin1')));
  }

  /** Messages in a mailbox. */
  async count(user: string): Promise<number> {
    return (await this.#names(user)).length;
  }

  /** @throws Error if no message with the text comes in time */
  waitForMail(user: string, text: string): Promise<string> {
    const find = async () => (await this.inbox(user)).find((mail) => mail.includes(text));
    return waitUntil(`a mail with "${text}" for ${user}`, find, mailTimeoutMs);
  }

  #newMail(user: string): string {
    return join(this.#folder, 'mail', user, 'new');
  }

  /** The folder is made with the first message. */
  #names(user: string): Promise<string[]> {
    return readdir(this.#newMail(user)).catch(() => []);
  }

  async stop(): Promise<void> {
    await mustRun('postfix', ['-c', join(this.#folder, 'etc'), 'stop']);
    await rm(this.#folder, { recursive: true, force: true });
  }
}

/** A port that is free at this moment, for a program that must be told one. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, loopback);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

const mainCf = (folder: string) => `
compatibility_level = 3.6
config_directory = ${folder}/etc
queue_directory = ${folder}/spool
data_directory = ${folder}/data
daemon_directory = /usr/lib/postfix/sbin
command_directory = /usr/sbin
maillog_file = ${folder}/data/maillog
maillog_file_prefixes = ${folder}
mail_owner = postfix
setgid_group = postdrop
myhostname = ${hostname}
myorigin = ${postfixDomain}
mydestination =
mynetworks = 127.0.0.0/8
inet_interfaces = ${loopback}
inet_protocols = ipv4
disable_dns_lookups = yes
smtp_host_lookup = native
smtpd_peername_lookup = no
smtpd_relay_restrictions = permit_mynetworks, reject
smtpd_client_connection_count_limit = 0
local_recipient_maps =
alias_maps =
alias_database =
virtual_mailbox_domains = ${postfixDomain}
virtual_mailbox_maps = texthash:${folder}/etc/users
virtual_mailbox_base = ${folder}/mail
virtual_uid_maps = static:${mailboxOwner}
virtual_gid_maps = static:${mailboxOwner}
relay_domains = ${failingDomain}
transport_maps = texthash:${folder}/etc/transport
smtpd_tls_chain_files = ${folder}/etc/certificate.pem
smtpd_tls_security_level = may
smtpd_tls_received_header = yes
smtp_tls_security_level = may
`;

const masterCf = (port: number) => `${loopback}:${port} inet n - n - - smtpd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
proxywrite unix - - n - 1 proxymap
smtp unix - - n - - smtp
relay unix - - n - - smtp
error unix - - n - - error
retry unix - - n - - error
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
tlsmgr unix - - n 1000? 1 tlsmgr
postlog unix-dgram n - n - 1 postlogd
failing unix - n n - - pipe user=nobody argv=/bin/sh -c "exit 67"
`;
