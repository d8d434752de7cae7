import type { JmapClient } from '../jmap/client.ts';
import { type Email, wholeEmail } from '../jmap/mail.ts';
import type { Notice } from '../jmap/news.ts';
import type { GetResponse, Id, QueryResponse } from '../jmap/protocol.ts';
import type { News } from '../state/news.ts';

/**
 * The mail that a notice is about, with all that hangs on it: by the submission that it names, else by its Message-ID among all
 * mails. Undefined if it is not here any more.
 */
export async function originalOf(notice: Notice, jmap: JmapClient, news: News): Promise<Email | undefined> {
  const id = (await news.emailAbout(notice)) ?? (await emailWith(notice.messageId, jmap));
  if (id === undefined) return undefined;
  const { list } = await jmap.call<GetResponse<Email>>('Email/get', { ids: [id], ...wholeEmail });
  return list[0];
}

async function emailWith(messageId: string | null, jmap: JmapClient): Promise<Id | undefined> {
  if (messageId === null) return undefined;
  const { ids } = await jmap.call<QueryResponse>('Email/query', {
    filter: { header: ['Message-ID', messageId] },
    limit: 1,
  });
  return ids[0];
}
