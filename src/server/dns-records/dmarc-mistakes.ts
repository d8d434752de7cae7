/** What is wrong in a DMARC record, for its publisher: readers pass over much of it in silence, and then do what nobody meant. */

const policy = /^(?:none|quarantine|reject)$/i;
const alignment = /^[rs]$/i;
const yesOrNo = /^[yn]$/i;

/** RFC 9989 §4.8 */
const values: Readonly<Record<string, RegExp>> = {
  p: policy,
  sp: policy,
  np: policy,
  adkim: alignment,
  aspf: alignment,
  t: yesOrNo,
  psd: /^[ynu]$/i,
  fo: /^[01ds](?::[01ds])*$/i,
};

/** Tags of the DMARC before RFC 9989, which mean nothing any more. */
const former = ['pct', 'rf', 'ri'];

/** Clauses; none where all is in order. @param text begins as a DMARC record does */
export function dmarcMistakes(text: string): readonly string[] {
  const [version = '', ...rest] = text.split(';').map((tag) => tag.trim());
  const mistakes: string[] = [];
  if (!/^v\s*=\s*DMARC1$/.test(version)) mistakes.push('it does not begin with "v=DMARC1"');
  const tags = new Map<string, string>();
  for (const tag of rest.slice(0, rest.at(-1) === '' ? -1 : undefined)) {
    const [, name = '', value = ''] = /^([a-z]+)\s*=\s*(.*)$/i.exec(tag) ?? [];
    if (name === '') mistakes.push(`"${tag}" is no tag`);
    else if (tags.has(name.toLowerCase())) mistakes.push(`it has "${name}" twice`);
    else tags.set(name.toLowerCase(), value);
  }
  if (!tags.has('p')) mistakes.push('it does not say what it asks for (p=)');
  for (const [name, value] of tags) {
    if (values[name]?.test(value) === false) mistakes.push(`"${name}=${value}" is no value of "${name}"`);
    if ((name === 'rua' || name === 'ruf') && !reportAddresses(value))
      mistakes.push(`"${name}=${value}" is not a list of mailto: addresses`);
    if (former.includes(name)) mistakes.push(`"${name}" means nothing any more`);
  }
  return mistakes;
}

const reportAddresses = (value: string): boolean =>
  value.split(',').every((uri) => /^\s*mailto:[^\s@,!]+@[^\s@,!]+(?:!\d+[kmgt]?)?\s*$/i.test(uri));
