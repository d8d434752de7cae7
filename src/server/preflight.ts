import { type Preflight, preflight } from '../reception/preflight.ts';
import { firstOf, suppressed } from '../reception/suppressed.ts';
import { resolveNextHop } from '../routing/resolve.ts';
import type { Core } from './core.ts';

/** Looks at the recipients elsewhere of people who have logged in: has mail to them failed before, and does their domain take any? */
export function submissionPreflight(core: Core): Preflight {
  const { config, clock, data } = core;
  const known = suppressed({
    clock,
    suppressions: data.suppressions,
    againMs: config.submission.again_within,
  });
  return config.submission.preflight ? firstOf(known, domainLook(core)) : known;
}

/** By the routes by which their mail would go. */
function domainLook(core: Core): Preflight {
  const { config, clock, log, data, routes } = core;
  return preflight({
    clock,
    log,
    queue: data.queue,
    failureOf: async (domain) => {
      const hops = await resolveNextHop(domain, routes, core);
      return hops.ok ? undefined : hops.error;
    },
    patienceMs: config.submission.preflight_timeout,
  });
}
