import { printable } from '../base/printable.ts';
import { replyText } from '../envelope/reply.ts';
import type { AttemptResult } from './attempt-result.ts';
import type { HistoryEvent } from './queue-store.ts';

/** Characters of a reply that the history keeps: the longest reply line (RFC 5321 §4.5.3.1.5) fits. */
const replyLengthMax = 512;

/** What the history says of an attempt. */
export function attemptEvent(result: AttemptResult): HistoryEvent {
  switch (result.kind) {
    case 'delivered': {
      const text = `Delivered to the mailbox of ${printable(result.account)}.`;
      return { kind: 'attempt', result: result.kind, detail: { text } };
    }
    case 'relayed': {
      const { by, reply, tls } = result;
      const text = `Relayed to ${printable(by.name)}: ${printable(replyText(reply), replyLengthMax)}`;
      return { kind: 'attempt', result: result.kind, detail: { text, remote: by, ...(tls && { tls }) } };
    }
    case 'transient':
    case 'permanent': {
      const { diagnostic } = result;
      const { text, remote, tls } = diagnostic;
      const detail = { text, diagnostic, ...(remote && { remote }), ...(tls && { tls }) };
      return { kind: 'attempt', result: result.kind, detail };
    }
  }
}
