import type { Delivery, DeliveryRecipient } from '../jmap/news.ts';
import type { Words } from '../words/words.ts';

/** How a recipient stands, as a person would say it. What another host says weighs more than that we handed the mail on. */
export type Standing = 'arrived' | 'handed-on' | 'under-way' | 'delayed' | 'failed';

export function standingOf({ state, heard }: DeliveryRecipient): Standing {
  if (heard?.action === 'failed') return 'failed';
  if (heard?.action === 'delivered') return 'arrived';
  switch (state) {
    case 'delivered':
    case 'expanded':
      return 'arrived';
    case 'relayed':
      return heard?.action === 'delayed' ? 'delayed' : 'handed-on';
    case 'failed':
      return 'failed';
    case 'delayed':
      return 'delayed';
    default:
      return 'under-way';
  }
}

/** The worst of all: what the mark of a sent mail shows. */
export function standingOfAll({ recipients }: Pick<Delivery, 'recipients'>): Standing {
  const standings = new Set(recipients.map(standingOf));
  const order: readonly Standing[] = ['failed', 'delayed', 'under-way', 'handed-on'];
  return order.find((each) => standings.has(each)) ?? 'arrived';
}

/** "6 of 7 received it; 1 failed." */
export function summary(delivery: Pick<Delivery, 'recipients' | 'phase'>, words: Words): string {
  const { recipients, phase } = delivery;
  if (phase === 'canceled') return words.say('fate.canceled');
  const counts = Map.groupBy(recipients, standingOf);
  const n = (standing: Standing) => counts.get(standing)?.length ?? 0;
  const all = recipients.length;
  const parts = [
    ...(n('arrived') > 0 ? [words.say('fate.arrived', { n: n('arrived'), all })] : []),
    ...(n('handed-on') > 0 ? [words.say('fate.handed-on', { n: n('handed-on'), all })] : []),
    ...(n('under-way') > 0 ? [words.say('fate.under-way', { n: n('under-way'), all })] : []),
    ...(n('delayed') > 0 ? [words.say('fate.delayed', { n: n('delayed'), all })] : []),
    ...(n('failed') > 0 ? [words.say('fate.failed', { n: n('failed'), all })] : []),
  ];
  return parts.join(' ');
}
