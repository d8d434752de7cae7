import * as v from 'valibot';
import type { PushSubscription } from '../../accounts/push-subscriptions.ts';
import { fromLooseBase64, toBase64 } from '../../base/bytes.ts';
import { dayMs, type Instant, instant, later } from '../../base/instant.ts';
import type { Random } from '../../base/ports.ts';
import { err, ok, type Result } from '../../base/result.ts';
import { describeIssue, orNull } from '../arguments.ts';
import type { MethodContext } from '../capability.ts';
import type { JsonObject } from '../json.ts';
import { invalidProperties, type SetError, setError } from '../set-error.ts';

/** What is told of a subscription: neither its URL nor its keys (RFC 8620 §7.2.1). */
export const subscriptionProperties = ['id', 'deviceClientId', 'verificationCode', 'expires', 'types'];

/** How long a subscription lasts at most without a new word (RFC 8620 §7.2: a week at least). */
export const subscriptionMs = 7 * dayMs;

/** Characters of what a client says of itself, and of a URL. */
const textLengthMax = 2_000;

const base64url = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{1,200}={0,2}$/, 'must be base64url'));
const date = v.pipe(
  v.string(),
  v.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z$/, 'must be a date in UTC'),
  v.check((text) => !Number.isNaN(Date.parse(text)), 'must be a date in UTC'),
);
const types = orNull(v.pipe(v.array(v.pipe(v.string(), v.maxLength(100))), v.maxLength(100)));

const createSchema = v.strictObject({
  deviceClientId: v.pipe(v.string(), v.minLength(1), v.maxLength(textLengthMax)),
  url: v.pipe(
    v.string(),
    v.maxLength(textLengthMax),
    v.check(
      (url) => url.startsWith('https://') && URL.canParse(url),
      'must be a URL that begins with https://',
    ),
  ),
  keys: orNull(v.strictObject({ p256dh: base64url, auth: base64url })),
  verificationCode: v.optional(v.null(), null),
  expires: orNull(date),
  types,
});

/** Makes a subscription of what a client has sent; nothing but its code is sent to it so far. */
export function newSubscription(
  record: JsonObject,
  { user, credential, clock }: Pick<MethodContext, 'user' | 'credential' | 'clock'>,
  random: Random,
): Result<PushSubscription, SetError> {
  const read = v.safeParse(createSchema, record);
  if (!read.success) return err(refused(read.issues));
  const { deviceClientId, url, keys, expires, types: wanted } = read.output;
  if (keys && !areKeys(keys)) return err(invalidProperties(['keys'], 'they are no keys for RFC 8291'));
  return ok({
    id: `P${urlSafe(random.bytes(9))}`,
    account: user.id,
    credential,
    deviceClientId,
    url,
    ...(keys && { keys }),
    verificationCode: urlSafe(random.bytes(24)),
    isVerified: false,
    expiresAt: boundedEnd(expires, clock.now()),
    ...(wanted && { types: wanted }),
  });
}

/** RFC 8291 §2: a point on P-256 in its uncompressed form, and 16 octets. */
const areKeys = ({ p256dh, auth }: { readonly p256dh: string; readonly auth: string }): boolean =>
  octets(p256dh).length === 65 && octets(p256dh)[0] === 4 && octets(auth).length === 16;

const octets = (text: string) => fromLooseBase64(text.replaceAll('-', '+').replaceAll('_', '/'));

const updateSchema = v.partial(
  v.strictObject({
    verificationCode: v.nullable(v.string()),
    expires: v.nullable(date),
    types,
    id: v.string(),
    deviceClientId: v.string(),
    url: v.string(),
    keys: v.unknown(),
  }),
);

/** Applies a patch. What can never change may stand in it as it is. */
export function updatedSubscription(
  subscription: PushSubscription,
  patch: JsonObject,
  now: Instant,
): Result<PushSubscription, SetError> {
  if (Object.keys(patch).some((pointer) => pointer.includes('/')))
    return err(setError('invalidPatch', 'nothing in a subscription has parts that can be set alone'));
  const read = v.safeParse(updateSchema, patch);
  if (!read.success) return err(refused(read.issues));
  const { verificationCode, expires, types: wanted, id, deviceClientId, url, keys } = read.output;
  const fixed = { id, deviceClientId, url, keys };
  const isSame = (name: keyof typeof fixed): boolean =>
    fixed[name] === undefined || JSON.stringify(fixed[name]) === JSON.stringify(subscription[name] ?? null);
  const changed = (Object.keys(fixed) as (keyof typeof fixed)[]).filter((name) => !isSame(name));
  if (changed.length > 0) return err(invalidProperties(changed, 'make another subscription'));
  if (typeof verificationCode === 'string' && verificationCode !== subscription.verificationCode)
    return err(invalidProperties(['verificationCode'], 'it is another code'));
  const { types: before, ...rest } = subscription;
  const after = wanted === undefined ? before : (wanted ?? undefined);
  return ok({
    ...rest,
    isVerified: subscription.isVerified || typeof verificationCode === 'string',
    ...(expires !== undefined && { expiresAt: boundedEnd(expires, now) }),
    ...(after && { types: after }),
  });
}

export const subscriptionObject = (subscription: PushSubscription): JsonObject => ({
  id: subscription.id,
  deviceClientId: subscription.deviceClientId,
  verificationCode: subscription.isVerified ? subscription.verificationCode : null,
  expires: `${new Date(subscription.expiresAt).toISOString().slice(0, 19)}Z`,
  types: subscription.types ?? null,
});

/** In whole seconds, as it is told. */
function boundedEnd(expires: string | null, now: Instant): Instant {
  const last = later(now, subscriptionMs);
  const wanted = expires === null ? last : Date.parse(expires);
  return instant(Math.floor(Math.min(wanted, last) / 1_000) * 1_000);
}

function refused(issues: readonly [v.BaseIssue<unknown>, ...v.BaseIssue<unknown>[]]): SetError {
  const names = issues.map(({ path }) => String(path?.[0]?.key ?? ''));
  return invalidProperties([...new Set(names)], describeIssue(issues[0]));
}

const urlSafe = (bytes: Uint8Array): string =>
  toBase64(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
