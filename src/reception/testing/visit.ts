import assert from 'node:assert/strict';
import type { IpAddress } from '../../address/ip.ts';
import { NULL_PATH, POSTMASTER, scanForwardPath, scanReversePath } from '../../address/path.ts';
import { type Bytes, fromUtf8 } from '../../base/bytes.ts';
import type { Envelope, EnvelopeRecipient, RecipientParameters } from '../../envelope/envelope.ts';
import { type Reply, replyText } from '../../envelope/reply.ts';
import type { Answer, EachReply, Question } from '../../smtp/server/dialogue.ts';
import { SessionReception } from '../session.ts';
import type { SessionFacts } from '../session-facts.ts';
import type { ReceptionWorld } from '../world.ts';

/** Parameters of MAIL. */
type MailWords = Partial<Envelope> & { readonly sizeBytes?: number; readonly wantsEach?: boolean };

/**
 * Asks a reception what an SMTP session would ask, in the order of the calls. Answers come as text: `yes`, or a reply as it would
 * be sent.
 */
export class Visit {
  readonly reception: SessionReception;
  #envelope: Envelope = { reversePath: NULL_PATH, body: '7bit', smtpUtf8: false };
  #recipients: EnvelopeRecipient[] = [];

  constructor(world: ReceptionWorld, facts: Partial<SessionFacts>) {
    this.reception = new SessionReception(world, () => ({
      ip: '203.0.113.5' as IpAddress,
      greetingName: 'mx.krustylu.test',
      isExtended: true,
      ...facts,
    }));
  }

  connect(): Promise<string> {
    return this.#ask({ kind: 'connect' });
  }

  /** By PLAIN, with an initial response. */
  logIn(person: string, password: string): Promise<string> {
    const response = fromUtf8(`\0${person}@springfield.test\0${password}`);
    return this.auth('PLAIN', response);
  }

  auth(mechanism: string, response?: Bytes, isFirst = true): Promise<string> {
    return this.#ask({ kind: 'auth', mechanism, isFirst, response });
  }

  /** @param path without its angle brackets */
  async mail(path: string, more: MailWords = {}): Promise<string> {
    const { sizeBytes, wantsEach = false, ...parameters } = more;
    const scanned = scanReversePath(`<${path}>`, { utf8: true });
    assert(scanned.ok, `${path} is no path`);
    this.#envelope = { reversePath: scanned.value.path, body: '7bit', smtpUtf8: false, ...parameters };
    this.#recipients = [];
    return await this.#ask({
      kind: 'mail',
      envelope: this.#envelope,
      declaredSizeBytes: sizeBytes,
      wantsEach,
    });
  }

  async rcpt(path: string, parameters: RecipientParameters = {}): Promise<string> {
    const scanned = scanForwardPath(`<${path}>`, { utf8: true });
    assert(scanned.ok, `${path} is no path`);
    assert(path.includes('@') || scanned.value.path === POSTMASTER);
    const recipient = { path: scanned.value.path, ...parameters };
    const answer = await this.#ask({ kind: 'rcpt', envelope: this.#envelope, recipient });
    if (answer === 'yes') this.#recipients.push(recipient);
    return answer;
  }

  data(): Promise<string> {
    return this.#ask({ kind: 'data', transaction: this.#transaction });
  }

  async content(...pieces: (string | Bytes)[]): Promise<void> {
    for (const piece of pieces) {
      await this.reception.content(typeof piece === 'string' ? fromUtf8(piece) : piece);
    }
  }

  /** The content is complete. */
  message(): Promise<string> {
    return this.#ask({ kind: 'message', transaction: this.#transaction });
  }

  /** A whole transaction, whose every step before the last must be welcome. */
  async send(from: string, to: string | readonly string[], ...content: (string | Bytes)[]): Promise<string> {
    assert.equal(await this.mail(from), 'yes');
    for (const each of [to].flat()) assert.equal(await this.rcpt(each), 'yes', each);
    return await this.sendContent(...content);
  }

  async sendContent(...content: (string | Bytes)[]): Promise<string> {
    assert.equal(await this.data(), 'yes');
    await this.content(...content);
    return await this.message();
  }

  get #transaction() {
    return { envelope: this.#envelope, recipients: this.#recipients };
  }

  async #ask(question: Question): Promise<string> {
    return textOf(await this.reception.answer(question));
  }
}

function textOf(answer: Answer): string {
  switch (answer.kind) {
    case 'accept':
      return answer.reply ? textOfReplies(answer.each, answer.reply) : 'yes';
    case 'refuse':
      return textOfReplies(answer.each, answer.reply);
    case 'challenge':
      return `challenge ${Buffer.from(answer.challenge).toString()}`;
    case 'authenticated':
      return `authenticated ${answer.account}`;
  }
}

/** What is said of each recipient stands before what is said of the message. */
const textOfReplies = (each: EachReply = [], words: Reply): string =>
  [...each.map((said) => (said ? replyText(said) : 'yes')), replyText(words)].join(' | ');
