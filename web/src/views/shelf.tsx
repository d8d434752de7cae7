import type { Mailbox } from '../jmap/mail.ts';
import type { Mail } from '../state/mail.ts';
import { type Route, routeText } from '../state/route.ts';
import { signOut } from '../state/session.ts';
import type { Key, Words } from '../words/words.ts';
import { useWords } from '../words/words-context.ts';

/** The mailboxes. */
export function Shelf({ mail, route }: { readonly mail: Mail; readonly route: Route }) {
  const words = useWords();
  return (
    <nav class="shelf" aria-label={words.say('mailboxes')}>
      <ul>
        {mail.shelf.value.map((mailbox) => (
          <li key={mailbox.id}>
            <ShelfLink mailbox={mailbox} route={route} />
          </li>
        ))}
      </ul>
      <div class="who">
        <span class="address">{mail.jmap.session.username}</span>
        <button type="button" class="button plain" onClick={() => void signOut().catch(() => {})}>
          {words.say('sign-out')}
        </button>
      </div>
    </nav>
  );
}

function ShelfLink({ mailbox, route }: { readonly mailbox: Mailbox; readonly route: Route }) {
  const words = useWords();
  const name = mailbox.role ?? mailbox.id;
  const isHere = route.mailbox === name;
  const unread = mailbox.role === 'drafts' ? mailbox.totalEmails : mailbox.unreadThreads;
  return (
    <a href={routeText({ mailbox: name })} aria-current={isHere ? 'page' : undefined}>
      <span>{mailboxName(mailbox, words)}</span>
      {unread > 0 && (
        <span class="count">
          <span aria-hidden="true">{unread}</span>
          <span class="unseen">{words.say('mailbox.unread', { n: unread })}</span>
        </span>
      )}
    </a>
  );
}

const roleNames: Readonly<Record<string, Key>> = {
  inbox: 'mailbox.inbox',
  drafts: 'mailbox.drafts',
  sent: 'mailbox.sent',
  junk: 'mailbox.junk',
  trash: 'mailbox.trash',
  archive: 'mailbox.archive',
};

/** Mailboxes with a task are called as the reader's language calls them. */
export function mailboxName({ role, name }: Mailbox, words: Words): string {
  const key = role === null ? undefined : roleNames[role];
  return key ? words.say(key) : name;
}
