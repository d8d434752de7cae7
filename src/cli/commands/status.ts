import type { Command } from 'commander';
import type { QueueStatistics } from '../../queue/queue-store.ts';
import { type FiledReason, filedReasons } from '../../queue/undeliverable.ts';
import { type CliContext, print } from '../output.ts';
import { count, table } from '../text.ts';
import { type OutcomeView, outcomeText } from './selftest.ts';
import { whyUntold } from './untold.ts';

interface StatusView {
  readonly isRunning: boolean;
  readonly queue: QueueStatistics;
  readonly undeliverable: Partial<Readonly<Record<FiledReason, number>>>;
  /** Of the running server, since its start. */
  readonly selftest?: {
    readonly backscatter: {
      readonly passed: number;
      readonly failed: number;
      readonly unclear: number;
      readonly last?: OutcomeView;
    };
  };
}

export function addStatusCommand(program: Command, { streams, operate }: CliContext): void {
  program
    .command('status')
    .description(
      'how the server does: what waits, what could not be told, and what it found when it tested itself',
    )
    .action(async (_options: unknown, command: Command) => {
      const status = (await operate(command)('status', {})) as StatusView;
      print(command, streams, status, () => statusText(status));
    });
}

function statusText({
  isRunning,
  queue: { waiting, attempting, held },
  undeliverable,
  selftest,
}: StatusView): string {
  const filed = filedReasons.flatMap((reason) => {
    const n = undeliverable[reason];
    return n === undefined ? [] : [[String(n), reason, whyUntold[reason]]];
  });
  return [
    `The server is ${isRunning ? 'running' : 'not running'}.\n`,
    table(['waiting', 'attempting', 'held'], [[waiting, attempting, held].map(String)]),
    filed.length === 0
      ? 'No failure is filed that nobody may be told of.\n'
      : table(['undeliverable', 'because', ''], filed),
    ...(selftest ? [selftestText(selftest.backscatter)] : []),
  ].join('\n');
}

function selftestText({
  passed,
  failed,
  unclear,
  last,
}: NonNullable<StatusView['selftest']>['backscatter']): string {
  if (!last) return 'The self-test for backscatter has not run yet.\n';
  const runs = passed + failed + unclear;
  return `${count(runs, 'self-test')} since the start: ${passed} passed, ${failed} failed, ${unclear} unclear. The last:\n${outcomeText(last)}`;
}
