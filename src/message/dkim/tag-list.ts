/**
 * Reads `a=b; c=d` as signatures have it; undefined if it is malformed, which makes all of it void (RFC 6376 §3.2). Names have a
 * case; what the values may be is for their readers.
 * @param text unfolded
 */
export function parseTagList(text: string): ReadonlyMap<string, string> | undefined {
  const specs = text.split(';');
  // One semicolon may stand at the end.
  if (specs.length > 1 && specs.at(-1)?.trim() === '') specs.pop();
  const tags = new Map<string, string>();
  for (const spec of specs) {
    const equals = spec.indexOf('=');
    const name = spec.slice(0, Math.max(equals, 0)).trim();
    if (!/^[A-Za-z][A-Za-z0-9_]*$/.test(name) || tags.has(name)) return undefined;
    tags.set(name, spec.slice(equals + 1).trim());
  }
  return tags;
}
