import { ok } from '../../../base/result.ts';
import * as replies from '../replies.ts';
import { command } from './command.ts';

/** NOOP (RFC 5321 §4.1.1.9). An argument is ignored. */
export const noop = command({
  check: () => ok(undefined),
  proceed: (_, conversation) => conversation.sayJunk(replies.ok),
});
