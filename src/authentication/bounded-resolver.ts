import { failure, type RecordType, type Resolver } from '../dns/resolver.ts';

/** Questions that one mail may cause. SPF has a bound of its own (RFC 7208 §4.6.4); this is for all of it together. */
const questionsMax = 100;

/** A resolver for one mail: it stops asking when the time is over, or when there are too many questions. */
export function boundedResolver(inner: Resolver, isOver: Promise<unknown>): Resolver {
  const late = isOver.then(() => failure('timeout', 'there was no time left to ask'));
  let questions = 0;
  return {
    async query<T extends RecordType>(name: Parameters<Resolver['query']>[0], type: T) {
      questions += 1;
      if (questions > questionsMax) return failure('refused', 'the mail gives rise to too many questions');
      return await Promise.race([late, inner.query(name, type)]);
    },
  };
}
