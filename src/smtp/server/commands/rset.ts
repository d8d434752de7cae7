import * as replies from '../replies.ts';
import { command } from './command.ts';
import { checkNoArgument } from './no-argument.ts';

/** RSET (RFC 5321 §4.1.1.5) ends the transaction; without one it does nothing. */
export const rset = command({
  check: checkNoArgument,
  proceed(_, conversation) {
    conversation.dropTransaction();
    conversation.sayJunk(replies.ok);
  },
});
