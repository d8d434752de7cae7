import { err, ok } from '../../../base/result.ts';
import * as replies from '../replies.ts';
import { command } from './command.ts';

/**
 * VRFY (RFC 5321 §4.1.1.6) tells nothing: who asks for users by name seldom means well (§7.3). Since no reply shows an address,
 * the parameter SMTPUTF8 (RFC 6531 §3.7.4.2) changes nothing but must be in order.
 */
export const vrfy = command({
  check(argument) {
    const user = argument.replace(/ +SMTPUTF8$/i, '');
    return user === '' || / SMTPUTF8=/i.test(argument) ? err(replies.argumentMissing) : ok(undefined);
  },
  proceed: (_, conversation) => conversation.sayJunk(replies.cannotVerify),
});
