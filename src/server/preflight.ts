import { type Preflight, preflight } from '../reception/preflight.ts';
import { resolveNextHop } from '../routing/resolve.ts';
import type { Core } from './core.ts';

/** Looks at the domains that people write to, by the routes by which their mail would go. */
export function submissionPreflight(core: Core): { readonly preflight?: Preflight } {
  const { config, clock, log, data, routes } = core;
  if (!config.submission.preflight) return {};
  const look = preflight({
    clock,
    log,
    queue: data.queue,
    failureOf: async (domain) => {
      const hops = await resolveNextHop(domain, routes, core);
      return hops.ok ? undefined : hops.error;
    },
    patienceMs: config.submission.preflight_timeout,
  });
  return { preflight: look };
}
