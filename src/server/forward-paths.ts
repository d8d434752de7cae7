import { fromLatin1 } from '../base/bytes.ts';
import { onceFor } from '../base/once-for.ts';
import type { OurDomains } from '../policy/domains.ts';
import { ForwardPaths } from '../policy/forward-paths.ts';
import type { Config } from './config.ts';
import type { SigningKeys } from './signing-keys.ts';

/** The reverse-paths of mail that is forwarded, by keys that are made of the signing keys and roll with them. */
export function forwardPaths(
  { forwarding }: Config,
  ours: OurDomains,
  signingKeys: SigningKeys,
): ForwardPaths {
  const secretOf = onceFor((key: SigningKeys['current']) => fromLatin1(key.mac('key of forwards')));
  return new ForwardPaths({
    daysMax: forwarding.srs_days,
    ours,
    secrets: () => {
      const { current, known } = signingKeys;
      return [secretOf(current), ...known.filter((key) => key !== current).map(secretOf)];
    },
  });
}
