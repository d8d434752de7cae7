import { ok } from '../../../base/result.ts';
import type { SessionSetup } from '../options.ts';
import { type Verb, verbs } from '../phases.ts';
import * as replies from '../replies.ts';
import { command } from './command.ts';

/** HELP (RFC 5321 §4.1.1.8). The same for every argument. */
export const help = command({
  check: () => ok(undefined),
  proceed: (_, conversation) => conversation.sayJunk(replies.help(servedBy(conversation.setup))),
});

/** Not every listener has all of them. */
function servedBy({ mechanisms, startTls }: SessionSetup): Verb[] {
  const absent = new Set<Verb>();
  if (mechanisms.length === 0) absent.add('AUTH');
  if (startTls === 'none') absent.add('STARTTLS');
  return verbs.filter((verb) => !absent.has(verb));
}
