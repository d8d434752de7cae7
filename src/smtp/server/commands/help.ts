import { ok } from '../../../base/result.ts';
import * as replies from '../replies.ts';
import { command } from './command.ts';

/** HELP (RFC 5321 §4.1.1.8). The same for every argument. */
export const help = command({
  check: () => ok(undefined),
  proceed: (_, conversation) => conversation.sayJunk(replies.help),
});
