import { fromLatin1 } from '../base/bytes.ts';
import { onceFor } from '../base/once-for.ts';
import type { SigningKey } from '../dsn/correlate/signature.ts';
import type { OurDomains } from '../policy/domains.ts';
import type { TagKey } from '../policy/prvs.ts';
import { ReturnPaths, type TagMode, type TagRules } from '../policy/return-paths.ts';
import type { Config } from './config.ts';
import type { SigningKeys } from './signing-keys.ts';

/** The tags of our reverse-paths, by keys that are made of the signing keys and roll with them. */
export function returnPaths(
  config: Config,
  ours: OurDomains,
  signingKeys: SigningKeys,
  remembered: Pick<TagRules, 'learnt' | 'onLearn' | 'taggedSince'> = {},
): ReturnPaths {
  return new ReturnPaths({
    ...remembered,
    mode: tagMode(config),
    days: config.batv.days,
    exceptions: new Set(config.batv.exceptions),
    ours,
    keys: () => {
      const { current, known } = signingKeys;
      const former = known.filter((key) => key !== current);
      return [tagKey(current), ...former.map(tagKey)];
    },
  });
}

/** Characters of a refusal that are remembered with an exception. */
const replyLengthMax = 300;

export const boundReply = (reply: string): string => reply.slice(0, replyLengthMax).toWellFormed();

/** A smart host that wants a login may also want to see the very address to which the login belongs. */
const tagMode = ({ batv, relay }: Config): TagMode =>
  batv.mode ?? (relay.smart_host_username === undefined ? 'monitor' : 'off');

/** Each recipient is looked at by them. Made of letters alone, so that it can be written into the configuration of another program that checks our tags. */
const tagKey = onceFor((key: SigningKey): TagKey => {
  const secret = key.mac('key of return paths');
  return {
    number: (key.mac('number of the key of return paths').codePointAt(0) ?? 0) % 10,
    secret: fromLatin1(secret),
  };
});
