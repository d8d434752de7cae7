import { resolve } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { portsAt } from '../../server/try-it/instances.ts';
import { startTryIt, type TryItWorld } from '../../server/try-it/world.ts';
import type { Streams } from '../output.ts';
import { untilTold } from '../signals.ts';

/** 2000 + 993 and below stay clear of the ephemeral ports, and above 1024. */
const defaultPortOffset = 2_000;

interface TryOptions {
  readonly data: string;
  readonly portOffset: number;
}

export function addTryCommand(program: Command, streams: Streams): void {
  program
    .command('try')
    .description(
      'run two small mail servers on this machine, springfield.test and krustylu.test, to play with',
    )
    .option('--data <folder>', 'where their data lies', 'data')
    .option(
      '--port-offset <n>',
      'added to the standard ports: 25 becomes 2025',
      portOffset,
      defaultPortOffset,
    )
    .action(async ({ data, portOffset: offset }: TryOptions) => {
      const world = await startTryIt(resolve(data), portsAt(offset));
      streams.out(welcome(world, data));
      await untilTold();
      streams.out('Stopping.\n');
      await world.stop();
    });
}

function portOffset(text: string): number {
  const value = Number(text);
  if (/^\d{1,5}$/.test(text) && value >= 1_000 && value <= 64_000) return value;
  throw new InvalidArgumentError('It must be a number from 1000 to 64000.');
}

function welcome({ ports, accounts }: TryItWorld, data: string): string {
  const [homer, , krusty] = accounts;
  const people = accounts
    .map(({ address, password, ip }) => `  ${address.padEnd(26)} ${password}   on ${ip}\n`)
    .join('');
  const mail = `--server ${homer?.ip}:${ports.submission} -tls --auth PLAIN --auth-user ${homer?.address} --auth-password ${homer?.password}`;
  return `Evergreen is up: springfield.test on 127.0.0.1, krustylu.test on 127.0.0.2. Data: ${data}

  submission  ${ports.submission} (STARTTLS), ${ports.submissions} (TLS)
  POP3        ${ports.pop3} (STLS), ${ports.pop3s} (TLS)
  SMTP (MX)   ${ports.mx}
  DNS         ${ports.dns}
  JMAP, web   ${ports.http} (HTTP), ${ports.https} (HTTPS): http://${homer?.ip}:${ports.http}/

Accounts and passwords:
${people}
Four things to try, in another terminal:
  1. npm run story
  2. swaks --from ${homer?.address} --to krustyClown@krustylu.test ${mail}
  3. npm run -s evergreen -- -c ${data}/springfield.test/evergreen.toml inbox ${homer?.address} -1
     (the notice: it should be krusty*K*lown, ${krusty?.address})
  4. npm run -s evergreen -- -c ${data}/springfield.test/evergreen.toml dns springfield.test --check
     (what the DNS has to say of a domain, and whether it does; here all of it is right)

Certificates are self-signed. Ctrl-C stops both servers; what they hold survives.
`;
}
