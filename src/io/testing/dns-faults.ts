/** A DNS server's bad days, for tests: each one takes a good responder and gives back a bad one. */
import { setTimeout as delay } from 'node:timers/promises';
import { type Answer, decode, encode } from 'dns-packet';
import { type Bytes, toBuffer } from '../../base/bytes.ts';
import type { Respond } from '../dns/server.ts';

type Spoil = (response: Bytes) => Bytes;

const spoilt =
  (spoil: Spoil) =>
  (respond: Respond): Respond =>
  async (query, transport) => {
    const response = await respond(query, transport);
    return response && spoil(response);
  };

/** Says nothing. */
export const silent: Respond = async () => undefined;

/** Answers, but only after `ms`. */
export const late =
  (ms: number) =>
  (respond: Respond): Respond =>
  async (query, transport) => {
    await delay(ms);
    return respond(query, transport);
  };

/** Says the response code (RFC 1035 §4.1.1) and nothing else; without the question, as some servers do. */
export const refusing =
  (code: number): Respond =>
  async (query) => {
    const { id = 0 } = decode(toBuffer(query));
    return encode({ type: 'response', id, flags: code });
  };

/** Fails to understand any query with an OPT record. */
export const withoutEdns =
  (respond: Respond): Respond =>
  async (query, transport) => {
    const hasEdns = (decode(toBuffer(query)).additionals ?? []).length > 0;
    return hasEdns ? refusing(1)(query, transport) : respond(query, transport);
  };

/** Sends half an answer over UDP, marked as such (TC). Over TCP all is well. */
export const truncating =
  (respond: Respond): Respond =>
  async (query, transport) => {
    const response = await respond(query, transport);
    return transport === 'tcp' || response === undefined ? response : flipBits(response, 2, 0x02);
  };

export const truncatingAlways = spoilt((response) => flipBits(response, 2, 0x02));

/** Another id: what somebody sends who has to guess it. */
export const withWrongId = spoilt((response) => flipBits(response, 0, 0xff));

/** The right id, but the answer to a question that nobody asked. */
export const withWrongQuestion = spoilt((response) =>
  encode({ ...decode(toBuffer(response)), questions: [{ type: 'A', name: 'other.test' }] }),
);

/** A good header, and nonsense after it. */
export const garbled = spoilt((response) =>
  Uint8Array.from(response, (octet, i) => (i < 12 ? octet : (octet * 167 + i * 59) % 256)),
);

/** Octets that are no DNS message at all. */
export const noise: Respond = async () => Uint8Array.from({ length: 40 }, (_, i) => (i * 41) % 256);

/** Adds what was not asked for, where a careless resolver would believe it. */
export const withLies = (lies: Answer[]) =>
  spoilt((response) => {
    const packet = decode(toBuffer(response));
    const { answers = [], authorities = [] } = packet;
    return encode({
      ...packet,
      answers: [...lies, ...answers],
      authorities: [...lies, ...authorities],
      additionals: lies,
    });
  });

function flipBits(message: Bytes, at: number, bits: number): Bytes {
  const copy = Uint8Array.from(message);
  copy[at] = (copy[at] ?? 0) ^ bits;
  return copy;
}
