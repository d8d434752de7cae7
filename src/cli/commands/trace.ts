import type { Command } from 'commander';
import { type CliContext, print } from '../output.ts';
import { type TraceView, traceReport } from './message-report.ts';

export function addTraceCommand(program: Command, { streams, operate }: CliContext): void {
  program
    .command('trace')
    .description('the whole history of a message, with host, TLS and reply of each attempt')
    .argument('<queue-id>', 'as in the reply to the sender, the Received field and the log')
    .action(async (id, _options, command) => {
      const trace = (await operate(command)('trace', { id })) as TraceView;
      print(command, streams, trace, () => traceReport(trace));
    });
}
