import { type Command, InvalidArgumentError } from 'commander';
import { printable } from '../../base/printable.ts';
import type { BatvStatusView, ExceptionsView } from '../../server/operations/batv.ts';
import { type CliContext, print } from '../output.ts';
import { count, table, timeText } from '../text.ts';

export function addBatvCommands(program: Command, { streams, operate }: CliContext): void {
  const batv = program
    .command('batv')
    .description('the tags in our reverse-paths, by which notices about our own mail are known');
  batv
    .command('status')
    .description(
      'how notices came of late, what enforcing tags would do, and which addresses are being forged',
    )
    .option('--days <n>', 'look back so far, 90 at most', dayCount, 7)
    .action(async ({ days }: { readonly days: number }, command: Command) => {
      const status = (await operate(command)('batv.status', { days })) as BatvStatusView;
      print(command, streams, status, () => statusText(status));
    });
  const exceptions = batv
    .command('exceptions')
    .description('to whom no tag is shown, by the configuration or because a host refused one');
  exceptions
    .command('list', { isDefault: true })
    .description('list them')
    .action(async (_options, command) => {
      const view = (await operate(command)('batv.exceptions', {})) as ExceptionsView;
      print(command, streams, view, () => exceptionsText(view));
    });
  exceptions
    .command('remove')
    .description('show tags again to a domain of which it was learnt that it takes none')
    .argument('<domain>', 'as the list has it')
    .action(async (domain, _options, command) => {
      const view = (await operate(command)('batv.remove', { domain })) as ExceptionsView;
      print(command, streams, view, () => exceptionsText(view));
    });
}

function dayCount(text: string): number {
  if (!/^[1-9]\d?$/.test(text) || Number(text) > 90) throw new InvalidArgumentError('It must be 1 to 90.');
  return Number(text);
}

const modes = {
  off: 'off: no tags are written',
  monitor: 'monitor: tags are written and read, and nothing is refused for the lack of one',
  enforce: 'enforce: what comes without a tag, and is not known otherwise, is forged',
} as const;

function statusText(status: BatvStatusView): string {
  const { mode, taggedSince, enforcesFrom, surges } = status;
  const since = taggedSince === undefined ? '' : `Tags are written since ${timeText(taggedSince)} UTC.\n`;
  const young =
    enforcesFrom === undefined
      ? ''
      : `Mail from before that may still come back: nothing is refused for its tag until ${timeText(enforcesFrom)} UTC.\n`;
  return [
    `Mode ${modes[mode]}.\n${since}${young}`,
    countsText(status),
    surges.length === 0 ? 'No address is being forged just now.\n' : surges.map(surgeText).join('\n'),
  ].join('\n');
}

function countsText({ mode, days, counts, examples }: BatvStatusView): string {
  const { tagged, yours, doubtful, strange } = counts;
  const untagged = yours + doubtful + strange;
  const period = days === 1 ? 'Today' : `In the last ${days} days`;
  const verb = mode === 'enforce' ? 'were not taken for real' : 'would be refused';
  const lost = doubtful + strange;
  return [
    `${period}, ${count(tagged, 'notice')} came under a good tag, and ${untagged} without one.\n`,
    untagged === 0
      ? ''
      : `Of those ${untagged}, ${yours} were about mail that was sent from here: they are taken in any case.\n`,
    lost === 0
      ? 'Enforcing would have lost nothing.\n'
      : `${count(lost, 'other')} ${verb} if tags are enforced. ${doubtfulText(doubtful)}\n`,
    ...exampleTable('These may be real:', examples.doubtful),
    ...exampleTable('Nothing speaks for these:', examples.strange),
  ].join('');
}

const doubtfulText = (doubtful: number): string =>
  doubtful === 0
    ? 'Nothing speaks for any of them.'
    : `${doubtful} of them may be about mail that was sent from here: enforcing would have lost ${doubtful === 1 ? 'it' : 'them'}.`;

type Example = BatvStatusView['examples']['doubtful'][number];

function exampleTable(title: string, examples: readonly Example[]): string[] {
  if (examples.length === 0) return [];
  const rows = examples.map(({ at, to, host, subject, queueId }) => [
    timeText(at),
    to,
    host,
    subject,
    queueId,
  ]);
  return [`${title}\n`, table(['came (UTC)', 'to', 'from the host', 'subject', 'id'], rows)];
}

function surgeText(surge: BatvStatusView['surges'][number]): string {
  const { account, addresses, notices, forged, filed, refused, firstAt, lastAt, hosts, subjects, card } =
    surge;
  const rows = [
    `Somebody forges ${addresses.join(', ')}: ${count(notices, 'notice')} that nobody can prove came to the account ${account},`,
    `  the first ${timeText(firstAt)}, the latest ${timeText(lastAt)} UTC; ${forged} were surely forged.`,
    `  ${filed} were filed as samples, ${refused} refused since the surge began. Its owner was told once, by message ${card}.`,
    `  Hosts: ${hosts.join(', ')}`,
    `  Subjects: ${subjects.join('; ')}`,
  ];
  return rows.map((row) => `${printable(row)}\n`).join('');
}

function exceptionsText({ configured, learnt }: ExceptionsView): string {
  const rows = [
    ...configured.map((each) => [each, 'by batv.exceptions', '', '']),
    ...learnt.map(({ domain, learntAt, until, reply }) => [
      domain,
      timeText(learntAt),
      timeText(until),
      reply,
    ]),
  ];
  if (rows.length === 0) return 'There are no exceptions: everybody is shown tags.\n';
  return table(['to', 'learnt (UTC)', 'until (UTC)', 'what the host said to a tag'], rows);
}
