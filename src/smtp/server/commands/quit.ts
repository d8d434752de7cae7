import * as replies from '../replies.ts';
import { command } from './command.ts';
import { checkNoArgument } from './no-argument.ts';

/** QUIT (RFC 5321 §4.1.1.10) */
export const quit = command({
  check: checkNoArgument,
  proceed: (_, conversation) => conversation.closeWith(replies.goodbye(conversation.setup.hostname), 'quit'),
});
