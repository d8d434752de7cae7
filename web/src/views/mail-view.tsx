import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { now } from '../browser/clock.ts';
import type { Email, EmailAddress } from '../jmap/mail.ts';
import type { Mail } from '../state/mail.ts';
import type { News } from '../state/news.ts';
import { endSessionIfOver } from '../state/session.ts';
import { longMoment, shortMoment, sizeText } from '../words/moments.ts';
import { useWords } from '../words/words-context.ts';
import type { DeskWriting } from '../writing/desk-writing.ts';
import { MailActions } from './mail-actions.tsx';
import { MailBody } from './mail-body.tsx';
import { Fate, NoticeOf } from './mail-news.tsx';
import { displayName } from './mail-row.tsx';

interface MailViewProps {
  readonly email: Email;
  readonly mail: Mail;
  readonly news: News;
  readonly writing: DeskWriting;
  readonly isOpen: boolean;
}

/** One mail of a conversation; earlier ones are folded. A notice is told by its card, and shown as it came only to who wants to see it. */
export function MailView({ email, mail, news, writing, isOpen }: MailViewProps) {
  const notice = news.notice(email.id).value;
  useEffect(() => {
    news.loadNotice(email.id).catch(endSessionIfOver);
  }, [email.id]);
  const parts = { email, mail, news, writing };
  return (
    <>
      {notice && <NoticeOf {...parts} notice={notice} />}
      <PlainMail email={email} mail={mail} writing={writing} isOpen={isOpen && notice === null} />
      <Fate {...parts} />
    </>
  );
}

function PlainMail({ email, mail, writing, isOpen }: Omit<MailViewProps, 'news'>) {
  const words = useWords();
  const at = new Date(email.sentAt ?? email.receivedAt);
  // What nobody looks at need not be drawn.
  const wasOpened = useSignal(isOpen);
  return (
    <details
      class="mail paper"
      open={isOpen}
      onToggle={({ currentTarget }) => {
        wasOpened.value ||= currentTarget.open;
      }}
    >
      <summary>
        <bdi class="names">{(email.from ?? []).map(displayName).join(', ')}</bdi>
        <bdi class="preview">{email.preview}</bdi>
        <time dateTime={at.toISOString()} title={longMoment(at, words.language)}>
          {shortMoment(at, now.value, words.language)}
        </time>
      </summary>
      {wasOpened.value && (
        <>
          <dl class="facts">
            <People label={words.say('mail.from')} people={email.from} />
            <People label={words.say('mail.to')} people={email.to} />
            <People label={words.say('mail.cc')} people={email.cc} />
          </dl>
          <MailBody email={email} jmap={mail.jmap} />
          <Attachments email={email} mail={mail} />
          <MailActions email={email} mail={mail} writing={writing} />
        </>
      )}
    </details>
  );
}

function People({ label, people }: { label: string; people: readonly EmailAddress[] | null }) {
  if (!people?.length) return null;
  return (
    <>
      <dt>{label}</dt>
      <dd>
        {people.map(({ name, email }) => (
          <span class="person" key={email}>
            {name && <bdi>{name}</bdi>} <span class="address">{email}</span>
          </span>
        ))}
      </dd>
    </>
  );
}

function Attachments({ email, mail }: { readonly email: Email; readonly mail: Mail }) {
  const words = useWords();
  const { attachments } = email;
  if (attachments.length === 0) return null;
  return (
    <section class="attachments">
      <h2>{words.say('mail.attachments', { n: attachments.length })}</h2>
      <ul>
        {attachments.map(({ blobId, name, type, size }, i) => {
          const shown = name ?? type;
          return (
            blobId && (
              <li key={blobId}>
                <a href={mail.jmap.downloadUrl(blobId, name ?? `part-${i + 1}`, type)} download={shown}>
                  <bdi>{shown}</bdi> <span class="size">{sizeText(size, words.language)}</span>
                </a>
              </li>
            )
          );
        })}
      </ul>
    </section>
  );
}
