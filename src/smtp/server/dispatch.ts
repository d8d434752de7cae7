import { latin1 } from '../../base/bytes.ts';
import { err, ok, type Result } from '../../base/result.ts';
import type { Reply } from '../../envelope/reply.ts';
import { parseCommandLine } from '../command.ts';
import { commands } from './commands/all.ts';
import { respond } from './commands/auth.ts';
import type { Conversation } from './conversation.ts';
import type { Line, LineReader } from './line-reader.ts';
import { commandPhases, type Phase, type Verb, verbs } from './phases.ts';
import * as replies from './replies.ts';

/** Commands that we know of and do not serve: 502 (RFC 5321 §4.2.4). EXPN would give addresses away (§7.3). */
const unservedVerbs: ReadonlySet<string> = new Set(['EXPN', 'ETRN', 'SEND', 'SOML', 'SAML', 'TURN']);

/**
 * Verbs of HTTP. A browser that somebody made speak to us sends a mail in the body of its request, so we hear no more of it.
 * Precedent: Postfix, smtpd_forbidden_commands.
 */
const foreignVerbs: ReadonlySet<string> = new Set(['CONNECT', 'GET', 'POST']);

/** Reads the next line and does what it says. @returns false if there is no whole line yet */
export function readLine(conversation: Conversation, lines: LineReader): boolean {
  const line = lines.take(conversation.input, lineBytesMax(conversation));
  if (!line) return false;
  if (conversation.phase === 'authenticating') respond(line, conversation);
  else dispatch(line, conversation);
  return true;
}

function lineBytesMax({ phase, input, setup }: Conversation): number {
  const { commandLineBytesMax, authLineBytesMax } = setup.limits;
  if (phase === 'authenticating') return authLineBytesMax;
  if (input.length < commandLineBytesMax) return commandLineBytesMax;
  // AUTH may bring a long initial response.
  return latin1(input.peek(), 0, 5).toUpperCase() === 'AUTH ' ? authLineBytesMax : commandLineBytesMax;
}

function dispatch(line: Line, conversation: Conversation): void {
  const read = readCommand(line, conversation.phase);
  if (read.ok) commands[read.value.verb](read.value.argument, conversation);
  else if (read.error === replies.notSmtp) conversation.closeWith(read.error, 'not-smtp');
  else conversation.sayError(read.error);
}

/** The command of a line, if it is one and in order. */
function readCommand(
  line: Line,
  phase: Phase,
): Result<{ readonly verb: Verb; readonly argument: string }, Reply> {
  if (line.kind === 'too-long') return err(replies.lineTooLong);
  const parsed = parseCommandLine(line.bytes);
  if (!parsed.ok) return err(replies.badCharacters);
  const { verb, argument } = parsed.value;
  if (foreignVerbs.has(verb)) return err(replies.notSmtp);
  const served = verbs.find((known) => known === verb);
  if (served !== undefined && commandPhases[served].includes(phase)) return ok({ verb: served, argument });
  if (served !== undefined || phase === 'refused') return err(replies.outOfOrder(served, phase));
  return err(unservedVerbs.has(verb) ? replies.notImplemented : replies.unrecognized);
}
