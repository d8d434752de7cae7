import { createHash, createPrivateKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { fromLatin1 } from '../../../base/bytes.ts';
import { relaxed } from '../../../message/dkim/relaxed-field.ts';
import { parseHeader } from '../../../message/fields.ts';

/** Somebody who passes mail on and seals it (RFC 8617 §5.1), in code of its own, so that seals can be wrong in every way. */
export class Sealer {
  readonly domain: string;
  readonly record: string;
  readonly #key: KeyObject;

  constructor(domain: string) {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    this.domain = domain;
    this.#key = privateKey;
    this.record = `v=DKIM1; k=ed25519; p=${publicKey.export({ type: 'spki', format: 'der' }).subarray(-32).toString('base64')}`;
  }

  /** The mail with one more set at its top. Its body has to be in the relaxed form already. */
  seal(mail: string, change: Partial<Seal> = {}): string {
    const before = setsOf(mail);
    const i = change.i ?? before.length + 1;
    const { domain } = this;
    const results = change.results ?? `i=${i}; mx.${domain}; arc=${i === 1 ? 'none' : 'pass'}; dmarc=pass`;
    const body = mail.slice(mail.indexOf('\r\n\r\n') + 4);
    const bodyHash = createHash('sha256').update(body).digest('base64');
    const tags = `a=ed25519-sha256; d=${domain}; s=arc`;
    const message = this.#signed(
      names.message,
      change.message ?? `i=${i}; ${tags}; c=relaxed/relaxed; h=from:to:subject; bh=${bodyHash}`,
      ['From', 'To', 'Subject'].map((name) => relaxed(name, fieldOf(mail, name))),
    );
    const covered = [...before.flat(), relaxed(names.results, results), relaxed(names.message, message)];
    const seal = this.#signed(
      names.seal,
      change.seal ?? `i=${i}; ${tags}; cv=${change.cv ?? (i === 1 ? 'none' : 'pass')}`,
      covered,
    );
    return `${names.seal}: ${seal}\r\n${names.message}: ${message}\r\n${names.results}: ${results}\r\n${mail}`;
  }

  #signed(name: string, tags: string, covered: readonly string[]): string {
    const value = `${tags}; b=`;
    const data = [...covered.map((field) => `${field}\r\n`), relaxed(name, value)].join('');
    const digest = createHash('sha256').update(fromLatin1(data)).digest();
    return (
      value +
      sign(null, digest, createPrivateKey(this.#key.export({ type: 'pkcs8', format: 'pem' }))).toString(
        'base64',
      )
    );
  }
}

interface Seal {
  readonly i: number;
  readonly cv: string;
  /** The value of ARC-Authentication-Results. */
  readonly results: string;
  /** The tags of the other two fields, but for `b`. */
  readonly message: string;
  readonly seal: string;
}

const names = {
  seal: 'ARC-Seal',
  message: 'ARC-Message-Signature',
  results: 'ARC-Authentication-Results',
} as const;

const fieldOf = (mail: string, name: string): string => parseHeader(fromLatin1(mail)).value(name) ?? '';

/** What a further seal covers of those before, the first set first: results, message signature, seal (RFC 8617 §5.1.1). */
function setsOf(mail: string): string[][] {
  const header = parseHeader(fromLatin1(mail));
  const all = [names.results, names.message, names.seal].map((name) =>
    header.values(name).map((value) => relaxed(name, value)),
  );
  return header
    .values(names.seal)
    .map((_, i, { length }) => all.map((fields) => fields[length - 1 - i] ?? ''));
}
