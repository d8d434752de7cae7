import { now } from '../browser/clock.ts';
import type { Delivery, DeliveryEvent } from '../jmap/news.ts';
import { standingOf, standingOfAll, summary } from '../news/summary.ts';
import { longMoment, shortMoment } from '../words/moments.ts';
import type { Key, Words } from '../words/words.ts';
import { useWords } from '../words/words-context.ts';

/** What became of a mail that was sent: each recipient, and everything that happened, in order. */
export function Timeline({ delivery }: { readonly delivery: Delivery }) {
  const words = useWords();
  return (
    <section
      class="timeline paper"
      aria-label={words.say('fate.title')}
      data-standing={standingOfAll(delivery)}
    >
      <h2>{words.say('fate.title')}</h2>
      <p class="sum" role="status">
        {summary(delivery, words)}
      </p>
      <ul class="recipients">
        {delivery.recipients.map((recipient) => (
          <li key={recipient.address} data-standing={standingOf(recipient)}>
            <span class="address">{recipient.address}</span>{' '}
            <span>{words.say(`standing.${standingOf(recipient)}`)}</span>{' '}
            {recipient.nextAttemptAt && recipient.state === 'delayed' && (
              <span class="soft">
                {words.say('fate.next-attempt', { at: momentText(recipient.nextAttemptAt, words) })}
              </span>
            )}
          </li>
        ))}
      </ul>
      <details>
        <summary>{words.say('fate.details')}</summary>
        <ol class="events">
          <li data-standing="arrived">
            <Moment at={delivery.sendAt} /> {words.say('event.sent')}
          </li>
          {delivery.events.map((event) => (
            <li
              key={`${event.at} ${event.kind} ${event.recipients.join()}`}
              data-standing={eventStanding(event)}
            >
              <Moment at={event.at} /> {eventText(event, words)}
              {event.reply && <pre dir="ltr">{event.reply}</pre>}
            </li>
          ))}
        </ol>
      </details>
    </section>
  );
}

function Moment({ at }: { readonly at: string }) {
  const { language } = useWords();
  const date = new Date(at);
  return (
    <time dateTime={at} title={longMoment(date, language)}>
      {shortMoment(date, now.value, language)}
    </time>
  );
}

const momentText = (at: string, { language }: Words): string =>
  shortMoment(new Date(at), now.value, language);

function eventStanding({ kind, result, action }: DeliveryEvent): string {
  if (kind === 'attempt') {
    if (result === 'permanent') return 'failed';
    return result === 'transient' ? 'delayed' : 'arrived';
  }
  if (action === 'failed') return 'failed';
  return action === 'delayed' ? 'delayed' : 'arrived';
}

function eventText(event: DeliveryEvent, words: Words): string {
  const { kind, result, action, host, by, recipients } = event;
  const values = { who: recipients.join(', '), host: host ?? by ?? '' };
  const key: Key =
    kind === 'attempt'
      ? `event.attempt.${result ?? 'transient'}${host ? '' : '.own'}`
      : `event.${kind}.${isTold(action) ? action : 'other'}`;
  return words.say(key, values);
}

type Told = 'failed' | 'delayed' | 'delivered';
const isTold = (action: string | undefined): action is Told =>
  action === 'failed' || action === 'delayed' || action === 'delivered';
