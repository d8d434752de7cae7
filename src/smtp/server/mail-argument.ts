import { hasNonAscii } from '../../address/domain.ts';
import { parseMailboxAddress } from '../../address/mailbox-address.ts';
import { scanReversePath } from '../../address/path.ts';
import { decodeXtext, parseXtext, type Xtext } from '../../address/xtext.ts';
import { err, ok, type Result } from '../../base/result.ts';
import { envelopeIdLengthMax, type ReturnContent } from '../../envelope/dsn-parameters.ts';
import type { BodyType, Envelope } from '../../envelope/envelope.ts';
import type { Reply } from '../../envelope/reply.ts';
import { type ParameterError, type ParameterReader, readParameters } from '../parameters.ts';
import * as replies from './replies.ts';

/** What MAIL says. */
export interface MailArgument {
  readonly envelope: Envelope;
  /** SIZE (RFC 1870 §6), if given. */
  readonly declaredSizeBytes: number | undefined;
  /** After the content, a reply for each recipient is wanted (draft-hall-prdr). */
  readonly wantsEach: boolean;
}

interface MailParameters {
  body: BodyType;
  smtpUtf8: true;
  returnContent: ReturnContent;
  envelopeId: Xtext;
  declaredSizeBytes: number;
  wantsEach: true;
}

const readers = new Map<string, ParameterReader<MailParameters>>([
  ['SIZE', readSize],
  ['BODY', readBody],
  ['SMTPUTF8', (value) => (value === undefined ? { smtpUtf8: true } : undefined)], // RFC 6531 §3.4
  ['RET', readReturnContent],
  ['ENVID', readEnvelopeId],
  ['PRDR', (value) => (value === undefined ? { wantsEach: true } : undefined)],
]);
const readersWithAuth = new Map([...readers, ['AUTH', readSubmitter] as const]);

/**
 * Reads the argument of MAIL (RFC 5321 §4.1.1.2).
 *
 * @param hasAuth the parameter AUTH is known: where the command is offered (RFC 4954 §3)
 */
export function parseMailArgument(argument: string, hasAuth: boolean): Result<MailArgument, Reply> {
  // RFC 5321 §3.3 allows no blank behind the colon, but it is so frequent that everybody takes it.
  const match = /^FROM: *(?=<)/i.exec(argument);
  if (!match) return err(replies.badMail);
  const scanned = scanReversePath(argument.slice(match[0].length), { utf8: true });
  if (!scanned.ok) return err(replies.badSender(scanned.error));
  const { path, rest } = scanned.value;
  if (rest !== '' && !rest.startsWith(' ')) return err(replies.badMail);
  const parameters = readParameters(rest, hasAuth ? readersWithAuth : readers);
  if (!parameters.ok) return err(parameterReply(parameters.error));
  const { body = '7bit', smtpUtf8 = false, declaredSizeBytes, wantsEach = false, ...dsn } = parameters.value;
  if (!smtpUtf8 && hasNonAscii(argument)) return err(replies.asciiSenderOnly);
  return ok({ envelope: { reversePath: path, body, smtpUtf8, ...dsn }, declaredSizeBytes, wantsEach });
}

/** RFC 5321 §4.1.1.11 and the RFCs of the parameters. */
export function parameterReply({ kind, keyword }: ParameterError): Reply {
  if (kind === 'unknown') return replies.unknownParameter(keyword);
  return keyword === '' ? replies.malformedParameter : replies.badParameter(keyword);
}

/** size-value = 1*20DIGIT (RFC 1870 §3) */
function readSize(value = ''): Partial<MailParameters> | undefined {
  return /^\d{1,20}$/.test(value) ? { declaredSizeBytes: Number(value) } : undefined;
}

/** body-value = "7BIT" / "8BITMIME" (RFC 6152 §2); BINARYMIME (RFC 3030 §3) is not offered. */
function readBody(value = ''): Partial<MailParameters> | undefined {
  const body = value.toLowerCase();
  return body === '7bit' || body === '8bitmime' ? { body } : undefined;
}

/** RFC 3461 §4.3 */
function readReturnContent(value = ''): Partial<MailParameters> | undefined {
  switch (value.toUpperCase()) {
    case 'FULL':
      return { returnContent: 'full' };
    case 'HDRS':
      return { returnContent: 'headers' };
    default:
      return undefined;
  }
}

/** RFC 3461 §4.4: xtext of printable ASCII. */
function readEnvelopeId(value = ''): Partial<MailParameters> | undefined {
  const envelopeId = parseXtext(value);
  if (envelopeId === undefined || value === '') return undefined;
  const decoded = decodeXtext(envelopeId);
  return /^[\t -~]*$/.test(decoded) && decoded.length <= envelopeIdLengthMax ? { envelopeId } : undefined;
}

/** auth-param (RFC 4954 §8): xtext of a mailbox or of "<>". We trust nobody's word for it, so it is read and dropped (§5). */
function readSubmitter(value = ''): Partial<MailParameters> | undefined {
  const encoded = parseXtext(value.replace(/\+[0-9a-f]{2}/gi, (hexchar) => hexchar.toUpperCase()));
  if (encoded === undefined) return undefined;
  const submitter = decodeXtext(encoded);
  return submitter === '<>' || parseMailboxAddress(submitter, { utf8: true }).ok ? {} : undefined;
}
