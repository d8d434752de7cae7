import { literalOf } from '../address/domain.ts';
import { isLoopback } from '../address/ip.ts';
import { mailboxKey } from '../address/mailbox-address.ts';
import { type Bytes, latin1 } from '../base/bytes.ts';
import type { Instant } from '../base/instant.ts';
import type { Log } from '../base/ports.ts';
import { correlate } from '../dsn/correlate/correlate.ts';
import { type Marks, marksOf } from '../dsn/correlate/marks.ts';
import type { Match } from '../dsn/correlate/match.ts';
import type { NoticeArrival, OurMarks } from '../dsn/correlate/notice-arrival.ts';
import { type ExaminedReport, findingOf } from '../dsn/correlate/notice-verdict.ts';
import { isAnswer, isFromMailSystem } from '../dsn/parse/authorship.ts';
import { parseReport } from '../dsn/parse/parse-report.ts';
import type { ReadReport, ReportKind } from '../dsn/parse/read-report.ts';
import { type Header, parseHeader } from '../message/fields.ts';
import { type Hop, hopsOf } from '../message/hops.ts';
import { parseMessageIds } from '../message/message-id.ts';
import { type Heard, type IncomingMail, type NoticeReading, weightier } from '../queue/heard.ts';
import type { Forward, QueueId } from '../queue/message.ts';
import { parseQueueId } from '../queue/queue-id.ts';
import type { MessageRecord, QueueStore, SentBy } from '../queue/queue-store.ts';
import { sentRecordOf } from './sent-record.ts';
import { type TagTrouble, tagTroubles } from './tag-trouble.ts';

export interface CorrelatorWorld {
  readonly log: Log;
  readonly store: Pick<QueueStore, 'find' | 'findSent'>;
  /** By what we know our own, at this moment. */
  readonly ours: () => OurMarks;
  /** Learns from what genuine notices say of these messages. */
  readonly onHeard?: (heard: readonly Heard[], records: readonly MessageRecord[]) => Promise<void>;
  /** Is told of who cannot stand the tags of our reverse-paths. */
  readonly onTagTrouble?: (trouble: TagTrouble, at: Instant) => void;
}

/** Reports in one mail, marks of a report that are looked up, and messages that are looked up by one of them. */
const reportsMax = 10;
const looksMax = 5;
const recordsMax = 3;
/** Messages to one address among which those of the reader are looked for. */
const correspondenceMax = 10;

const newsKinds: readonly ReportKind[] = ['failure', 'delay', 'success', 'relay'];

/** It says what became of a message. */
const isNews = ({ kind }: ReadReport): boolean => newsKinds.includes(kind);

/**
 * What has no sender is a notice if it answers something (RFC 5321 §4.5.5), or is of a mail system; and, where such mail must come
 * under a tag, in any case. Some programs send ordinary mail so.
 */
function isNotice(report: ReadReport, { isFromNobody, isTagRequired, head }: IncomingMail): boolean {
  if (isNews(report)) return true;
  if (!isFromNobody) return false;
  const header = parseHeader(head);
  return report.kind === 'auto-reply' || isTagRequired || isAnswer(header) || isFromMailSystem(header);
}

/** Reads the notices that come in, finds the messages that they are about, and believes those that are genuine. */
export class Correlator {
  readonly #world: CorrelatorWorld;

  constructor(world: CorrelatorWorld) {
    this.#world = world;
  }

  /** What a mail is, if it is a notice, and what it says of our mail, if it may be believed. @throws StoreError */
  async read(mail: IncomingMail): Promise<NoticeReading> {
    const reports = parseReport(mail.head).slice(0, reportsMax);
    const [first, ...others] = reports.some(isNews) ? reports.filter(isNews) : reports;
    if (!first || !isNotice(first, mail)) return { heard: [] };
    const arrival = arrivalOf(mail);
    const heard: Heard[] = [];
    const examine = async (report: ReadReport): Promise<ExaminedReport> => {
      const examined = await this.#examine(report, arrival);
      const { matches, records } = examined;
      if (isNews(report)) this.#tell(mail, report, matches);
      const said = matches.flatMap((match) => heardOf(match, report, mail, records));
      if (mail.tag === 'valid') this.#learnFrom(said, records, mail.at);
      heard.push(...said);
      await this.#world.onHeard?.(said, records);
      return examined;
    };
    const examined: [ExaminedReport, ...ExaminedReport[]] = [await examine(first)];
    for (const report of others) examined.push(await examine(report));
    return { finding: findingOf(examined, arrival, mail), heard: onePerRecipient(heard) };
  }

  /** By which forward of ours a message went that a notice is about; undefined if it does not tell. @throws StoreError */
  async forwardOf(mail: IncomingMail): Promise<Forward | undefined> {
    const arrival = arrivalOf(mail);
    for (const report of parseReport(mail.head).slice(0, reportsMax)) {
      const marks = marksOf(report, arrival, this.#world.ours());
      const ids = marks.ids.filter(({ verdict }) => verdict === 'valid');
      const about = new Set(marks.addresses.map(mailboxKey));
      const records = await this.#findNamed({ ...marks, ids });
      const forwarded = records.flatMap(({ recipients }) => recipients.filter(({ forward }) => forward));
      const [named] = forwarded.filter(({ address }) => about.has(mailboxKey(address)));
      const [first, second] = forwarded;
      const found = named ?? (second ? undefined : first);
      if (found) return found.forward;
    }
    return undefined;
  }

  #learnFrom(heard: readonly Heard[], records: readonly MessageRecord[], at: Instant): void {
    for (const trouble of tagTroubles(heard, records)) {
      this.#world.log.warn('a message failed for the tag of its reverse-path', { ...trouble });
      this.#world.onTagTrouble?.(trouble, at);
    }
  }

  async #examine(report: ReadReport, arrival: NoticeArrival) {
    const marks = marksOf(report, arrival, this.#world.ours());
    const named = await this.#findNamed(marks);
    const sentTo =
      named.length > 0
        ? []
        : await this.#findSent(
            marks.addresses.map((address) => ({ address: mailboxKey(address) })),
            correspondenceMax,
          );
    const records = named.length > 0 ? named : sentTo;
    const matches = isNews(report) ? correlate(report, marks, records.map(sentRecordOf), arrival) : [];
    return {
      report,
      marks,
      records,
      named: named.map(sentRecordOf),
      sentTo: sentTo.map(sentRecordOf),
      matches,
    };
  }

  async #findNamed({ ids, messageIds, envelopeIds }: Marks): Promise<readonly MessageRecord[]> {
    const { store } = this.#world;
    const found = new Map<QueueId, MessageRecord>();
    const add = (record: MessageRecord | undefined) => record && found.set(record.message.queueId, record);
    for (const queueId of new Set(ids.map((id) => id.queueId).slice(0, looksMax))) {
      const id = parseQueueId(queueId);
      if (id !== undefined) add(await store.find(id));
    }
    (
      await this.#findSent(
        messageIds.map((messageId) => ({ messageId })),
        recordsMax,
      )
    ).forEach(add);
    (
      await this.#findSent(
        envelopeIds.map((envelopeId) => ({ envelopeId })),
        recordsMax,
      )
    ).forEach(add);
    return [...found.values()];
  }

  async #findSent(keys: readonly SentBy[], limit: number): Promise<readonly MessageRecord[]> {
    const found = new Map<QueueId, MessageRecord>();
    for (const key of keys.slice(0, looksMax)) {
      for (const record of await this.#world.store.findSent(key, limit))
        found.set(record.message.queueId, record);
    }
    return [...found.values()];
  }

  #tell({ queueId }: IncomingMail, { kind, format }: ReadReport, matches: readonly Match[]): void {
    const { log } = this.#world;
    const facts = { queueId, kind, format };
    if (matches.length === 0) log.info('a notice is about nothing that we know', facts);
    const byMessage = Map.groupBy(matches, ({ submission, genuine }) => `${submission} ${genuine.verdict}`);
    for (const group of byMessage.values()) {
      const [{ submission, by, genuine }] = group as [Match, ...Match[]];
      log.info(words[genuine.verdict], {
        ...facts,
        about: submission,
        recipients: group.flatMap(({ recipient }) => recipient ?? []),
        by,
        proofs: genuine.proofs,
        ...(genuine.contradictions.length > 0 && { contradictions: genuine.contradictions }),
      });
    }
  }
}

const words: Readonly<Record<Match['genuine']['verdict'], string>> = {
  genuine: 'a notice is genuine',
  unproven: 'a notice cannot be proven',
  contradicted: 'a notice contradicts what we know',
};

function arrivalOf({ at, to, tagged, ip, authenticatedDomains, head }: IncomingMail): NoticeArrival {
  const header = parseHeader(head);
  return {
    at,
    to,
    tagged,
    ip,
    isFirstHand: hopsOf(header).every(isWithinHost),
    authenticatedDomains,
    references: [...referencesIn(header), ...receiptIds(head)],
  };
}

const referencesIn = (header: Header) =>
  ['In-Reply-To', 'References'].flatMap((name) => parseMessageIds(header.value(name) ?? ''));

/** RFC 8098 §3.2.5: what a receipt of somebody who has read a message is about. */
const receiptIds = (head: Bytes) =>
  parseMessageIds(/^Original-Message-ID:[ \t]{0,20}(<[^<>\s]{1,500}>)/im.exec(latin1(head))?.[1] ?? '');

/** Within one host: `by mail.example (Postfix)`, `from localhost (localhost) by …`, `from Debian-exim by … with local`. */
const isWithinHost = ({ from, ip }: Hop): boolean =>
  (ip === undefined || isLoopback(ip)) && (from === undefined || !from.includes('.'));

/** RFC 3464 §3: a notice speaks once of a recipient. Of an address that is none of ours, there is one entry at most. */
function onePerRecipient(heard: readonly Heard[]): readonly Heard[] {
  const said = new Map<string, Heard>();
  for (const each of heard) {
    const of = `${each.about} ${each.recipients}`;
    said.set(of, { ...each, news: weightier(said.get(of)?.news, each.news) });
  }
  return [...said.values()];
}

function heardOf(
  { submission, recipient, reported, genuine }: Match,
  { reportingMta }: ReadReport,
  { queueId, at, ip }: IncomingMail,
  records: readonly MessageRecord[],
): Heard[] {
  const about = records.find(({ message }) => message.queueId === submission);
  const { action, status, finalRecipient, diagnosticCode } = reported;
  if (genuine.verdict !== 'genuine' || !about || action === undefined) return [];
  const address = finalRecipient.address;
  const isOwn = about.recipients.some((each) => each.index === recipient && each.address.text === address);
  return [
    {
      about: about.message.queueId,
      recipients: recipient === undefined ? [] : [recipient],
      news: {
        at,
        action,
        ...(status !== undefined && { status }),
        by: reportingMta?.name ?? literalOf(ip),
        ...(!isOwn && { address }),
        ...(diagnosticCode && { text: diagnosticCode.text }),
        notice: queueId,
      },
    },
  ];
}
