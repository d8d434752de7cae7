import { now } from '../browser/clock.ts';
import { type EmailAddress, type EmailRow, keyword } from '../jmap/mail.ts';
import type { Mail } from '../state/mail.ts';
import { type Route, routeText } from '../state/route.ts';
import { shortMoment } from '../words/moments.ts';
import type { Words } from '../words/words.ts';
import { useWords } from '../words/words-context.ts';

export function MailRow({ email, mail, route }: { email: EmailRow; mail: Mail; route: Route }) {
  const words = useWords();
  const isUnread = !(keyword.seen in email.keywords) && !(keyword.draft in email.keywords);
  const at = new Date(email.receivedAt);
  return (
    <a
      class="row"
      href={routeText({ ...route, thread: email.threadId })}
      data-unread={isUnread || undefined}
      aria-current={route.thread === email.threadId ? 'true' : undefined}
    >
      <span class="who-line">
        {isUnread && <span class="unseen">{words.say('list.unread')}</span>}
        <bdi class="names">{namesOf(email, mail, words)}</bdi>
        <time dateTime={email.receivedAt}>{shortMoment(at, now.value, words.language)}</time>
      </span>
      <span class="subject-line">
        <bdi class="subject">{email.subject || words.say('list.no-subject')}</bdi>
        <Marks email={email} />
      </span>
      <bdi class="preview">{email.preview}</bdi>
    </a>
  );
}

function Marks({ email }: { readonly email: EmailRow }) {
  const words = useWords();
  const marks = [
    ...(keyword.flagged in email.keywords ? [['★', 'list.flagged'] as const] : []),
    ...(keyword.answered in email.keywords ? [['↩', 'list.answered'] as const] : []),
    ...(email.hasAttachment ? [['⌇', 'list.attachment'] as const] : []),
  ];
  return (
    <span class="marks">
      {marks.map(([sign, key]) => (
        <span role="img" aria-label={words.say(key)} title={words.say(key)} key={key}>
          {sign}
        </span>
      ))}
    </span>
  );
}

/** In mailboxes of what one wrote oneself the others are of interest. */
function namesOf(email: EmailRow, mail: Mail, words: Words): string {
  const own = ['sent', 'drafts'].map((role) => mail.mailboxOf(role)?.id ?? '');
  const isOwn = own.some((id) => id in email.mailboxIds);
  const people = (isOwn ? email.to : email.from) ?? [];
  const names = people.map(displayName).join(', ');
  return isOwn ? `${words.say('mail.to')}: ${names}` : names;
}

export const displayName = ({ name, email }: EmailAddress): string => name?.trim() || email;
