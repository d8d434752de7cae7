import type { DmarcPolicy } from './verdict.ts';

/** A DMARC policy record, as far as a receiver acts on it (RFC 9989 §4.7). */
export interface DmarcRecord {
  readonly policy: DmarcPolicy;
  /** For what lies below the domain, and for what does not exist there. */
  readonly subdomainPolicy: DmarcPolicy;
  readonly nonexistentPolicy: DmarcPolicy;
  readonly isDkimStrict: boolean;
  readonly isSpfStrict: boolean;
  /** Whether the domain is a public suffix; undefined where it does not say. */
  readonly isPublicSuffix: boolean | undefined;
  /** The domain asks for the next milder treatment. */
  readonly isTest: boolean;
}

const policies: readonly string[] = ['none', 'quarantine', 'reject'] satisfies DmarcPolicy[];

/** Reads one TXT record; undefined if it is no DMARC record, or one that has to be ignored. Unknown tags are passed over. */
export function parseDmarcRecord(text: string): DmarcRecord | undefined {
  const [version = '', ...rest] = text.split(';');
  // RFC 9989 §4.7: the version is the first tag, and its value has a case.
  if (!/^[ \t]*v[ \t]*=[ \t]*DMARC1[ \t]*$/.test(version)) return undefined;
  const tags = new Map<string, string>();
  for (const tag of rest) {
    const equals = tag.indexOf('=');
    if (equals === -1) continue;
    const name = tag.slice(0, equals).trim().toLowerCase();
    if (!tags.has(name)) tags.set(name, tag.slice(equals + 1).trim());
  }
  const word = (name: string): string | undefined => tags.get(name)?.toLowerCase();
  const isUsable = ['p', 'sp', 'np'].every((name) => isPolicy(word(name) ?? 'none'));
  // RFC 9989 §4.10.1: who wants reports has at least shown interest; a record of neither is none.
  if (!isUsable || !tags.has('p')) return hasUri(word('rua')) ? record('none', {}, word) : undefined;
  const policy = word('p') as DmarcPolicy;
  return record(policy, { sp: word('sp'), np: word('np') }, word);
}

const hasUri = (list = ''): boolean =>
  list.split(',').some((uri) => /^\s*[a-z][a-z0-9+.-]*:[^\s]+\s*$/.test(uri));

const isPolicy = (text: string): boolean => policies.includes(text);

function record(
  policy: DmarcPolicy,
  { sp = policy, np = sp }: { readonly sp?: string | undefined; readonly np?: string | undefined },
  word: (name: string) => string | undefined,
): DmarcRecord {
  const psd = word('psd');
  return {
    policy,
    subdomainPolicy: sp as DmarcPolicy,
    nonexistentPolicy: np as DmarcPolicy,
    isDkimStrict: word('adkim') === 's',
    isSpfStrict: word('aspf') === 's',
    isPublicSuffix: psd === 'y' ? true : psd === 'n' ? false : undefined,
    isTest: word('t') === 'y',
  };
}
