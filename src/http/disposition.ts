/** Characters of a file name. */
const nameLengthMax = 200;

/**
 * The Content-Disposition of a download (RFC 6266 §4): always something to save, never to show. The name goes without what a file
 * system, or somebody who looks at it, could take for something else.
 */
export function attachment(name: string): string {
  const clean = name
    .normalize('NFC')
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029/\\]/gu, '_')
    .replace(/^\.+/, '_')
    .slice(0, nameLengthMax)
    .toWellFormed();
  if (clean === '') return 'attachment';
  const ascii = clean.replace(/[^\x20-\x7e]|["%]/g, '_');
  // RFC 8187 §3.2.1: attr-char and nothing else goes as it is.
  const extended = encodeURIComponent(clean).replace(
    /['()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return ascii === clean
    ? `attachment; filename="${ascii}"`
    : `attachment; filename="${ascii}"; filename*=UTF-8''${extended}`;
}
