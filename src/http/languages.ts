/** Languages that are looked at. */
const languagesMax = 20;

/** The tags of an Accept-Language field, the dearest first (RFC 9110 §12.5.4). */
export function acceptedLanguages(field: string | undefined): readonly string[] {
  return (field ?? '')
    .split(',', languagesMax)
    .map((item) => {
      const [tag = '', weight = ''] = item.split(';', 2);
      return { tag: tag.trim(), weight: Number(/^\s*q=(\d(?:\.\d{0,3})?)\s*$/i.exec(weight)?.[1] ?? 1) };
    })
    .filter(({ tag, weight }) => /^[A-Za-z0-9-]{1,50}$/.test(tag) && weight > 0)
    .sort((a, b) => b.weight - a.weight)
    .map(({ tag }) => tag);
}
