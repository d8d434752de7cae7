import { fromLatin1 } from '../../base/bytes.ts';
import { later } from '../../base/instant.ts';
import type { Clock } from '../../base/ports.ts';
import type { ByteStream, ConnectTarget, Net } from '../../base/ports-net.ts';
import type { Reply } from '../../envelope/reply.ts';
import { ReplyReader } from '../../smtp/client/reply-reader.ts';

/** A conversation broke off. The message is a clause for people. */
export class ConversationError extends Error {
  override readonly name = 'ConversationError';
}

/** Commands and replies, one at a time, as a stranger would have them with us: what no mail client would ever say can be said. */
export class Conversation {
  readonly #stream: ByteStream;
  readonly #clock: Clock;
  readonly #replyMs: number;
  readonly #reader = new ReplyReader();
  #brokenBy: string | undefined;
  #onNews: () => void = () => {};

  private constructor(stream: ByteStream, clock: Clock, replyMs: number) {
    this.#stream = stream;
    this.#clock = clock;
    this.#replyMs = replyMs;
    stream.listen({
      bytes: (bytes) => {
        this.#reader.push(bytes);
        this.#onNews();
      },
      ended: (why = 'the server has closed the connection') => {
        this.#brokenBy = why;
        this.#onNews();
      },
    });
  }

  /** @throws ConversationError if nobody takes the connection; `target.timeoutMs` is the time for each reply too */
  static async open(net: Net, target: ConnectTarget, clock: Clock): Promise<Conversation> {
    const stream = await net.connect(target);
    if (!stream.ok) throw new ConversationError(stream.error);
    return new Conversation(stream.value, clock, target.timeoutMs);
  }

  /** Sends a line. @returns the reply to it @throws ConversationError */
  async ask(line: string): Promise<Reply> {
    void this.#stream.write(fromLatin1(`${line}\r\n`));
    return await this.reply();
  }

  /** The next reply. @throws ConversationError */
  async reply(): Promise<Reply> {
    const deadline = later(this.#clock.now(), this.#replyMs);
    for (;;) {
      const event = this.#reader.next();
      if (event?.kind === 'malformed') throw new ConversationError(event.why);
      if (event) return event.reply;
      if (this.#brokenBy !== undefined) throw new ConversationError(this.#brokenBy);
      if (this.#clock.now() >= deadline) throw new ConversationError('the server does not answer');
      await new Promise<void>((resolve) => {
        const cancel = this.#clock.schedule(deadline, resolve);
        this.#onNews = () => {
          cancel();
          resolve();
        };
      });
    }
  }

  close(): void {
    this.#stream.close();
  }
}
