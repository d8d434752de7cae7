import { type Bytes, fromBase64, latin1, NO_BYTES, toBase64 } from '../../../base/bytes.ts';
import { invariant } from '../../../base/invariant.ts';
import { err, ok, type Result } from '../../../base/result.ts';
import { isPermanent, type Reply, reply } from '../../../envelope/reply.ts';
import type { Conversation } from '../conversation.ts';
import type { Answer } from '../dialogue.ts';
import type { Line } from '../line-reader.ts';
import * as replies from '../replies.ts';
import { command } from './command.ts';

/** What AUTH says. */
interface AuthArgument {
  readonly mechanism: string;
  readonly initialResponse: Bytes | undefined;
}

/** AUTH (RFC 4954 §4) begins a SASL exchange, which the reception leads. */
export const auth = command({
  check(argument, { account, setup, tls }) {
    if (account !== undefined) return err(replies.alreadyAuthenticated);
    if (setup.mechanisms.length === 0) return err(replies.notImplemented);
    return tls === undefined ? err(replies.mechanismNeedsTls) : readArgument(argument, setup.mechanisms);
  },
  proceed({ mechanism, initialResponse }, conversation) {
    conversation.take('start-auth');
    conversation.mechanism = mechanism;
    askStep(conversation, initialResponse, true);
  },
});

/** A line of the client within the exchange. */
export function respond(line: Line, conversation: Conversation): void {
  const read = readResponse(line);
  if (read.ok) {
    askStep(conversation, read.value, false);
  } else {
    conversation.endExchange();
    conversation.sayError(read.error);
  }
}

function readResponse(line: Line): Result<Bytes, Reply> {
  if (line.kind === 'too-long') return err(replies.authLineTooLong);
  const text = latin1(line.bytes);
  if (text === '*') return err(replies.authCancelled);
  const response = fromBase64(text);
  return response === undefined ? err(replies.badBase64) : ok(response);
}

function readArgument(argument: string, mechanisms: readonly string[]): Result<AuthArgument, Reply> {
  const [name = '', encoded, ...rest] = argument.split(/ +/);
  if (name === '' || rest.length > 0) return err(replies.badAuth);
  const mechanism = name.toUpperCase();
  if (!mechanisms.includes(mechanism)) return err(replies.unknownMechanism);
  if (encoded === undefined) return ok({ mechanism, initialResponse: undefined });
  // "=" is a response without octets, which is another thing than no response.
  const initialResponse = encoded === '=' ? NO_BYTES : fromBase64(encoded);
  return initialResponse === undefined ? err(replies.badBase64) : ok({ mechanism, initialResponse });
}

function askStep(conversation: Conversation, response: Bytes | undefined, isFirst: boolean): void {
  const { mechanism = '' } = conversation;
  conversation.askOpenly({ kind: 'auth', mechanism, isFirst, response }, (answer) =>
    carryOut(answer, conversation),
  );
}

function carryOut(answer: Answer, conversation: Conversation): void {
  switch (answer.kind) {
    case 'challenge':
      conversation.say(reply(334, undefined, toBase64(answer.challenge)));
      break;
    case 'authenticated':
      conversation.endExchange();
      conversation.account = answer.account;
      conversation.say(replies.authenticated);
      break;
    case 'refuse':
      conversation.endExchange();
      refuse(answer.reply, conversation);
      break;
    case 'accept':
      invariant(false, 'an exchange ends with an account, not with a mere yes');
  }
}

function refuse(words: Reply, conversation: Conversation): void {
  if (words.code === 421) conversation.closeAsTold(words);
  // RFC 4954 §6: a 4yz is our own trouble.
  else if (isPermanent(words)) conversation.sayAuthFailure(words);
  else conversation.say(words);
}
