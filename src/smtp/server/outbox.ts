import { type Bytes, concat } from '../../base/bytes.ts';
import type { Reply } from '../../envelope/reply.ts';
import { withClass } from '../../envelope/status-code.ts';
import { formatReply } from '../reply.ts';
import type { Output } from './dialogue.ts';

/** Collects what one input brings about. Replies that nothing comes between leave in one piece (RFC 2920 §3.2). */
export class Outbox {
  #outputs: Output[] = [];
  #replies: Bytes[] = [];

  /** A reply, with the status that RFC 2034 §4 asks for. */
  reply(words: Reply): void {
    this.#replies.push(formatReply(withStatus(words)));
  }

  /** The greeting and the replies to EHLO and HELO, which have no status (RFC 2034 §4). */
  replyPlainly({ code, lines }: Reply): void {
    this.#replies.push(formatReply({ code, lines }));
  }

  push(output: Output): void {
    this.#flushReplies();
    this.#outputs.push(output);
  }

  take(): readonly Output[] {
    this.#flushReplies();
    const outputs = this.#outputs;
    this.#outputs = [];
    return outputs;
  }

  #flushReplies(): void {
    if (this.#replies.length === 0) return;
    this.#outputs.push({ kind: 'send', bytes: concat(this.#replies) });
    this.#replies = [];
  }
}

/** RFC 2034 §4: every 2xx, 4xx and 5xx has a status, and its class agrees with the code; 3xx have none. */
function withStatus({ code, status, lines }: Reply): Reply {
  const statusClass = Math.floor(code / 100);
  if (statusClass !== 2 && statusClass !== 4 && statusClass !== 5) return { code, lines };
  return { code, status: withClass(status ?? '2.0.0', statusClass), lines };
}
