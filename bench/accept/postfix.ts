/** A Postfix of its own, apart from the machine's: takes mail on a loopback port and delivers it into a Maildir. Needs root. */
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { mustRun } from '../../tools/testbed/programs.ts';
import type { Contender } from './contender.ts';

const recipient = 'user@local.test';

export async function startPostfix(folder: string, port: number): Promise<Contender> {
  const [etc, spool, data, mail] = ['etc', 'spool', 'data', 'mail'].map((name) => join(folder, name));
  if (!etc || !spool || !data || !mail) throw new Error('a folder is missing');
  for (const each of [etc, spool, data, mail]) await mkdir(each, { recursive: true, mode: 0o755 });
  await writeFile(join(etc, 'main.cf'), mainCf({ etc, spool, data, mail }));
  await writeFile(join(etc, 'master.cf'), masterCf(port));
  await writeFile(join(etc, 'vmailbox'), `${recipient} user/\n`);
  await mustRun('chown', ['postfix', data]);
  await mustRun('chown', ['5000:5000', mail]);
  await mustRun('postfix', ['-c', etc, 'start']);
  return {
    name: 'Postfix',
    port,
    recipient,
    count: async () => (await readdir(join(mail, 'user', 'new')).catch(() => [])).length,
    // Its work is spread over processes that come and go.
    peakMemoryMib: async () => undefined,
    async stop() {
      await mustRun('postfix', ['-c', etc, 'stop']);
    },
  };
}

const mainCf = ({ etc, spool, data, mail }: Readonly<Record<'etc' | 'spool' | 'data' | 'mail', string>>) => `
compatibility_level = 3.6
config_directory = ${etc}
queue_directory = ${spool}
data_directory = ${data}
daemon_directory = /usr/lib/postfix/sbin
command_directory = /usr/sbin
mail_owner = postfix
setgid_group = postdrop
myhostname = mail.local.test
mydestination =
local_recipient_maps =
alias_maps =
alias_database =
mynetworks = 127.0.0.0/8
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
disable_dns_lookups = yes
smtp_host_lookup = native
smtpd_peername_lookup = no
default_process_limit = 100
smtpd_client_connection_count_limit = 0
smtpd_client_connection_rate_limit = 0
smtpd_client_message_rate_limit = 0
smtpd_client_recipient_rate_limit = 0
smtpd_relay_restrictions = permit_mynetworks, reject
virtual_mailbox_domains = local.test
virtual_mailbox_base = ${mail}
virtual_mailbox_maps = texthash:${etc}/vmailbox
virtual_uid_maps = static:5000
virtual_gid_maps = static:5000
virtual_mailbox_limit = 0
mailbox_size_limit = 0
maillog_file_prefixes = /tmp, /var, /dev
maillog_file = ${data}/maillog
`;

const masterCf = (port: number) => `127.0.0.1:${port} inet n - n - - smtpd
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
error unix - - n - - error
retry unix - - n - - error
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
postlog unix-dgram n - n - 1 postlogd
`;
