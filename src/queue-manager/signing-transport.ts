import type { Domain } from '../address/domain.ts';
import { type Bytes, NO_BYTES } from '../base/bytes.ts';
import type { Clock, Log } from '../base/ports.ts';
import { authorDomain } from '../message/author.ts';
import { MessageDigest } from '../message/dkim/message-digest.ts';
import { type DkimSigner, signatureFields } from '../message/dkim/sign.ts';
import type { Header } from '../message/fields.ts';
import type { QueuedMessage, QueueId } from '../queue/message.ts';
import type { DeliveryJob, DeliveryReport, Transport } from '../transports/transport.ts';

export interface SigningWorld {
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Log;
  /** The keys that sign for a domain; none for one that is not ours. */
  readonly signersOf: (domain: Domain) => readonly DkimSigner[];
}

/** What a message was signed with. */
interface Signature {
  /** Whose message it claims to be; undefined if nobody can sign for it. */
  readonly domain: Domain | undefined;
  readonly selectors: string;
  readonly fields: Bytes;
}

/** Messages whose signatures are remembered, so that retries and other destinations get the same ones: 2 KiB each. */
const rememberedMax = 1_000;

/**
 * Signs what leaves us, at the moment it does, and hands it to another transport. Not at acceptance: what stays here needs no
 * signature, the body hash is known only when a content is stored already, and a message that waits for days goes out under the key
 * that is in the DNS then. The price is that a content is read once more; what is stored never changes.
 */
export class SigningTransport implements Transport {
  readonly #inner: Transport;
  readonly #world: SigningWorld;
  /** The order of insertion is the order of use. */
  readonly #remembered = new Map<QueueId, Promise<Signature>>();

  constructor(inner: Transport, world: SigningWorld) {
    this.#inner = inner;
    this.#world = world;
  }

  async deliver(job: DeliveryJob): Promise<DeliveryReport> {
    const fields = isOurs(job.message) ? await this.#fieldsFor(job) : NO_BYTES;
    if (fields.length === 0) return await this.#inner.deliver(job);
    const { message, content } = job;
    return await this.#inner.deliver({
      ...job,
      message: { ...message, sizeBytes: message.sizeBytes + fields.length },
      content: () => preceded(fields, content()),
    });
  }

  /** Nothing, where no key of ours is meant, or where one fails: mail without a signature is better than no mail. */
  async #fieldsFor(job: DeliveryJob): Promise<Bytes> {
    const { queueId } = job.message;
    try {
      const before = await this.#remembered.get(queueId);
      if (before && before.selectors === selectorsOf(this.#signersOf(before.domain))) return before.fields;
      const signature = this.#sign(job);
      this.#remember(queueId, signature);
      return (await signature).fields;
    } catch (error) {
      this.#remembered.delete(queueId);
      this.#world.log.error('a message could not be signed, and goes without', { queueId, error });
      return NO_BYTES;
    }
  }

  #remember(queueId: QueueId, signature: Promise<Signature>): void {
    this.#remembered.delete(queueId);
    this.#remembered.set(queueId, signature);
    for (const oldest of this.#remembered.keys()) {
      if (this.#remembered.size <= rememberedMax) break;
      this.#remembered.delete(oldest);
    }
  }

  async #sign({ content }: DeliveryJob): Promise<Signature> {
    const digest = new MessageDigest();
    let author: Author | undefined;
    for await (const piece of content()) {
      digest.push(piece);
      // Of a message that nobody signs, the rest need not be read.
      if (digest.header) author ??= this.#authorOf(digest.header);
      if (author?.signers.length === 0) return { ...author, fields: NO_BYTES };
    }
    const digested = digest.end();
    author ??= this.#authorOf(digested?.header);
    const { domain, signers, selectors } = author;
    const fields =
      digested && signers.length > 0
        ? await signatureFields(digested, signers, this.#world.clock.now())
        : NO_BYTES;
    return { domain, selectors, fields };
  }

  #authorOf(header: Header | undefined): Author {
    const domain = header && authorDomain(header);
    const signers = this.#signersOf(domain);
    return { domain, signers, selectors: selectorsOf(signers) };
  }

  #signersOf(domain: Domain | undefined): readonly DkimSigner[] {
    return domain === undefined ? [] : this.#world.signersOf(domain);
  }
}

interface Author extends Omit<Signature, 'fields'> {
  readonly signers: readonly DkimSigner[];
}

const selectorsOf = (signers: readonly DkimSigner[]): string =>
  signers.map(({ selector }) => selector).join(' ');

/**
 * Only for those who proved who they are, and for ourselves: what another host brings may claim to be from our domain, and passes
 * through here if an address of ours forwards it.
 */
const isOurs = ({ origin }: QueuedMessage): boolean => origin.kind !== 'relay-in';

async function* preceded(fields: Bytes, content: AsyncIterable<Bytes>): AsyncIterable<Bytes> {
  yield fields;
  yield* content;
}
