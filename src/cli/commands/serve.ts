import type { Command } from 'commander';
import { createLog } from '../../io/log.ts';
import { loadConfig } from '../../server/load-config.ts';
import { startServer } from '../../server/server.ts';
import type { GlobalOptions } from '../output.ts';
import { untilTold } from '../signals.ts';

export function addServeCommand(program: Command): void {
  program
    .command('serve')
    .description('run the server; logs to standard output, ends on SIGTERM or SIGINT')
    .option('-c, --config <file>', 'configuration file')
    .addHelpText('after', '\nEvery key of the configuration is described in docs/configuration.md.')
    .action(async (_options, command: Command) => {
      const config = await loadConfig(command.optsWithGlobals<GlobalOptions>().config);
      const server = await startServer(config, createLog(config.log.level));
      await untilTold();
      await server.stop();
    });
}
