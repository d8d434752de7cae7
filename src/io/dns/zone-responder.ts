/** Answers from a zone in memory, on the wire. */
import {
  type Answer,
  AUTHENTIC_DATA,
  AUTHORITATIVE_ANSWER,
  type DecodedPacket,
  decode,
  encode,
  type Question,
  RECURSION_AVAILABLE,
  RECURSION_DESIRED,
  TRUNCATED_RESPONSE,
} from 'dns-packet';
import { type Bytes, fromLatin1, toBuffer } from '../../base/bytes.ts';
import { type DnsName, parseQueryName } from '../../dns/name.ts';
import type { RecordType } from '../../dns/resolver.ts';
import type { DnsResponse, ResourceRecord } from '../../dns/response.ts';
import type { Zone } from '../../dns/zone.ts';
import type { Respond } from './server.ts';

/** RFC 1035 §4.2.1: in a datagram, where EDNS allows no more. */
const plainUdpBytesMax = 512;

const codes = { formatError: 1, servfail: 2, noSuchDomain: 3, notImplemented: 4, refused: 5 };

export const zoneResponder =
  (zone: Zone): Respond =>
  async (bytes, transport) => {
    const query = tryDecode(bytes);
    if (query === undefined || query.type !== 'query') return undefined;
    const response = answer(zone, query);
    if (response === undefined) return undefined;
    const whole = encode({ ...response, additionals: opt(query) });
    if (transport === 'tcp' || whole.length <= room(query)) return whole;
    // RFC 2181 §9: a client that sees TC is to ask again over TCP, so that nothing but the question is needed here.
    const { answers, authorities, ...head } = response;
    return encode({ ...head, flags: head.flags | TRUNCATED_RESPONSE, additionals: opt(query) });
  };

function tryDecode(bytes: Bytes): DecodedPacket | undefined {
  try {
    return decode(toBuffer(bytes));
  } catch {
    return undefined;
  }
}

const optOf = (query: DecodedPacket) => query.additionals?.find((record) => record.type === 'OPT');

const room = (query: DecodedPacket): number => Math.max(optOf(query)?.udpPayloadSize ?? 0, plainUdpBytesMax);

function opt(query: DecodedPacket): Answer[] {
  const asked = optOf(query);
  return asked === undefined ? [] : [{ ...asked, extendedRcode: 0, flags: 0, options: [] }];
}

interface Response {
  readonly type: 'response';
  readonly id: number;
  readonly flags: number;
  readonly questions: Question[];
  readonly answers?: Answer[];
  readonly authorities?: Answer[];
}

function answer(zone: Zone, query: DecodedPacket): Response | undefined {
  const { id = 0, questions = [], flags = 0 } = query;
  const [question] = questions;
  const head = (flagBits: number): Response => ({
    type: 'response',
    id,
    flags: flagBits | AUTHORITATIVE_ANSWER | RECURSION_AVAILABLE | (flags & RECURSION_DESIRED),
    questions,
  });
  const name = parseQueryName(question?.name ?? '');
  // A name that is none cannot be written into a response either.
  if (question === undefined || name === undefined || questions.length > 1) {
    return { ...head(codes.formatError), questions: [] };
  }
  const type = types.find((known) => known === question.type);
  if (type === undefined) return head(codes.notImplemented);
  const found = zone.answer(name, type);
  if (!('kind' in found)) {
    return { ...head(flagsOf(found)), answers: found.answers.map(written), authorities: soa(name, found) };
  }
  return found.reason === 'timeout'
    ? undefined
    : head(found.reason === 'refused' ? codes.refused : codes.servfail);
}

const types = ['A', 'AAAA', 'CNAME', 'MX', 'PTR', 'TLSA', 'TXT'] satisfies readonly RecordType[];

const flagsOf = (response: DnsResponse): number =>
  (response.authenticated ? AUTHENTIC_DATA : 0) | (response.code === 'no-error' ? 0 : codes.noSuchDomain);

/** With a negative answer goes an SOA record, which says for how long it holds (RFC 2308 §3). */
function soa(name: DnsName, { negativeTtlSeconds }: DnsResponse): Answer[] {
  if (negativeTtlSeconds === undefined) return [];
  const apex = name.slice(name.lastIndexOf('.') + 1);
  const data = { mname: apex, rname: `hostmaster.${apex}`, serial: 1, minimum: negativeTtlSeconds };
  return [{ type: 'SOA', name: apex, ttl: negativeTtlSeconds, data }];
}

function written(record: ResourceRecord): Answer {
  const { name, ttlSeconds: ttl } = record;
  switch (record.type) {
    case 'TXT':
      return { type: 'TXT', name, ttl, data: record.data.map((text) => toBuffer(fromLatin1(text))) };
    case 'TLSA':
      return {
        type: 'TLSA',
        name,
        ttl,
        data: { ...record.data, certificate: toBuffer(record.data.certificate) },
      };
    case 'MX':
      return { type: 'MX', name, ttl, data: record.data };
    default:
      return { type: record.type, name, ttl, data: record.data };
  }
}
