import { hasNonAscii } from '../../address/domain.ts';
import { scanForwardPath } from '../../address/path.ts';
import { isUtf8AddressXtext } from '../../address/utf8-xtext.ts';
import { decodeXtext, parseXtext, type Xtext } from '../../address/xtext.ts';
import { err, ok, type Result } from '../../base/result.ts';
import { originalRecipientLengthMax } from '../../envelope/dsn-parameters.ts';
import type { EnvelopeRecipient, RecipientParameters } from '../../envelope/envelope.ts';
import type { Reply } from '../../envelope/reply.ts';
import { type ParameterReader, readParameters } from '../parameters.ts';
import { parameterReply } from './mail-argument.ts';
import * as replies from './replies.ts';

const readers = new Map<string, ParameterReader<RecipientParameters>>([
  ['NOTIFY', readNotify],
  ['ORCPT', readOriginalRecipient],
]);

/**
 * Reads the argument of RCPT (RFC 5321 §4.1.1.3).
 *
 * @param smtpUtf8 the transaction's MAIL said SMTPUTF8
 */
export function parseRcptArgument(argument: string, smtpUtf8: boolean): Result<EnvelopeRecipient, Reply> {
  const match = /^TO: *(?=<)/i.exec(argument);
  if (!match) return err(replies.badRcpt);
  const scanned = scanForwardPath(argument.slice(match[0].length), { utf8: true });
  if (!scanned.ok) return err(replies.badRecipient(scanned.error));
  const { path, rest } = scanned.value;
  if (rest !== '' && !rest.startsWith(' ')) return err(replies.badRcpt);
  const parameters = readParameters(rest, readers);
  if (!parameters.ok) return err(parameterReply(parameters.error));
  if (!smtpUtf8 && hasNonAscii(argument)) return err(replies.asciiRecipientOnly);
  return ok({ path, ...parameters.value });
}

/** notify-esmtp-value = "NEVER" / 1#notify-list-element (RFC 3461 §4.1) */
function readNotify(value = ''): RecipientParameters | undefined {
  const words = value.toUpperCase().split(',');
  if (words.length === 1 && words[0] === 'NEVER') return { notify: 'never' };
  const isEvent = (word: string) => word === 'SUCCESS' || word === 'FAILURE' || word === 'DELAY';
  if (!words.every(isEvent)) return undefined;
  return {
    notify: {
      success: words.includes('SUCCESS'),
      failure: words.includes('FAILURE'),
      delay: words.includes('DELAY'),
    },
  };
}

/** original-recipient-address = addr-type ";" xtext, addr-type = atom (RFC 3461 §4.2); "=" cannot stand in a parameter */
const originalRecipient = /^([!#$%&'*+\-/0-9?A-Z^_`a-z{|}~]+);(.*)$/su;

function readOriginalRecipient(value = ''): RecipientParameters | undefined {
  if (value.length > originalRecipientLengthMax) return undefined;
  const [, addressType, encoded] = originalRecipient.exec(value) ?? [];
  if (addressType === undefined || encoded === undefined) return undefined;
  const address = isUtf8Type(addressType) ? parseUtf8Address(encoded) : parsePrintableXtext(encoded);
  return address === undefined ? undefined : { originalRecipient: { addressType, address } };
}

const isUtf8Type = (addressType: string): boolean => addressType.toLowerCase() === 'utf-8';

/** The three forms of RFC 6533 §3. None of them uses xtext, whose "+" and "=" they escape themselves. */
const parseUtf8Address = (encoded: string): Xtext | undefined =>
  isUtf8AddressXtext(encoded) ? (encoded as Xtext) : undefined;

/** RFC 3461 §4.2: behind the encoding stand printable ASCII characters, and thus no line ends. */
function parsePrintableXtext(encoded: string): Xtext | undefined {
  const address = parseXtext(encoded);
  return address !== undefined && /^[\t -~]*$/.test(decodeXtext(address)) ? address : undefined;
}
