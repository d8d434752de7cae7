/** The number of an id such as `E12`; undefined if it is no id of this kind. */
export function numberOfId(id: string, prefix: 'E' | 'M' | 'T' | 'U'): number | undefined {
  return new RegExp(`^${prefix}(?:0|[1-9]\\d{0,14})$`).test(id) ? Number(id.slice(1)) : undefined;
}
