import * as v from 'valibot';
import { parseMailDomain } from '../../address/domain.ts';
import { type Instant, later } from '../../base/instant.ts';
import type { Clock } from '../../base/ports.ts';
import { printable } from '../../base/printable.ts';
import type { BounceStore } from '../../bounces/bounce-store.ts';
import { type NoticeExample, sumOf } from '../../bounces/day-counts.ts';
import { dayOf } from '../../policy/prvs.ts';
import { learntKeptMs, type ReturnPaths, untaggedMs } from '../../policy/return-paths.ts';
import { OperationError, type Operations, operation } from './operation.ts';

export interface BatvOperationsWorld {
  readonly store: BounceStore;
  readonly returnPaths: Pick<ReturnPaths, 'mode' | 'unlearn'>;
  /** Those of the configuration. */
  readonly exceptions: readonly string[];
  readonly clock: Pick<Clock, 'now'>;
}

const domainArgument = v.pipe(
  v.string(),
  v.rawTransform(({ dataset, addIssue, NEVER }) => {
    const parsed = parseMailDomain(dataset.value);
    if (parsed.ok) return parsed.value;
    addIssue({ message: `${printable(dataset.value, 300)} is not a domain` });
    return NEVER;
  }),
);

const daysDefault = 7;
const daysMax = 90;

/** `batv status`, `batv exceptions list|remove`. */
export function batvOperations(world: BatvOperationsWorld): Operations {
  const { store, returnPaths } = world;
  return {
    'batv.status': operation(
      v.strictObject({
        days: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(daysMax)), daysDefault),
      }),
      ({ days }) => statusView(days, world),
    ),
    'batv.exceptions': operation(v.strictObject({}), async () => exceptionsView(world)),
    'batv.remove': operation(v.strictObject({ domain: domainArgument }), async ({ domain }) => {
      const exceptions = await store.listTagExceptions();
      if (!exceptions.some((each) => each.domain === domain))
        throw new OperationError(`nothing was learnt of ${domain}; batv exceptions list shows what was`);
      returnPaths.unlearn(domain);
      await store.removeTagException(domain);
      return exceptionsView(world);
    }),
  };
}

export type BatvStatusView = Awaited<ReturnType<typeof statusView>>;
export type ExceptionsView = Awaited<ReturnType<typeof exceptionsView>>;

async function statusView(days: number, { store, returnPaths, clock }: BatvOperationsWorld) {
  const now = clock.now();
  const since = await store.taggedSince();
  const { counts, examples } = sumOf(await store.noticeCounts(dayOf(now) - days + 1));
  const floods = await store.listFloods();
  const isYoung = returnPaths.mode === 'enforce' && since !== undefined && now < later(since, untaggedMs);
  return {
    mode: returnPaths.mode,
    ...(since !== undefined && { taggedSince: iso(since) }),
    /** Until then, what comes without a tag is not refused. */
    ...(isYoung && { enforcesFrom: iso(later(since, untaggedMs)) }),
    days,
    counts,
    examples: {
      doubtful: examples.doubtful.map(exampleView),
      strange: examples.strange.map(exampleView),
    },
    surges: floods.flatMap(
      ({ surge, account, addresses, notices, forged, firstAt, lastAt, hosts, subjects }) =>
        surge
          ? [
              {
                account,
                addresses,
                notices,
                forged,
                filed: surge.filed,
                refused: surge.refused,
                firstAt: iso(firstAt),
                lastAt: iso(lastAt),
                hosts,
                subjects,
                card: surge.card.queueId,
              },
            ]
          : [],
    ),
  };
}

const exampleView = ({ at, ...example }: NoticeExample) => ({
  at: iso(at),
  ...example,
});

async function exceptionsView({
  store,
  exceptions,
  clock,
}: Pick<BatvOperationsWorld, 'store' | 'exceptions' | 'clock'>) {
  const learnt = (await store.listTagExceptions()).filter(
    ({ learntAt }) => clock.now() < later(learntAt, learntKeptMs),
  );
  return {
    configured: exceptions,
    learnt: learnt.map(({ domain, learntAt, reply }) => ({
      domain,
      learntAt: iso(learntAt),
      until: iso(later(learntAt, learntKeptMs)),
      reply,
    })),
  };
}

const iso = (at: Instant): string => new Date(at).toISOString();
