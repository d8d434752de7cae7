import type { Instant } from '../base/instant.ts';
import type { Clock, Log } from '../base/ports.ts';
import type { BounceStore } from '../bounces/bounce-store.ts';
import { learntMax, type TagMode, type TagRules } from '../policy/return-paths.ts';

/** What a server remembers of its tags from one start to the next. */
export interface RememberedTags extends Required<Pick<TagRules, 'learnt' | 'onLearn' | 'taggedSince'>> {
  /** Tags are written from now on, if they were not before; or no more, in the mode `off`. @throws StoreError */
  begin(mode: TagMode): Promise<void>;
}

/** @throws StoreError */
export async function rememberedTags(
  store: BounceStore,
  { clock, log }: { readonly clock: Pick<Clock, 'now'>; readonly log: Log },
): Promise<RememberedTags> {
  let since = await store.taggedSince();
  return {
    learnt: [...(await store.listTagExceptions())].sort((a, b) => a.learntAt - b.learntAt),
    onLearn: (exception) => {
      store.putTagException(exception, learntMax).catch((error: unknown) => {
        log.error('an exception from tags could not be written down', { error });
      });
    },
    taggedSince: () => since,
    async begin(mode) {
      const next: Instant | undefined = mode === 'off' ? undefined : (since ?? clock.now());
      if (next !== since) await store.setTaggedSince(next);
      since = next;
    },
  };
}
