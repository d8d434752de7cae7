import type { Command } from 'commander';
import { tidyHeap } from '../../io/heap.ts';
import { createLog } from '../../io/log.ts';
import { ListenError } from '../../listeners/sockets.ts';
import { loadConfig } from '../../server/load-config.ts';
import { startServer } from '../../server/server.ts';
import { StartError } from '../../server/start-error.ts';
import type { GlobalOptions } from '../output.ts';
import { untilTold } from '../signals.ts';

export function addServeCommand(program: Command): void {
  program
    .command('serve')
    .description(
      'run the server; logs to standard output, ends on SIGTERM or SIGINT, reads its certificate anew on SIGHUP',
    )
    .option('-c, --config <file>', 'configuration file')
    .addHelpText('after', '\nEvery key of the configuration is described in docs/configuration.md.')
    .action(async (_options, command: Command) => {
      const config = await loadConfig(command.optsWithGlobals<GlobalOptions>().config);
      const server = await startServer(config, createLog(config.log.level)).catch((error: unknown) => {
        if (!(error instanceof ListenError)) throw error;
        throw new StartError(`${error.message}; change its entry under [[listeners]] in the configuration`);
      });
      tidyHeap();
      process.on('SIGHUP', () => void server.renewCertificate());
      const broken = await Promise.race([untilTold(), server.broken]);
      await server.stop();
      // Whoever keeps us running starts us again.
      if (broken)
        throw new StartError(`the data folder ${config.data} cannot be written any more: ${broken.message}`);
    });
}
