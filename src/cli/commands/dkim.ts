import type { Command } from 'commander';
import { keptAfterMs } from '../../server/dns-records/check-dkim.ts';
import type { DkimKeyView } from '../../server/operations/dkim.ts';
import { type CliContext, print } from '../output.ts';
import { table, timeText } from '../text.ts';
import { zoneLine } from '../zone-file.ts';

export function addDkimCommands(program: Command, { streams, operate }: CliContext): void {
  const dkim = program
    .command('dkim')
    .description('the keys that sign outgoing mail')
    .addHelpText('after', help);
  const run = (verb: string) => async (command: Command, args: unknown) => {
    const views = (await operate(command)(`dkim.${verb}`, args)) as DkimKeyView[];
    print(command, streams, views, () => keysText(views));
  };
  dkim
    .command('list')
    .description('list them, and what each is doing')
    .action((_options, command) => run('list')(command, {}));
  dkim
    .command('roll')
    .description('make new keys for a domain; they sign when their records are in the DNS')
    .argument('<domain>', 'one of ours')
    .action((domain, _options, command) => run('roll')(command, { domain }));
  dkim
    .command('activate')
    .description('let the keys of a domain that wait sign at once, without a look into the DNS')
    .argument('<domain>', 'one of ours')
    .action((domain, _options, command) => run('activate')(command, { domain }));
  dkim
    .command('remove')
    .description('forget a key; its record may go from the DNS too')
    .argument('<domain>', 'one of ours')
    .argument('<selector>', 'its name, as the list has it')
    .option('--force', 'even if it signs')
    .action((domain, selector, { force = false }: { readonly force?: boolean }, command) =>
      run('remove')(command, { domain, selector, force }),
    );
}

function keysText(views: readonly DkimKeyView[]): string {
  const rows = views.map((view) => [view.domain, view.selector, timeText(view.madeAt), stateText(view)]);
  const waiting = views
    .filter(({ state }) => state === 'waits')
    .map(({ record: { name, text } }) => zoneLine({ name, type: 'TXT', data: text }));
  const records = waiting.length === 0 ? '' : `\nRecords to put into the DNS:\n${waiting.join('')}`;
  return table(['domain', 'selector', 'made (UTC)', ''], rows) + records;
}

function stateText({ state, activatedAt = '', replacedAt = '' }: DkimKeyView): string {
  if (state === 'waits') return 'waits until its record is in the DNS';
  if (state === 'signs') return `signs since ${timeText(activatedAt)}`;
  const until = new Date(Date.parse(replacedAt) + keptAfterMs).toISOString();
  return `signed until ${timeText(replacedAt)}; leave its record until ${until.slice(0, 10)}`;
}

const help = `
The server makes an RSA and an Ed25519 key for each of its domains, and looks every ten minutes for the records of keys that do not
sign yet: from when one is seen in the DNS, that key signs. To replace the keys of a domain:
  1. evergreen dkim roll example.org
  2. publish the records that it prints; evergreen dkim list tells when the new keys sign
  3. a week later, take the former records out of the DNS, and evergreen dkim remove example.org SELECTOR`;
