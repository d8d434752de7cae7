import { type MailboxAddress, needsSmtpUtf8 } from '../address/mailbox-address.ts';
import { NULL_PATH } from '../address/path.ts';
import { type Bytes, concat, fromLatin1, isAscii } from '../base/bytes.ts';
import { invariant } from '../base/invariant.ts';
import type { Clock, Log } from '../base/ports.ts';
import type { NoticeContext } from '../dsn/build/context.ts';
import { languageFor } from '../dsn/languages/languages.ts';
import type { Overrides } from '../dsn/languages/overrides.ts';
import type { ReturnContent } from '../envelope/dsn-parameters.ts';
import { type Header, parseHeader } from '../message/fields.ts';
import { messageIdOf } from '../message/message-id.ts';
import { authorZone, preferredLanguages } from '../message/preferences.ts';
import { decodeWords } from '../message/words.ts';
import { type Addressee, planAcceptance } from '../queue/initial.ts';
import type { ContentFacts, QueuedMessage, QueueId, Recipient } from '../queue/message.ts';
import type { Notice, Reader } from '../queue/notice.ts';
import { capsOn, type NoticeCaps } from '../queue/notice-caps.ts';
import type { Acceptance, QueueStore } from '../queue/queue-store.ts';
import { type PlannedReport, planReports, reportIds } from '../queue/report-plan.ts';
import { expiryOf, type RetrySchedule } from '../queue/retry-schedule.ts';
import { buildSurely } from './build-surely.ts';
import { fatesOf } from './fates.ts';
import { type ReadContent, readOriginal } from './original.ts';
import { oncePerAlias, reportValue } from './report-value.ts';
import { suggestionsFor } from './suggestions.ts';
import type { FindAddressee } from './world.ts';

/** What reports are written with. */
export interface ReporterWorld {
  readonly clock: Clock;
  readonly log: Log;
  readonly store: Pick<QueueStore, 'readContent' | 'find' | 'reachedBy'>;
  readonly findAddressee: FindAddressee;
  readonly nextQueueId: () => QueueId;
  /** Our name, as Reporting-MTA. */
  readonly hostname: string;
  /** Sends the reports, and reads the answers to them. */
  readonly postmaster: MailboxAddress;
  readonly schedule: RetrySchedule;
  /** Octets of a message up to which a failure report brings it back whole. */
  readonly returnBytesMax: number;
  /** The language of an account's owner, if he has chosen one. */
  readonly languageOf: (account: string) => Promise<string | undefined>;
  /** The language of those of whom nothing is known. */
  readonly defaultLanguage: string;
  /** Texts and a logo of the operator. */
  readonly overrides?: Overrides;
  /** Who is behind an alias is not told to the sender (RFC 3464 §4.2). */
  readonly hidesAliasTargets: boolean;
  readonly caps: NoticeCaps;
}

/** RFC 5321 §4.4; RFC 3461 §6.1: a report has the null reverse-path. */
const returnPath = fromLatin1('Return-Path: <>\r\n');

/** Turns planned reports into messages that are ready to be accepted in the transaction that owes them. */
export class Reporter {
  readonly #world: ReporterWorld;

  constructor(world: ReporterWorld) {
    this.#world = world;
  }

  /** Writes reports about queued messages. @throws StoreError */
  write(reports: readonly PlannedReport[]): Promise<readonly Acceptance[]> {
    const { store } = this.#world;
    return Promise.all(
      reports.map(async (report) => {
        const { queueId } = report.about;
        const all = (await store.find(queueId))?.recipients ?? [];
        return this.#write(report, (offset) => store.readContent(queueId, offset), all);
      }),
    );
  }

  /**
   * Writes the reports that a message owes at its acceptance: of success, all of them, so that its header section is enough.
   * @param recipients all of the message, those behind aliases too
   * @param header what the content begins with behind the Return-Path field
   */
  writeAtAcceptance(
    about: QueuedMessage,
    notices: readonly Notice[],
    recipients: readonly Recipient[],
    header: Bytes,
  ): Promise<readonly Acceptance[]> {
    const { nextQueueId } = this.#world;
    const reports = planReports(about, [], notices, reportIds(nextQueueId));
    return Promise.all(reports.map((report) => this.#write(report, () => onePiece(header), recipients)));
  }

  /** @param all the recipients of the message, as they stand before what is written with the report */
  async #write(
    planned: PlannedReport,
    readContent: ReadContent,
    all: readonly Recipient[],
  ): Promise<Acceptance> {
    const { hostname, hidesAliasTargets, returnBytesMax, store, log } = this.#world;
    const { about, action } = planned;
    const reader = await this.#readerOf(planned);
    const { to, address, addressee } = reader;
    const returnContent = returnContentFor(planned, to);
    const isWhole = action === 'failed' && returnContent !== 'headers' && about.sizeBytes <= returnBytesMax;
    const original = await readOriginal(about, readContent, { isWhole, withReturnPath: to !== 'sender' });
    const value = reportValue(planned, {
      hostname,
      original,
      aliasOf: aliasIn(all),
      hidesAliasTargets: hidesAliasTargets && to === 'sender',
    });
    const suggested = await suggestionsFor(planned, value.recipients, { store, log });
    const notice = buildSurely(
      { ...value, recipients: oncePerAlias(suggested) },
      {
        ...this.#manner(planned, reader),
        ...(await this.#readersLanguage(reader, parseHeader(original.message))),
        ...(isNamedBySender(planned) && all.length > 0 && { fates: fatesOf(all, planned.transitions) }),
        ...(returnContent !== undefined && { returnContent }),
      },
      log,
    );
    const message = this.#messageOf(planned, notice, address);
    // A notice that goes to somebody else than the sender, and fails, must not make another one. RFC 3461 §6.1: a report may say NEVER, and nothing else.
    const parameters = to === 'sender' ? {} : { notify: 'never' as const };
    const plan = planAcceptance(message, [{ address, parameters, addressee }], () => false);
    const content = { kind: 'bytes' as const, bytes: concat([returnPath, notice]) };
    const { recipients, deliveries } = plan;
    const owner = planned.notices[0]?.recipient.forward?.owner;
    const caps = capsOn(about, { to: planned.to, owner }, this.#world.caps);
    return { message, content, recipients, deliveries, caps };
  }

  /** How a notice is written whatever it says. */
  #manner({ id, about, isAllClear }: PlannedReport, { to, address, addressee }: ActualReader): NoticeContext {
    const { clock, postmaster, returnBytesMax, overrides } = this.#world;
    return {
      at: clock.now(),
      id,
      to: address,
      postmaster,
      reader: to,
      isAllClear,
      ...(to === 'sender' && { proof: about.origin.kind === 'submission' ? 'signed-in' : 'return-path' }),
      isSmtpUtf8: about.envelope.smtpUtf8,
      allows8bit: addressee.kind === 'local',
      returnBytesMax,
      ...(overrides && { overrides }),
    };
  }

  /** What its reader has chosen, else what the mail says of him, else what the operator has chosen. */
  async #readersLanguage(
    { to, addressee }: ActualReader,
    original: Header,
  ): Promise<Pick<NoticeContext, 'language' | 'timeZone'>> {
    const { languageOf, defaultLanguage } = this.#world;
    const chosen = addressee.kind === 'local' ? await languageOf(addressee.account) : undefined;
    // The mail of a stranger tells nothing of those who read about it in his stead.
    if (to !== 'sender') return { language: languageFor(chosen, defaultLanguage) };
    const timeZone = authorZone(original);
    return {
      language: languageFor(chosen, ...preferredLanguages(original), defaultLanguage),
      ...(timeZone !== undefined && { timeZone }),
    };
  }

  /** Who reads it in the end: a sender who has left is stood in for by the postmaster. */
  async #readerOf({ to, about, notices }: PlannedReport): Promise<ActualReader> {
    const { findAddressee, postmaster, log } = this.#world;
    const owner = notices[0]?.recipient.forward?.owner;
    if (to === 'forward-owner' && owner) {
      const addressee = await findAddressee(owner);
      if (addressee.kind !== 'unknown') return { to, address: owner, addressee };
      log.warn('the owner of an alias is not here any more; the postmaster gets the report', {
        queueId: about.queueId,
        owner: owner.text,
      });
    }
    const { reversePath } = about.envelope;
    if (to === 'sender') {
      invariant(reversePath !== NULL_PATH, 'no report is about a message without a sender');
      const addressee = await findAddressee(reversePath);
      if (addressee.kind !== 'unknown') return { to, address: reversePath, addressee };
      log.warn('a sender has no mailbox any more; the postmaster gets the report', {
        queueId: about.queueId,
      });
    }
    const addressee = await findAddressee(postmaster);
    // Whoever it was has been removed, or is not here yet: the report waits for him (local-result.ts).
    const waiting: Addressee = { kind: 'remote', destination: postmaster.domain };
    return {
      to: to === 'sender' ? 'postmaster' : to,
      address: postmaster,
      addressee: addressee.kind === 'unknown' ? waiting : addressee,
    };
  }

  #messageOf({ id, about }: PlannedReport, notice: Bytes, to: MailboxAddress): QueuedMessage {
    const { clock, schedule } = this.#world;
    const arrivedAt = clock.now();
    const facts = factsOf(notice);
    return {
      queueId: id,
      envelope: {
        reversePath: NULL_PATH,
        body: facts.is8bit ? '8bitmime' : '7bit',
        smtpUtf8: facts.isHeaderUtf8 || needsSmtpUtf8(to),
      },
      origin: { kind: 'report', about: about.queueId },
      arrivedAt,
      expiresAt: expiryOf(schedule, NULL_PATH, arrivedAt),
      sizeBytes: notice.length,
      returnPathBytes: returnPath.length,
      facts,
    };
  }
}

/**
 * The postmaster has to see whom a message claims to be from; what it says is not his business. Whoever is responsible for a forward gets
 * the whole of it: nobody else has it any more.
 */
function returnContentFor({ about, notices }: PlannedReport, to: Reader): ReturnContent | undefined {
  if (to === 'sender') return about.envelope.returnContent;
  const isOwned = to === 'forward-owner' && notices[0]?.recipient.forward?.owner !== undefined;
  return isOwned ? 'full' : 'headers';
}

interface ActualReader {
  readonly to: Reader;
  readonly address: MailboxAddress;
  readonly addressee: Addressee;
}

function factsOf(notice: Bytes): ContentFacts {
  const header = parseHeader(notice);
  const messageId = messageIdOf(header);
  const subject = header.value('Subject');
  return {
    ...(messageId !== undefined && { messageId }),
    ...(subject !== undefined && { subject: decodeWords(subject) }),
    is8bit: !isAscii(notice.subarray(header.bodyStart)),
    isHeaderUtf8: !isAscii(notice.subarray(0, header.bodyStart)),
  };
}

/** False where recipients behind an alias are reported, of whose number the sender knows nothing. */
const isNamedBySender = ({ notices }: PlannedReport): boolean =>
  notices.every(({ recipient }) => isNamed(recipient));

const isNamed = ({ parent }: Recipient): boolean => parent === undefined;

const aliasIn =
  (all: readonly Recipient[]) =>
  ({ parent }: Recipient): string | undefined =>
    all.find(({ index }) => index === parent)?.address.text;

async function* onePiece(bytes: Bytes): AsyncIterable<Bytes> {
  yield bytes;
}
