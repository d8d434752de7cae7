import { err } from '../../../base/result.ts';
import * as replies from '../replies.ts';
import { command } from './command.ts';
import { checkNoArgument } from './no-argument.ts';

/** STARTTLS (RFC 3207 §4) */
export const starttls = command({
  check(argument, { tls, setup }) {
    if (tls !== undefined) return err(replies.alreadySecure);
    if (setup.startTls === 'none') return err(replies.notImplemented);
    return setup.startTls === 'offered' ? checkNoArgument(argument) : err(replies.tlsUnavailable);
  },
  proceed(_, conversation) {
    // Who can write into the plain text must not get a command into the secured session: nothing that came along is carried out.
    if (conversation.input.length > 0) {
      conversation.closeWith(replies.talkAfterStartTls, 'starttls-injection');
      return;
    }
    conversation.take('start-tls');
    conversation.say(replies.startTls);
    conversation.outbox.push({ kind: 'start-tls' });
  },
});
