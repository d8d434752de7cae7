/** Messages over TCP stand behind two octets with their length (RFC 1035 §4.2.2), which bounds them to 65,535 octets. */
import { type Bytes, concat, NO_BYTES } from '../../base/bytes.ts';

const prefixBytes = 2;

export function frame(message: Bytes): Bytes {
  const prefix = new Uint8Array(prefixBytes);
  new DataView(prefix.buffer).setUint16(0, message.length);
  return concat([prefix, message]);
}

/** Takes a stream apart into messages. Holds one unfinished message at most. */
export class FrameReader {
  #rest: Bytes = NO_BYTES;

  /** @returns the messages that are complete with this chunk */
  push(chunk: Bytes): readonly Bytes[] {
    let rest = concat([this.#rest, chunk]);
    const messages: Bytes[] = [];
    while (rest.length >= prefixBytes) {
      const end = prefixBytes + new DataView(rest.buffer, rest.byteOffset).getUint16(0);
      if (rest.length < end) break;
      messages.push(rest.subarray(prefixBytes, end));
      rest = rest.subarray(end);
    }
    this.#rest = rest;
    return messages;
  }
}
