import { useSignal } from '@preact/signals';
import { quotedAddress } from '../../../src/dsn/languages/inline.ts';
import { letterMarks } from '../../../src/dsn/notice/letter-marks.ts';
import type { Email } from '../jmap/mail.ts';
import type { Delivery, Notice, NoticeRecipient } from '../jmap/news.ts';
import { standingOfAll, summary } from '../news/summary.ts';
import { endSessionIfOver } from '../state/session.ts';
import { useWords } from '../words/words-context.ts';
import { Blocks, LineView } from './blocks.tsx';

export interface NoticeCardProps {
  readonly notice: Notice;
  readonly email: Email;
  /** The sending that it is about, as it stands now. */
  readonly delivery: Delivery | undefined;
  /** Opens the mail that the notice is about once more, for these addresses. */
  readonly onResend: (addresses: readonly string[]) => Promise<'opened' | 'not-found'>;
  readonly onTellPostmaster: () => Promise<void>;
}

/** A notice, told: what happened, to whom, why, who must act, and what to do about it right here. */
export function NoticeCard({ notice, email, delivery, onResend, onTellPostmaster }: NoticeCardProps) {
  const words = useWords();
  const trouble = useSignal<string | undefined>(undefined);
  const { content, recipients, verdict } = notice;
  const isProven = verdict === null || verdict === 'about-mail-you-sent';
  const failed = recipients.filter(({ action }) => action === 'failed');
  const resend = (addresses: readonly string[]) =>
    onResend(addresses)
      .then((answer) => {
        trouble.value = answer === 'opened' ? undefined : words.say('notice.original-gone');
      })
      .catch(endSessionIfOver);
  const headingId = `notice-${email.id}`;
  return (
    <article
      class="notice paper"
      data-tone={isProven ? content.tone : 'doubtful'}
      lang={content.language}
      dir={content.direction}
      aria-labelledby={headingId}
    >
      <div class="edge" aria-hidden="true" />
      <div class="in">
        {!isProven && (
          <p class="doubt" role="note">
            {words.say(verdict === 'forged' ? 'notice.forged' : 'notice.unproven')}
          </p>
        )}
        <p class="eyebrow">{content.kind}</p>
        <h2 id={headingId}>{content.headline}</h2>
        {isProven && delivery && (
          <p class="now" role="status" data-standing={standingOfAll(delivery)}>
            {words.say('notice.now', { state: summary(delivery, words) })}
          </p>
        )}
        {isProven &&
          failed.map((recipient) => (
            <Suggestions key={recipient.address} recipient={recipient} onResend={resend} />
          ))}
        <Blocks blocks={content.blocks} />
        {isProven && failed.length > 0 && (
          <div class="actions">
            <button
              type="button"
              class="button"
              onClick={() => void resend(failed.map(({ address }) => address))}
            >
              {words.say('notice.again')}
            </button>
            <button type="button" class="button" onClick={() => void resend([])}>
              {words.say('notice.other-address')}
            </button>
            <button
              type="button"
              class="button"
              onClick={() => void onTellPostmaster().catch(endSessionIfOver)}
            >
              {words.say('notice.tell-postmaster')}
            </button>
          </div>
        )}
        <p class="trouble" role="alert">
          {trouble.value}
        </p>
      </div>
    </article>
  );
}

interface SuggestionsProps {
  readonly recipient: NoticeRecipient;
  readonly onResend: (addresses: readonly string[]) => Promise<void>;
}

/** The address with its wrong letters, and what may have been meant: one press, and it goes there. */
function Suggestions({ recipient: { address, didYouMean }, onResend }: SuggestionsProps) {
  const words = useWords();
  return (
    <>
      {didYouMean.map((meant) => {
        const { inFirst, inSecond } = letterMarks(address, meant);
        return (
          <div class="hint" key={meant}>
            <p>
              <LineView line={[{ ...quotedAddress(address), marks: inFirst, isWrong: true }]} />
            </p>
            <p>
              {words.say('notice.did-you-mean')}{' '}
              <b>
                <LineView line={[{ ...quotedAddress(meant), marks: inSecond }]} />
              </b>
            </p>
            <button type="button" class="button main" onClick={() => void onResend([meant])}>
              {words.say('notice.fix')}
            </button>
          </div>
        );
      })}
    </>
  );
}
