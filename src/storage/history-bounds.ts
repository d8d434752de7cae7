import type { Reply } from '../envelope/reply.ts';
import type { Heard, RemoteNews } from '../queue/heard.ts';
import type { AttemptDetail, HistoryEntry } from '../queue/queue-store.ts';
import type { Diagnostic } from '../queue/recipient-state.ts';

/**
 * Entries that are kept of one message; the oldest go first. Five days of retries make about 80 for each destination.
 */
export const historyEntriesMax = 1_000;

/** Entries that are kept of what other hosts say: whoever may speak of a message shall not talk its history away. */
export const heardEntriesMax = 100;

/** Characters of one sentence or reply line. RFC 5321 §4.5.3.1.5 allows a reply line 512 octets. */
export const historyTextMax = 512;

/** Lines of one reply: more than any host has to say, less than a hostile one could. */
export const historyReplyLinesMax = 20;

/** The entry, with its texts cut to the bounds above: a hostile host cannot fill the database by talking much. */
export function boundEntry(entry: HistoryEntry): HistoryEntry {
  const { event } = entry;
  if (event.kind === 'heard') return { ...entry, event: { ...event, news: boundNews(event.news) } };
  if (event.kind !== 'attempt') return entry;
  return { ...entry, event: { ...event, detail: boundDetail(event.detail) } };
}

/** What was heard as an entry in the history of the message that it is about. */
export const heardEntry = ({ about, recipients, news }: Heard): HistoryEntry =>
  boundEntry({ at: news.at, queueId: about, recipients, event: { kind: 'heard', news } });

export function boundNews(news: RemoteNews): RemoteNews {
  const { by, address, text } = news;
  return {
    ...news,
    ...(by !== undefined && { by: cut(by) }),
    ...(address !== undefined && { address: cut(address) }),
    ...(text !== undefined && { text: cut(text) }),
  };
}

function boundDetail(detail: AttemptDetail): AttemptDetail {
  const text = cut(detail.text);
  return detail.diagnostic
    ? { ...detail, text, diagnostic: boundDiagnostic(detail.diagnostic) }
    : { ...detail, text };
}

export function boundDiagnostic(diagnostic: Diagnostic): Diagnostic {
  const text = cut(diagnostic.text);
  return diagnostic.reply
    ? { ...diagnostic, text, reply: boundReply(diagnostic.reply) }
    : { ...diagnostic, text };
}

const boundReply = (reply: Reply): Reply => ({
  ...reply,
  lines: reply.lines.slice(0, historyReplyLinesMax).map(cut),
});

const cut = (text: string): string =>
  text.length > historyTextMax ? `${text.slice(0, historyTextMax - 1)}…` : text;
