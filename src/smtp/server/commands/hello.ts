import { parseMailDomain } from '../../../address/domain.ts';
import { err, ok, type Result } from '../../../base/result.ts';
import { type Reply, reply } from '../../../envelope/reply.ts';
import { ehloLine } from '../../extensions.ts';
import type { Conversation, Hello } from '../conversation.ts';
import * as replies from '../replies.ts';
import { command } from './command.ts';

/** RFC 5321 §4.5.3.1.2 */
const nameLengthMax = 255;

/**
 * Names that are neither a domain nor an address literal are very frequent (an underscore, a bare IP address) and no reason to
 * refuse (RFC 5321 §4.1.4). What cannot be in any name is.
 */
const lenientName = /^[A-Za-z0-9._:[\]-]+$/;

export const ehlo = helloCommand(true);
export const helo = helloCommand(false);

function helloCommand(isExtended: boolean) {
  return command({
    check: (argument) => readHello(argument, isExtended),
    proceed(hello: Hello, conversation) {
      const isRepeated = conversation.hello !== undefined;
      // RFC 5321 §4.1.4: as if RSET had been said.
      conversation.dropTransaction();
      conversation.take('hello');
      conversation.hello = hello;
      const { hostname } = conversation.setup;
      const lines = isExtended ? [hostname, ...offer(conversation)] : [hostname];
      conversation.sayHello(reply(250, undefined, ...lines), isRepeated);
    },
  });
}

function readHello(argument: string, isExtended: boolean): Result<Hello, Reply> {
  // RFC 5321 §4.1.1.1: some clients say more behind the name.
  const name = argument.split(' ')[0] ?? '';
  if (!lenientName.test(name) || name.length > nameLengthMax) return err(replies.badHostname);
  const domain = parseMailDomain(name);
  return ok(domain.ok ? { name, domain: domain.value, isExtended } : { name, isExtended });
}

/** RFC 5321 §4.1.1.1: a line for each extension. */
function offer({ setup, tls }: Readonly<Conversation>): string[] {
  const { limits, mechanisms } = setup;
  const lines = [
    ehloLine('PIPELINING'),
    ehloLine('SIZE', limits.contentBytesMax),
    ehloLine('8BITMIME'),
    ehloLine('SMTPUTF8'),
    ehloLine('ENHANCEDSTATUSCODES'),
    ehloLine('DSN'),
    ehloLine('CHUNKING'),
    ehloLine('PRDR'),
    ehloLine(
      'LIMITS',
      announced('MAILMAX', limits.transactionsMax),
      announced('RCPTMAX', limits.recipientsMax),
    ),
  ];
  // RFC 3207 §4.2: not under TLS. RFC 4954 §6: no mechanism is offered that is not permitted for want of encryption.
  if (tls === undefined && setup.startTls === 'offered') lines.push(ehloLine('STARTTLS'));
  if (tls !== undefined && mechanisms.length > 0) lines.push(ehloLine('AUTH', ...mechanisms));
  return [...lines, ehloLine('HELP')];
}

/** A limit of RFC 9422, which has six digits at most. */
const announced = (name: string, limit: number): string => `${name}=${Math.min(limit, 999_999)}`;
