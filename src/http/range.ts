/** Part of a content, in octets. */
export interface ByteRange {
  readonly offset: number;
  readonly length: number;
}

/**
 * The one range that a Range field asks for (RFC 9110 §14.2). Several ranges, and what cannot be read, ask for all: a server may pass
 * over the field.
 */
export function parseRange(
  field: string | undefined,
  sizeBytes: number,
): ByteRange | 'all' | 'unsatisfiable' {
  const [, first = '', last = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(field?.trim() ?? '') ?? [];
  if (first === '' && last === '') return 'all';
  if (first === '') {
    // The last so many octets.
    const length = Math.min(Number(last), sizeBytes);
    return length === 0 ? 'unsatisfiable' : { offset: sizeBytes - length, length };
  }
  const offset = Number(first);
  const end = last === '' ? sizeBytes : Math.min(Number(last) + 1, sizeBytes);
  if (last !== '' && Number(last) < offset) return 'all';
  return offset >= sizeBytes ? 'unsatisfiable' : { offset, length: end - offset };
}
