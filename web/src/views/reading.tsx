import { useEffect, useRef } from 'preact/hooks';
import { type Email, keyword } from '../jmap/mail.ts';
import type { Mail } from '../state/mail.ts';
import type { News } from '../state/news.ts';
import { type Route, routeText } from '../state/route.ts';
import { endSessionIfOver } from '../state/session.ts';
import { useWords } from '../words/words-context.ts';
import type { DeskWriting } from '../writing/desk-writing.ts';
import { MailView } from './mail-view.tsx';
import { ThreadActions } from './thread-actions.tsx';

interface ReadingProps {
  readonly mail: Mail;
  readonly news: News;
  readonly route: Route;
  readonly writing: DeskWriting;
}

/** The conversation that is open. */
export function Reading({ mail, news, route, writing }: ReadingProps) {
  const words = useWords();
  const heading = useRef<HTMLHeadingElement>(null);
  const { thread } = route;
  const emails = thread === undefined ? undefined : mail.thread(thread).value;
  useEffect(() => {
    if (thread !== undefined) mail.loadThread(thread).catch(endSessionIfOver);
  }, [thread]);
  const isLoaded = emails !== undefined;
  useEffect(() => {
    if (!emails) return;
    heading.current?.focus();
    markSeen(mail, emails).catch(endSessionIfOver);
  }, [thread, isLoaded]);
  const { thread: _, ...list } = route;
  return (
    <main class="reading" id="mail" tabIndex={-1}>
      {thread === undefined || emails?.length === 0 ? (
        <p class="empty">{words.say('mail.choose')}</p>
      ) : (
        <article aria-busy={!isLoaded}>
          <a class="button plain back" href={routeText(list)}>
            {words.say('back')}
          </a>
          {emails && (
            <>
              <h1 ref={heading} tabIndex={-1}>
                <bdi>{emails[0]?.subject || words.say('list.no-subject')}</bdi>
              </h1>
              <ThreadActions emails={emails} mail={mail} route={route} />
              {emails.map((email, i) => (
                <MailView
                  key={email.id}
                  email={email}
                  mail={mail}
                  news={news}
                  writing={writing}
                  isOpen={i === emails.length - 1}
                />
              ))}
            </>
          )}
        </article>
      )}
    </main>
  );
}

async function markSeen(mail: Mail, emails: readonly Email[]): Promise<void> {
  const unseen = emails.filter(({ keywords }) => !(keyword.seen in keywords));
  if (unseen.length === 0) return;
  const patch = { [`keywords/${keyword.seen}` as const]: true as const };
  await mail.update(Object.fromEntries(unseen.map(({ id }) => [id, patch])));
}
