import { Command } from 'commander';
import { loadConfig } from '../server/load-config.ts';
import { addAccountCommands } from './commands/account.ts';
import { addAliasCommands } from './commands/alias.ts';
import { addBatvCommands } from './commands/batv.ts';
import { addDkimCommands } from './commands/dkim.ts';
import { addDnsCommand } from './commands/dns.ts';
import { addExplainCommand } from './commands/explain.ts';
import { addForwardCommands } from './commands/forwards.ts';
import { addInboxCommand } from './commands/inbox.ts';
import { addKeyCommands } from './commands/keys.ts';
import { addQueueCommands } from './commands/queue.ts';
import { addSelftestCommand } from './commands/selftest.ts';
import { addServeCommand } from './commands/serve.ts';
import { addStatusCommand } from './commands/status.ts';
import { addSuppressionCommands } from './commands/suppression.ts';
import { addTraceCommand } from './commands/trace.ts';
import { addTryCommand } from './commands/try.ts';
import { addUndeliverableCommands } from './commands/undeliverable.ts';
import { addVacationCommands } from './commands/vacation.ts';
import { addVerifyCommand } from './commands/verify.ts';
import { operateOn } from './operate.ts';
import type { CliContext, GlobalOptions, Streams } from './output.ts';
import { version } from './version.ts';

/**
 * The whole command line. Commands throw; only main.ts ends the process.
 * @param operate how commands reach the server, or its data
 */
export function buildProgram(streams: Streams, operate: CliContext['operate'] = asConfigured): Command {
  const program = new Command('evergreen')
    .description('A mail server that tells you what became of your mail.')
    .version(version)
    .option(
      '-c, --config <file>',
      'configuration (default: evergreen.toml in this folder; without one, the defaults)',
    )
    .option('--json', 'print results as JSON')
    .configureHelp({ showGlobalOptions: true })
    .showSuggestionAfterError()
    .showHelpAfterError('(see --help)')
    .exitOverride()
    .configureOutput({ writeOut: streams.out, writeErr: streams.err })
    .addHelpText('after', helpAfter);
  const context: CliContext = { streams, operate };
  addServeCommand(program);
  addTryCommand(program, streams);
  addAccountCommands(program, context);
  addAliasCommands(program, context);
  addQueueCommands(program, context);
  addTraceCommand(program, context);
  addInboxCommand(program, context);
  addSuppressionCommands(program, context);
  addVacationCommands(program, context);
  addUndeliverableCommands(program, context);
  addStatusCommand(program, context);
  addSelftestCommand(program, context);
  addVerifyCommand(program, context);
  addExplainCommand(program, streams);
  addForwardCommands(program, context);
  addKeyCommands(program, context);
  addBatvCommands(program, context);
  addDkimCommands(program, context);
  addDnsCommand(program, context);
  return program;
}

/** Operates on the server of the configuration that the command names. */
const asConfigured: CliContext['operate'] = (command) => async (operation, args) => {
  const config = await loadConfig(command.optsWithGlobals<GlobalOptions>().config);
  return await operateOn(config)(operation, args);
};

const helpAfter = `
Commands work on the running server, or on the data of a stopped one.
First steps:
  evergreen try                                        two servers on this machine, to play with
  evergreen serve --config evergreen.toml              the real thing
  evergreen account add homer@example.org              prints the password`;
