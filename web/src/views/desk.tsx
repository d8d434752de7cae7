import { useSignal, useSignalEffect } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { currentRoute } from '../browser/router.ts';
import type { JmapClient } from '../jmap/client.ts';
import { listen } from '../jmap/events.ts';
import { Mail } from '../state/mail.ts';
import { News } from '../state/news.ts';
import { endSessionIfOver } from '../state/session.ts';
import { useWords } from '../words/words-context.ts';
import { DeskWriting } from '../writing/desk-writing.ts';
import { Composer } from './composer.tsx';
import { JustSent } from './just-sent.tsx';
import { MailList } from './mail-list.tsx';
import { Reading } from './reading.tsx';
import { SearchField } from './search-field.tsx';
import { Shelf } from './shelf.tsx';

/** All that a signed-in person sees: the mailboxes, a list, and the conversation that is open. */
export function Desk({ jmap }: { readonly jmap: JmapClient }) {
  const words = useWords();
  const mail = useMemo(() => new Mail(jmap), [jmap]);
  const news = useMemo(() => new News(jmap), [jmap]);
  const writing = useMemo(() => new DeskWriting(mail), [mail]);
  const route = currentRoute.value;
  const isOnline = useLine(mail, news);
  const place = `${route.mailbox}\n${route.search}`;
  const isReady = mail.mailboxes.value.size > 0;
  useEffect(() => {
    if (!isReady) return;
    const { mailbox, search } = route;
    const known = mail.shelf.value.find((each) => each.role === mailbox || each.id === mailbox);
    const at = search === undefined ? { ...(known && { mailboxId: known.id }) } : { text: search };
    mail.open(at).catch(endSessionIfOver);
  }, [place, isReady]);
  return (
    <div class="desk" data-open={route.thread === undefined ? 'list' : 'mail'}>
      <a class="unseen skip" href="#mail">
        {words.say('app.skip')}
      </a>
      <header class="top">
        <span class="brand">
          <img src="/icon.svg" alt="" width="28" height="28" /> {words.say('app.name')}
        </span>
        <SearchField route={route} />
        <button type="button" class="button main" onClick={() => void writing.open().catch(endSessionIfOver)}>
          {words.say('compose')}
        </button>
      </header>
      <Shelf mail={mail} route={route} />
      <MailList mail={mail} route={route} />
      <Reading mail={mail} news={news} route={route} writing={writing} />
      {writing.current.value && <Composer desk={writing} writing={writing.current.value} />}
      <JustSent desk={writing} />
      <p class="line-down" role="status" hidden={isOnline.value}>
        {isOnline.value ? '' : words.say('offline')}
      </p>
    </div>
  );
}

/** Loads what is there, then follows what changes. Whether the line is up. */
function useLine(mail: Mail, news: News) {
  const isOnline = useSignal(true);
  const failure = useSignal<unknown>(undefined);
  useSignalEffect(() => endSessionIfOver(failure.value));
  useEffect(() => {
    const fail = (error: unknown) => {
      failure.value = error;
    };
    mail.loadMailboxes().catch(fail);
    const catchUp = async (types: ReadonlySet<string>) => {
      await Promise.all([mail.catchUp(types), types.has('EmailSubmission') ? news.catchUp() : undefined]);
    };
    const all = new Set(['Mailbox', 'Email', 'EmailSubmission']);
    return listen(new EventSource(mail.jmap.eventSourceUrl()), mail.jmap.accountId, {
      onChange: (types) => void catchUp(types).catch(fail),
      onGap: () => void catchUp(all).catch(fail),
      onLine: (isUp) => {
        isOnline.value = isUp;
      },
    });
  }, [mail]);
  return isOnline;
}
