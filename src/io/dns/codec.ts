/** Our side of the wire format (RFC 1035 §4): queries out, responses in. */
import {
  type Answer,
  AUTHENTIC_DATA,
  type DecodedPacket,
  decode,
  encode,
  RECURSION_DESIRED,
} from 'dns-packet';
import { parseIp } from '../../address/ip.ts';
import { type Bytes, latin1, toBuffer } from '../../base/bytes.ts';
import { type DnsName, parseDnsName, parseQueryName } from '../../dns/name.ts';
import type { RecordData, RecordType } from '../../dns/resolver.ts';
import type { DnsResponse, RecordOf, ResourceRecord } from '../../dns/response.ts';

export interface Query {
  /** 0 … 65535, from a generator that nobody can foretell. */
  readonly id: number;
  readonly name: DnsName;
  readonly type: RecordType;
  /** With an OPT record (RFC 6891). */
  readonly hasEdns: boolean;
}

export type Reply =
  | { readonly kind: 'response'; readonly response: DnsResponse }
  /** Not an answer to our query: from somebody else, or late. To be passed over. */
  | { readonly kind: 'stray' }
  /** It did not fit into a datagram. */
  | { readonly kind: 'truncated' }
  | {
      readonly kind: 'error';
      readonly code: 'servfail' | 'refused' | 'format-error' | 'malformed';
      readonly detail: string;
    };

/** What we take in one datagram: safe from fragmentation on all common links (DNS flag day 2020). */
export const udpPayloadBytes = 1232;

export function encodeQuery({ id, name, type, hasEdns }: Query): Bytes {
  return encode({
    type: 'query',
    id,
    // RFC 6840 §5.7: AD in a query asks for AD in the response, without all the signatures that DO would bring.
    flags: RECURSION_DESIRED | AUTHENTIC_DATA,
    questions: [{ name, type, class: 'IN' }],
    additionals: hasEdns ? [optRecord] : [],
  });
}

const optRecord: Answer = {
  type: 'OPT',
  name: '.',
  udpPayloadSize: udpPayloadBytes,
  extendedRcode: 0,
  ednsVersion: 0,
  flags: 0,
  flag_do: false,
  options: [],
};

const headerBytes = 12;
/** The least that a question and a record take: the root name, and 4 or 10 octets after it. */
const questionBytesMin = 5;
const recordBytesMin = 11;

/** Reads what came in after `query` was sent. Never throws, whatever it is. */
export function readReply(bytes: Bytes, query: Query): Reply {
  if (bytes.length < headerBytes) return { kind: 'stray' };
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const flags = view.getUint16(2);
  const isResponse = (flags & 0xf800) === 0x8000; // QR set, opcode QUERY
  if (view.getUint16(0) !== query.id || !isResponse) return { kind: 'stray' };
  if ((flags & 0x0200) !== 0) return { kind: 'truncated' };
  // The codec makes room for as many records as are announced before it looks for them.
  const records = view.getUint16(6) + view.getUint16(8) + view.getUint16(10);
  const bytesMin = headerBytes + view.getUint16(4) * questionBytesMin + records * recordBytesMin;
  const packet = bytesMin <= bytes.length ? tryDecode(bytes) : undefined;
  return packet === undefined ? malformed : readPacket(packet, flags & 0xf, query);
}

const malformed: Reply = { kind: 'error', code: 'malformed', detail: 'a response that makes no sense' };

function tryDecode(bytes: Bytes): DecodedPacket | undefined {
  try {
    return decode(toBuffer(bytes));
  } catch {
    return undefined;
  }
}

function readPacket(packet: DecodedPacket, headerCode: number, query: Query): Reply {
  const { questions = [], answers = [], authorities = [], additionals = [] } = packet;
  const code = headerCode + extendedCode(additionals);
  const isAnswer = code === noError || code === noSuchDomain;
  const [question] = questions;
  // A server that refuses may leave the question out.
  if (question === undefined) return isAnswer ? malformed : errorReply(code);
  const isOurs =
    questions.length === 1 &&
    parseQueryName(question.name) === query.name &&
    question.type === query.type &&
    question.class === 'IN';
  if (!isOurs) return { kind: 'stray' };
  if (!isAnswer) return errorReply(code);
  const records = answers.map(readRecord);
  const negativeTtlSeconds = negativeTtl(authorities);
  return {
    kind: 'response',
    response: {
      code: code === noError ? 'no-error' : 'no-such-domain',
      authenticated: packet.flag_ad,
      answers: records.filter((record) => typeof record === 'object'),
      hasMalformedRecords: records.includes('malformed'),
      ...(negativeTtlSeconds === undefined ? {} : { negativeTtlSeconds }),
    },
  };
}

// RFC 1035 §4.1.1
const noError = 0;
const formatError = 1;
const serverFailure = 2;
const noSuchDomain = 3;
const notImplemented = 4;

function errorReply(code: number): Reply {
  if (code === serverFailure) return { kind: 'error', code: 'servfail', detail: 'SERVFAIL' };
  if (code === formatError || code === notImplemented) {
    return { kind: 'error', code: 'format-error', detail: 'the server does not understand the query' };
  }
  return { kind: 'error', code: 'refused', detail: `response code ${code}` };
}

/** RFC 6891 §6.1.3: the upper 8 of 12 bits of the response code. */
function extendedCode(additionals: readonly Answer[]): number {
  const opt = additionals.find((record) => record.type === 'OPT');
  return opt === undefined ? 0 : opt.extendedRcode << 4;
}

/** RFC 2308 §5: the lesser of the TTL and the MINIMUM of the SOA record. */
function negativeTtl(authorities: readonly Answer[]): number | undefined {
  const soa = authorities.find((record) => record.type === 'SOA');
  return soa === undefined ? undefined : Math.min(ttlOf(soa.ttl), ttlOf(soa.data.minimum));
}

// RFC 2181 §8: a TTL with its highest bit set counts as zero.
const ttlOf = (seconds = 0): number => (seconds < 2 ** 31 ? seconds : 0);

/** A record of one of our types, `other` for other types, or `malformed`. */
function readRecord(answer: Answer): ResourceRecord | 'malformed' | 'other' {
  if (answer.type === 'OPT' || answer.class !== 'IN') return 'other';
  const name = parseQueryName(answer.name);
  const ttlSeconds = ttlOf(answer.ttl);
  const record = <T extends RecordType>(
    type: T,
    data: RecordData[T] | undefined,
  ): RecordOf<T> | 'malformed' =>
    name === undefined || data === undefined ? 'malformed' : { name, type, ttlSeconds, data };
  switch (answer.type) {
    case 'A':
      return record('A', readIp(answer.data, false));
    case 'AAAA':
      return record('AAAA', readIp(answer.data, true));
    case 'CNAME':
      return record('CNAME', parseDnsName(answer.data));
    case 'PTR':
      return record('PTR', parseDnsName(answer.data));
    case 'MX':
      return record('MX', readMx(answer.data.preference, answer.data.exchange));
    case 'TXT':
      return record(
        'TXT',
        [answer.data].flat().map((text) => (typeof text === 'string' ? text : latin1(text))),
      );
    case 'TLSA':
      return record('TLSA', { ...answer.data, certificate: Uint8Array.from(answer.data.certificate) });
    default:
      return 'other';
  }
}

function readIp(text: string, isWide: boolean) {
  return text.includes(':') === isWide ? parseIp(text) : undefined;
}

function readMx(preference: number | undefined, host: string) {
  const exchange = parseDnsName(host);
  return preference === undefined || exchange === undefined ? undefined : { preference, exchange };
}
