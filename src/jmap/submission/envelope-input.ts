import { parseMailboxAddress } from '../../address/mailbox-address.ts';
import { encodeUtf8AddressXtext } from '../../address/utf8-xtext.ts';
import { encodeXtext } from '../../address/xtext.ts';
import { type Instant, instant, later, secondMs } from '../../base/instant.ts';
import { err, ok, type Result } from '../../base/result.ts';
import type { Envelope, EnvelopeRecipient } from '../../envelope/envelope.ts';
import { parseMailArgument } from '../../smtp/server/mail-argument.ts';
import { parseRcptArgument } from '../../smtp/server/rcpt-argument.ts';
import { isJsonObject, type Json, type JsonObject } from '../json.ts';

/** What a client says of the envelope (RFC 8621 §7). */
export interface EnvelopeInput {
  readonly envelope: Envelope;
  readonly recipients: readonly EnvelopeRecipient[];
  /** When it shall be sent at the earliest (RFC 4865), if he says so. */
  readonly holdUntil?: Instant;
}

export type EnvelopeError =
  /** The object is not what it should be, or has parameters that we do not take. */
  | { readonly kind: 'malformed'; readonly path: string; readonly reason: string }
  /** These are no addresses that mail can be sent to. */
  | { readonly kind: 'recipients'; readonly addresses: readonly string[] };

/** Reads an Envelope object. Paths and parameters follow the grammar of MAIL and RCPT, of which they become arguments. */
export function readEnvelope(value: Json, now: Instant): Result<EnvelopeInput, EnvelopeError> {
  if (!isJsonObject(value)) return malformed('envelope', 'must be an object');
  const unknown = Object.keys(value).find((name) => name !== 'mailFrom' && name !== 'rcptTo');
  if (unknown !== undefined) return malformed(`envelope/${unknown}`, 'is not known');
  const { rcptTo } = value;
  if (!Array.isArray(rcptTo)) return malformed('envelope/rcptTo', 'must be a list');
  const from = readMailFrom(value.mailFrom ?? null, now);
  if (!from.ok) return from;
  const recipients: EnvelopeRecipient[] = [];
  const bad: string[] = [];
  for (const [i, each] of rcptTo.entries()) {
    const recipient = readRecipient(each, `envelope/rcptTo/${i}`);
    if (recipient.ok) recipients.push(recipient.value);
    else if (recipient.error.kind === 'malformed') return err(recipient.error);
    else bad.push(...recipient.error.addresses);
  }
  return bad.length > 0 ? err({ kind: 'recipients', addresses: bad }) : ok({ ...from.value, recipients });
}

function readMailFrom(value: Json, now: Instant): Result<Omit<EnvelopeInput, 'recipients'>, EnvelopeError> {
  const path = 'envelope/mailFrom';
  const address = readAddress(value, path);
  if (!address.ok) return address;
  const { email, parameters } = address.value;
  // RFC 8621 §7: the address may be empty, as that of mail that nobody shall be told of.
  if (email !== '' && !parseMailboxAddress(email, { utf8: true }).ok)
    return malformed(`${path}/email`, 'must be an address');
  const { hold, others } = takeHold(parameters, now);
  if (hold === 'malformed') return malformed(`${path}/parameters`, 'hold the mail wrongly');
  const words = argumentOf(others);
  const argument =
    words === undefined ? undefined : parseMailArgument(`FROM:<${email}> SMTPUTF8${words}`, true);
  if (!argument?.ok) return malformed(`${path}/parameters`, 'are not those of MAIL');
  const { envelope } = argument.value;
  return ok({ envelope, ...(hold !== undefined && { holdUntil: hold }) });
}

function readRecipient(value: Json, path: string): Result<EnvelopeRecipient, EnvelopeError> {
  const address = readAddress(value, path);
  if (!address.ok) return address;
  const { email, parameters } = address.value;
  if (!parseMailboxAddress(email, { utf8: true }).ok) return err({ kind: 'recipients', addresses: [email] });
  const words = argumentOf(parameters);
  const argument = words === undefined ? undefined : parseRcptArgument(`TO:<${email}>${words}`, true);
  return argument?.ok ? ok(argument.value) : malformed(`${path}/parameters`, 'are not those of RCPT');
}

interface AddressInput {
  readonly email: string;
  readonly parameters: JsonObject;
}

function readAddress(value: Json, path: string): Result<AddressInput, EnvelopeError> {
  if (!isJsonObject(value)) return malformed(path, 'must be an object');
  const { email, parameters = null } = value;
  const unknown = Object.keys(value).find((name) => name !== 'email' && name !== 'parameters');
  if (unknown !== undefined) return malformed(`${path}/${unknown}`, 'is not known');
  if (typeof email !== 'string') return malformed(`${path}/email`, 'must be a string');
  if (parameters !== null && !isJsonObject(parameters))
    return malformed(`${path}/parameters`, 'must be an object');
  return ok({ email, parameters: parameters ?? {} });
}

/** Parameters as they stand behind a path; undefined if one cannot stand there. Encodings were removed from them (RFC 8621 §7). */
function argumentOf(parameters: JsonObject): string | undefined {
  const words: string[] = [];
  for (const [name, value] of Object.entries(parameters)) {
    // We say that ourselves.
    if (name.toUpperCase() === 'SMTPUTF8') continue;
    if (value === null) words.push(` ${name}`);
    else if (typeof value === 'string') words.push(` ${name}=${encoded(name, value)}`);
    else return undefined;
  }
  const isOneEach = words.every((word) => /^ [^\s=]+(?:=[^\s]*)?$/u.test(word));
  return isOneEach ? words.join('') : undefined;
}

/** RFC 3461 §4: what these two hold is encoded on its way. */
function encoded(name: string, value: string): string {
  if (/^envid$/i.test(name)) return encodeXtext(value);
  const [, type, address] = (/^orcpt$/i.test(name) && /^([^;]*);(.*)$/s.exec(value)) || [];
  if (type === undefined || address === undefined) return value;
  return `${type};${/^utf-8$/i.test(type) ? encodeUtf8AddressXtext(address) : encodeXtext(address)}`;
}

/** Takes HOLDFOR or HOLDUNTIL out of the parameters of MAIL: one of them, once (RFC 4865). */
function takeHold(
  parameters: JsonObject,
  now: Instant,
): { readonly hold: Instant | 'malformed' | undefined; readonly others: JsonObject } {
  const isHold = (name: string) => /^hold(for|until)$/i.test(name);
  const entries = Object.entries(parameters);
  const holds = entries.filter(([name]) => isHold(name));
  const others = Object.fromEntries(entries.filter(([name]) => !isHold(name)));
  const [name = '', value] = holds[0] ?? [];
  if (holds.length === 0) return { hold: undefined, others };
  if (holds.length > 1 || typeof value !== 'string') return { hold: 'malformed', others };
  const hold = /^holdfor$/i.test(name) ? holdFor(value, now) : holdUntil(value);
  return { hold: hold ?? 'malformed', others };
}

/** Seconds, of up to nine digits. */
const holdFor = (value: string, now: Instant): Instant | undefined =>
  /^[1-9]\d{0,8}$/.test(value) ? later(now, Number(value) * secondMs) : undefined;

function holdUntil(value: string): Instant | undefined {
  const isDate = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/.test(value);
  const at = isDate ? Date.parse(value) : Number.NaN;
  return Number.isNaN(at) ? undefined : instant(at);
}

const malformed = (path: string, reason: string): Result<never, EnvelopeError> =>
  err({ kind: 'malformed', path, reason });
