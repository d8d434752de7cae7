import { lookup as lookUp } from 'node:dns';
import { request } from 'node:https';
import type { LookupFunction } from 'node:net';
import type { PushSubscription } from '../accounts/push-subscriptions.ts';
import { type IpAddress, isPublicIp, parseIp } from '../address/ip.ts';
import { fromUtf8 } from '../base/bytes.ts';
import { dayMs, secondMs } from '../base/instant.ts';
import type { Random } from '../base/ports.ts';
import { encryptForPush } from './push-encryption.ts';

/** What became of a message: see PostResult of the sender. */
type Result = 'taken' | 'gone' | 'later' | 'refused';

/** How long a push service has for its answer. */
const answerMs = 10 * secondMs;
/** How long it may keep the message for a device that is away (RFC 8030 §5.2), in seconds. */
const keptSeconds = dayMs / secondMs;

export interface PushClientOptions {
  readonly random: Random;
  /** Addresses that may be dialled. RFC 8620 §8.6: nobody makes us speak to our own network. */
  readonly isAllowed?: (ip: IpAddress) => boolean;
  /** Certificates to trust, for tests; else those of the machine. */
  readonly ca?: string;
}

/** Sends messages to push services. Redirections are not followed: they lead who knows where. */
export function pushClient({ random, isAllowed = isPublicIp, ca }: PushClientOptions) {
  const lookup: LookupFunction = (hostname, _options, callback) => {
    lookUp(hostname, { all: true }, (error, found) => {
      const allowed = (found ?? []).filter(({ address }) => isAllowed(parseIp(address) ?? ('' as IpAddress)));
      if (error ?? allowed.length === 0)
        callback(error ?? new Error(`${hostname} is not in the public network`), []);
      else callback(null, allowed);
    });
  };
  return (subscription: Pick<PushSubscription, 'url' | 'keys'>, message: object): Promise<Result> => {
    const { url, keys } = subscription;
    const clear = fromUtf8(JSON.stringify(message));
    const ip = parseIp(new URL(url).hostname.replace(/^\[|\]$/g, ''));
    if (ip !== undefined && !isAllowed(ip)) return Promise.resolve('refused');
    return new Promise((resolve) => {
      const body = keys ? encryptForPush(clear, keys, random) : clear;
      const sent = request(url, {
        method: 'POST',
        agent: false,
        lookup,
        timeout: answerMs,
        ...(ca !== undefined && { ca }),
        headers: {
          // RFC 8620 §7.2
          'content-type': 'application/json',
          'content-length': body.length,
          ttl: keptSeconds,
          urgency: 'normal',
          ...(keys && { 'content-encoding': 'aes128gcm' }),
        },
      });
      sent.on('timeout', () => sent.destroy(new Error('no answer')));
      sent.on('error', () => resolve('later'));
      sent.on('response', (response) => {
        response.resume();
        response.on('error', () => {});
        resolve(resultOf(response.statusCode ?? 0));
      });
      sent.end(body);
    });
  };
}

/** RFC 8030 §5 and §7.3: 404 where a subscription has ended, 429 where there are too many messages. */
function resultOf(status: number): Result {
  if (status >= 200 && status < 300) return 'taken';
  if (status === 404 || status === 410) return 'gone';
  return status === 429 || status >= 500 ? 'later' : 'refused';
}
