import type { Domain } from '../../address/domain.ts';
import type { Clock } from '../../base/ports.ts';
import { makeSignatureKey, type SignatureKeyType } from '../../io/signature-keys.ts';
import { keyRecordName, keyRecordText } from '../../message/dkim/key-record.ts';
import type { DkimAlgorithm, DkimSigner } from '../../message/dkim/sign.ts';
import type { Config } from '../config.ts';
import { type DkimKey, readKeys, writeKeys } from './key-file.ts';

interface KeysWorld {
  readonly config: Pick<Config, 'data' | 'domains' | 'dkim'>;
  readonly clock: Pick<Clock, 'now'>;
}

/** Each message gets a signature of each type: not all verifiers know Ed25519 (RFC 8463 §1). */
const keyTypes: readonly SignatureKeyType[] = ['rsa', 'ed25519'];

/** `waits` for its record in the DNS, `signs`, or has `signed` and only lets what is still on its way be verified. */
export type KeyState = 'waits' | 'signs' | 'signed';

/**
 * The keys by which our domains sign what leaves us. They lie in the data folder, for its owner only. A key is made first, then
 * published by the operator, and signs from when the DNS shows it: a signature whose key nobody finds is worth less than none.
 */
export class DkimKeys {
  readonly #world: KeysWorld;
  /** In the order in which they were made. */
  #kept: readonly DkimKey[];
  /** What changes the keys happens one after the other. */
  #changing: Promise<unknown> = Promise.resolve();
  #isClosed = false;
  readonly #signers = new Map<Domain, readonly DkimSigner[]>();

  /** Reads the keys. @throws StartError if what is there cannot be read */
  static async open(world: KeysWorld): Promise<DkimKeys> {
    return new DkimKeys(world, (await readKeys(world.config.data)) ?? []);
  }

  private constructor(world: KeysWorld, kept: readonly DkimKey[]) {
    this.#world = world;
    this.#kept = kept;
  }

  get all(): readonly DkimKey[] {
    return this.#kept;
  }

  /** The keys of the domain that sign; none for one that is not ours. */
  signersOf(domain: Domain): readonly DkimSigner[] {
    const known = this.#signers.get(domain);
    if (known) return known;
    const { config } = this.#world;
    const isOurs = config.dkim.sign && config.domains.includes(domain);
    const signers = isOurs ? this.#kept.filter((key) => this.#isOf(key, domain, 'signs')).map(signerOf) : [];
    // Only our own: anybody may write any domain into a From field.
    if (isOurs) this.#signers.set(domain, signers);
    return signers;
  }

  stateOf(key: DkimKey): KeyState {
    if (key.activatedAt === undefined) return 'waits';
    return this.#successorOf(key) === undefined ? 'signs' : 'signed';
  }

  /** The key that signs in the place of this one: of two, the one that began later, or was made later. */
  #successorOf({ domain, selector, key: { type }, activatedAt }: DkimKey): DkimKey | undefined {
    const own = this.#kept.findIndex((each) => each.domain === domain && each.selector === selector);
    return this.#kept.find(
      (other, i) =>
        other.domain === domain &&
        other.key.type === type &&
        other.activatedAt !== undefined &&
        (other.activatedAt > (activatedAt ?? 0) || (other.activatedAt === activatedAt && i > own)),
    );
  }

  /** Since when another key signs in its place. */
  replacedAt(key: DkimKey): DkimKey['activatedAt'] {
    return this.#successorOf(key)?.activatedAt;
  }

  /** Makes the first keys of each of our domains that has none. */
  ensure(): Promise<void> {
    return this.#change(async (kept) => {
      const { config } = this.#world;
      if (!config.dkim.sign) return kept;
      const without = config.domains.filter((domain) => !kept.some((key) => key.domain === domain));
      return [...kept, ...(await Promise.all(without.map((domain) => this.#make(domain, kept)))).flat()];
    });
  }

  /** Makes the next keys of a domain, which wait for their records. */
  roll(domain: Domain): Promise<void> {
    return this.#change(async (kept) => [...kept, ...(await this.#make(domain, kept))]);
  }

  /** Lets keys that wait sign from now on. */
  activate(chosen: (key: DkimKey) => boolean): Promise<void> {
    return this.#change(async (kept) => {
      const activatedAt = this.#world.clock.now();
      return kept.map((key) =>
        key.activatedAt === undefined && chosen(key) ? { ...key, activatedAt } : key,
      );
    });
  }

  /** Forgets keys. */
  remove(chosen: (key: DkimKey) => boolean): Promise<void> {
    return this.#change(async (kept) => kept.filter((key) => !chosen(key)));
  }

  /** Lets the change that is under way end. After that nothing changes any more. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#changing.catch(() => {});
  }

  #change(next: (kept: readonly DkimKey[]) => Promise<readonly DkimKey[]>): Promise<void> {
    const change = this.#changing
      .catch(() => {})
      .then(async () => {
        if (this.#isClosed) return;
        const before = this.#kept;
        const after = await next(before);
        if (after.length === before.length && after.every((key, i) => key === before[i])) return;
        await writeKeys(this.#world.config.data, after);
        this.#kept = after;
        this.#signers.clear();
      });
    this.#changing = change;
    return change;
  }

  async #make(domain: Domain, kept: readonly DkimKey[]): Promise<readonly DkimKey[]> {
    const madeAt = this.#world.clock.now();
    return await Promise.all(
      keyTypes.map(async (type) => {
        const selector = newSelector(type, new Date(madeAt), (name) =>
          kept.some((key) => key.domain === domain && key.selector === name),
        );
        return { domain, selector, key: await makeSignatureKey(type), madeAt };
      }),
    );
  }

  #isOf(key: DkimKey, domain: Domain, state: KeyState): boolean {
    return key.domain === domain && this.stateOf(key) === state;
  }
}

/** What the DNS has to say of a key. */
export const recordOf = ({
  domain,
  selector,
  key,
}: DkimKey): { readonly name: string; readonly text: string } => ({
  name: keyRecordName(selector, domain),
  text: keyRecordText(algorithmOf(key.type), key.publicKey),
});

const algorithmOf = (type: SignatureKeyType): DkimAlgorithm => `${type}-sha256`;

const signerOf = ({ domain, selector, key }: DkimKey): DkimSigner => ({
  domain,
  selector,
  algorithm: algorithmOf(key.type),
  sign: key.sign,
});

/** `rsa-20261125`, and `rsa-20261125-2` for the second of a day. */
function newSelector(type: SignatureKeyType, at: Date, isTaken: (name: string) => boolean): string {
  const name = `${type}-${at.toISOString().slice(0, 10).replaceAll('-', '')}`;
  for (let i = 1; ; i++) {
    const candidate = i === 1 ? name : `${name}-${i}`;
    if (!isTaken(candidate)) return candidate;
  }
}
