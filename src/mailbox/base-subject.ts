/** Rounds of taking away prefixes: more of them are no subject of a person. */
const roundsMax = 20;

/**
 * The subject without what mail programs put around it (RFC 5256 §2.1), in small letters, for threads and for sorting.
 * @param subject decoded
 */
export function baseSubject(subject: string): string {
  let text = subject.replace(/\s+/g, ' ').trim();
  for (let round = 0; round < roundsMax; round++) {
    const shorter = withoutBlobs(
      text
        .replace(/\s*\(fwd\)$/i, '')
        .replace(/^(?:re|fwd?|aw|wg|sv|vs|tr|rv|r|i|enc|odp|pd|antw?)(?:\s*\[[^[\]]*\])?\s*:\s*/i, '')
        .replace(/^\[fwd:\s*(.*)\]$/i, '$1'),
    ).trim();
    if (shorter === text) break;
    text = shorter;
  }
  return text.toLowerCase();
}

/** What stands in brackets in front, as long as something is left behind it. */
const withoutBlobs = (text: string): string => text.replace(/^\[[^[\]]*\]\s*(?=\S)/, '');
