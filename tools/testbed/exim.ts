/** An Exim of its own, apart from the machine's: on a loopback port, with its mail in a folder. Needs root. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loopback } from './config.ts';
import { mustRun } from './programs.ts';
import { waitUntil } from './wait.ts';

/**
 * Here Exim has the mailbox krusty. Once it has read a message with several recipients it refuses it for `full` for now, and for
 * `picky` for good.
 */
export const eximDomain = 'exim.test';

const timeoutMs = 20_000;
/** As whom Debian's Exim runs. */
const eximUser = 'Debian-exim';

export interface EximOptions {
  readonly port: number;
  /** Domains and the ports of loopback where their mail goes. */
  readonly routes: Readonly<Record<string, number>>;
}

export class Exim {
  readonly #folder: string;
  readonly #process: ReturnType<typeof spawn>;

  private constructor(folder: string, daemon: ReturnType<typeof spawn>) {
    this.#folder = folder;
    this.#process = daemon;
  }

  static async start(options: EximOptions): Promise<Exim> {
    const folder = await mkdtemp(join(tmpdir(), 'evergreen-exim-'));
    await chmod(folder, 0o755);
    for (const name of ['spool', 'log', 'mail']) {
      await mkdir(join(folder, name));
      await mustRun('chown', [`${eximUser}:${eximUser}`, join(folder, name)]);
    }
    await writeFile(join(folder, 'exim.conf'), configuration(folder, options), { mode: 0o644 });
    const daemon = spawn('exim4', ['-C', join(folder, 'exim.conf'), '-bdf', '-q1m'], {
      env: { PATH: '/usr/sbin:/usr/bin:/bin' },
      stdio: 'ignore',
    });
    const exim = new Exim(folder, daemon);
    await exim.waitForLog(/daemon started/);
    return exim;
  }

  /** The mailbox of a user, one character for each octet: messages in the form of mbox. */
  inbox(user: string): Promise<string> {
    return readFile(join(this.#folder, 'mail', user), 'latin1').catch(() => '');
  }

  /** Waits for a line in the main log. @throws Error if it does not come in time */
  waitForLog(pattern: RegExp): Promise<string> {
    const path = join(this.#folder, 'log', 'mainlog');
    const find = async () => {
      const log = await readFile(path, 'utf8').catch(() => '');
      return log.split('\n').find((line) => pattern.test(line));
    };
    return waitUntil(`${pattern} in the log of Exim`, find, timeoutMs);
  }

  async stop(): Promise<void> {
    this.#process.kill();
    if (this.#process.exitCode === null) await once(this.#process, 'exit');
    await rm(this.#folder, { recursive: true, force: true });
  }
}

const configuration = (folder: string, { port, routes }: EximOptions) => `
primary_hostname = mail.exim.test
spool_directory = ${folder}/spool
log_file_path = ${folder}/log/%slog
pid_file_path = ${folder}/spool/exim.pid
local_interfaces = ${loopback}
daemon_smtp_ports = ${port}
tls_advertise_hosts =
host_lookup =
rfc1413_hosts =
keep_environment =
prdr_enable = true
smtp_accept_max = 50
log_selector = +smtp_confirmation
acl_smtp_rcpt = accept
acl_smtp_data = accept
acl_smtp_data_prdr = each

begin acl
each:
  defer local_parts = full
        message = 4.2.2 The car holds no more clowns
  deny local_parts = picky
       message = 5.7.1 Not this joke
  accept

begin routers
${Object.entries(routes)
  .map(
    ([domain, there], i) => `elsewhere${i}:
  driver = manualroute
  domains = ${domain}
  route_list = * ${loopback}::${there}
  self = send
  transport = smtp
`,
  )
  .join('')}
here:
  driver = accept
  domains = ${eximDomain}
  local_parts = krusty
  transport = mailbox

begin transports
smtp:
  driver = smtp
  hosts_avoid_tls = *
mailbox:
  driver = appendfile
  file = ${folder}/mail/$local_part_data
  user = ${eximUser}

begin retry
* * F,1h,1m
`;
