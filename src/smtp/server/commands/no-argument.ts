import { err, ok, type Result } from '../../../base/result.ts';
import type { Reply } from '../../../envelope/reply.ts';
import * as replies from '../replies.ts';

/** The check of a command that takes no argument. RFC 5321 §4.3.2: 501 if there is one all the same. */
export const checkNoArgument = (argument: string): Result<void, Reply> =>
  argument === '' ? ok(undefined) : err(replies.noArgumentAllowed);
