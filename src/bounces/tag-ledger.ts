import type { Log } from '../base/ports.ts';
import type { Evidence, NoticeFinding } from '../dsn/correlate/finding.ts';
import { dayOf } from '../policy/prvs.ts';
import type { BounceStore } from './bounce-store.ts';
import { countedDays, type NoticeExample, type TagCount } from './day-counts.ts';
import { seenLengthMax } from './flood.ts';

/** As what a notice counts where tags are written (day-counts.ts). */
export function tagCountOf({ verdict, evidence }: NoticeFinding): TagCount {
  const has = (is: (fact: Evidence) => boolean) => evidence.some(is);
  if (has((fact) => fact.kind === 'tag' && fact.worth === 'valid')) return 'tagged';
  if (verdict === 'about-mail-you-sent') return 'yours';
  const isKnown = (fact: Evidence): boolean =>
    (fact.kind === 'correspondence' && fact.isThere) ||
    (fact.kind === 'names' && fact.isYours) ||
    (fact.kind === 'tag' && fact.worth === 'expired');
  return has(isKnown) ? 'doubtful' : 'strange';
}

/** Keeps account of how notices come: under tags, and without, so that the operator knows what enforcement would do. */
export class TagLedger {
  readonly #store: Pick<BounceStore, 'countNotice'>;
  readonly #log: Log;

  constructor(store: Pick<BounceStore, 'countNotice'>, log: Log) {
    this.#store = store;
    this.#log = log;
  }

  /** Nobody waits for it, and it never throws. @param example untrusted texts */
  count(finding: NoticeFinding, example: NoticeExample): void {
    const day = dayOf(example.at);
    const what = tagCountOf(finding);
    this.#store
      .countNotice({
        day,
        what,
        forgetBefore: day - countedDays,
        ...(what !== 'tagged' && { example: bounded(example) }),
      })
      .catch((error: unknown) => this.#log.error('a notice could not be counted', { error }));
  }
}

const cut = (text: string): string => text.slice(0, seenLengthMax).toWellFormed();

const bounded = ({ at, queueId, to, host, subject }: NoticeExample): NoticeExample => ({
  at,
  queueId,
  to: cut(to),
  host: cut(host),
  subject: cut(subject),
});
