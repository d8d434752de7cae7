/** As much of DER (X.690) as a certificate needs. Each function answers one whole element. */

export function sequence(...elements: Buffer[]): Buffer {
  return element(0x30, Buffer.concat(elements));
}

export const set = (...elements: Buffer[]): Buffer => element(0x31, Buffer.concat(elements));

/** A non-negative INTEGER from its octets. */
export function integer(octets: Buffer): Buffer {
  const trimmed = octets.subarray(octets.findIndex((octet, i) => octet !== 0 || i === octets.length - 1));
  return element(0x02, (trimmed[0] ?? 0) > 127 ? Buffer.concat([Buffer.of(0), trimmed]) : trimmed);
}

export function objectIdentifier(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return element(0x06, Buffer.from([first * 40 + second, ...rest].flatMap(base128)));
}

export const utf8String = (text: string): Buffer => element(0x0c, Buffer.from(text, 'utf8'));

export const octetString = (octets: Buffer): Buffer => element(0x04, octets);

export const bitString = (octets: Buffer): Buffer => element(0x03, Buffer.concat([Buffer.of(0), octets]));

export const boolean = (value: boolean): Buffer => element(0x01, Buffer.of(value ? 255 : 0));

/** GeneralizedTime is asked for from the year 2050 on, UTCTime before (RFC 5280 §4.1.2.5). */
export function time(date: Date): Buffer {
  const digits = date.toISOString().replace(/[-:T]|\.\d+/g, '');
  return date.getUTCFullYear() < 2050
    ? element(0x17, Buffer.from(digits.slice(2), 'latin1'))
    : element(0x18, Buffer.from(digits, 'latin1'));
}

/** A context-specific tag: `constructed` wraps whole elements, otherwise `content` replaces a primitive's. */
export const tagged = (number: number, content: Buffer, constructed: boolean): Buffer =>
  element((constructed ? 0xa0 : 0x80) | number, content);

function element(tag: number, content: Buffer): Buffer {
  return Buffer.concat([Buffer.of(tag), lengthOctets(content.length), content]);
}

function lengthOctets(length: number): Buffer {
  if (length < 128) return Buffer.of(length);
  const octets: number[] = [];
  for (let rest = length; rest > 0; rest >>= 8) octets.unshift(rest & 255);
  return Buffer.from([0x80 | octets.length, ...octets]);
}

function base128(value: number): number[] {
  const octets = [value & 127];
  for (let rest = value >> 7; rest > 0; rest >>= 7) octets.unshift((rest & 127) | 128);
  return octets;
}
