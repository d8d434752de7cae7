import { goTo } from '../browser/router.ts';
import type { Mail } from '../state/mail.ts';
import { home, type Route } from '../state/route.ts';
import { endSessionIfOver } from '../state/session.ts';
import { useWords } from '../words/words-context.ts';
import { LongList } from './long-list.tsx';
import { MailRow } from './mail-row.tsx';
import { mailboxName } from './shelf.tsx';

/** The height of a row in CSS pixels: list.css has the same. */
const rowHeight = 76;

/** The mails of the mailbox, or what the search has found. */
export function MailList({ mail, route }: { readonly mail: Mail; readonly route: Route }) {
  const words = useWords();
  const { total, ids } = mail.list.value;
  const mailbox = mail.mailboxes.value.get(mail.place.value.mailboxId ?? '');
  const title = mailbox ? mailboxName(mailbox, words) : words.say('search');
  const isLoaded = mail.isListLoaded.value;
  return (
    <section class="list" aria-label={words.say('list.title', { mailbox: title })}>
      <div class="list-head">
        <h1>{title}</h1>
        <span role="status">{isLoaded ? words.say('list.count', { n: total }) : ''}</span>
        {route.search !== undefined && (
          <button type="button" class="button plain" onClick={() => goTo(home)}>
            {words.say('search.clear')}
          </button>
        )}
      </div>
      {isLoaded && total === 0 && (
        <p class="empty">{words.say(route.search === undefined ? 'mailbox.empty' : 'search.none')}</p>
      )}
      <LongList
        key={`${route.mailbox}\n${route.search}`}
        total={total}
        rowHeight={rowHeight}
        onSight={(from, to) => void mail.show(from, to).catch(endSessionIfOver)}
      >
        {(row) => {
          const email = mail.rows.value.get(ids.get(row) ?? '');
          return email ? <MailRow email={email} mail={mail} route={route} /> : <div class="row blank" />;
        }}
      </LongList>
    </section>
  );
}
