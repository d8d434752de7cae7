import { join } from 'node:path';
import { type Bytes, fromBase64, toBase64 } from '../base/bytes.ts';
import { dayMs, type Instant, instant, later } from '../base/instant.ts';
import type { Clock, Random } from '../base/ports.ts';
import { type SigningKey, signingKey } from '../dsn/correlate/signature.ts';
import { readIfThere, writeDurably } from '../io/files.ts';
import type { Config } from './config.ts';
import { StartError } from './start-error.ts';

const secretBytes = 32;

/**
 * Beyond the time for which we try to hand on a message: for as long it may lie in the queue of the next host, and the notice about
 * it in another. RFC 5321 §4.5.4.1 has four to five days for each.
 */
const foreignQueuesMs = 14 * dayMs;

/** A key as it is kept. The one that was made last signs; those before it are still known for a while. */
interface KeptKey {
  readonly madeAt: Instant;
  readonly secret: Bytes;
  readonly key: SigningKey;
}

/** What an operator may see of a key: never the key. */
export interface SigningKeyView {
  readonly name: string;
  readonly madeAt: Instant;
  /** Until when what it signed is known as ours. Absent for the one that signs now. */
  readonly knownUntil?: Instant;
}

interface KeysWorld {
  readonly config: Pick<Config, 'data' | 'retry'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly random: Random;
}

/** The keys by which we know what we wrote ourselves (dsn/correlate/signature.ts). They lie in the data folder, for its owner only. */
export class SigningKeys {
  readonly #world: KeysWorld;
  /** The latest first; never empty. */
  #kept: readonly [KeptKey, ...KeptKey[]];

  /** Reads the keys, or makes the first one. @throws StartError if what is there cannot be read: a new key would know nothing of before */
  static async open(world: KeysWorld): Promise<SigningKeys> {
    const path = pathIn(world.config);
    const text = await readIfThere(path);
    if (text === undefined) {
      const keys = new SigningKeys(world, [makeKey(world)]);
      await keys.#write();
      return keys;
    }
    const [latest, ...former] = text.split('\n').filter(Boolean).map(readLine);
    if (!latest || former.includes(undefined))
      throw new StartError(`${path} is damaged; restore it, or remove it to begin with a new key`);
    return new SigningKeys(world, [latest, ...former.filter((each) => each !== undefined)]);
  }

  private constructor(world: KeysWorld, kept: readonly [KeptKey, ...KeptKey[]]) {
    this.#world = world;
    this.#kept = kept;
  }

  /** The key that signs. */
  get current(): SigningKey {
    return this.#kept[0].key;
  }

  /** The keys whose signatures are known now, the one that signs among them. */
  get known(): readonly SigningKey[] {
    const now = this.#world.clock.now();
    return this.#kept.filter((_, i) => this.#isKnown(i, now)).map(({ key }) => key);
  }

  list(): readonly SigningKeyView[] {
    return this.#kept.map(({ key, madeAt }, i) => {
      const knownUntil = this.#knownUntil(i);
      return { name: key.name, madeAt, ...(knownUntil !== undefined && { knownUntil }) };
    });
  }

  /** Makes a new key, by which we sign from now on, and forgets those whose time is over. */
  async roll(): Promise<void> {
    const now = this.#world.clock.now();
    const before = this.#kept;
    const remembered = before.filter((_, i) => this.#isKnown(i, now));
    this.#kept = [makeKey(this.#world), ...remembered];
    try {
      await this.#write();
    } catch (error) {
      this.#kept = before;
      throw error;
    }
  }

  #isKnown(i: number, now: Instant): boolean {
    const until = this.#knownUntil(i);
    return until === undefined || now < until;
  }

  /** A key signed until the next one was made. */
  #knownUntil(i: number): Instant | undefined {
    const next = i === 0 ? undefined : this.#kept[i - 1];
    return next && later(next.madeAt, this.#world.config.retry.give_up_after + foreignQueuesMs);
  }

  #write(): Promise<void> {
    const lines = this.#kept.map(
      ({ madeAt, secret }) => `${new Date(madeAt).toISOString()} ${toBase64(secret)}\n`,
    );
    return writeDurably(pathIn(this.#world.config), lines.join(''));
  }
}

const pathIn = ({ data }: KeysWorld['config']): string => join(data, 'signing-keys');

const makeKey = ({ clock, random }: KeysWorld): KeptKey => keptKey(clock.now(), random.bytes(secretBytes));

const keptKey = (madeAt: Instant, secret: Bytes): KeptKey => ({ madeAt, secret, key: signingKey(secret) });

/** `2026-11-23T09:14:02.000Z`, a blank, the key in base64. */
function readLine(line: string): KeptKey | undefined {
  const [date = '', text = '', ...rest] = line.split(' ');
  const madeAt = instant(Date.parse(date));
  const secret = fromBase64(text);
  if (Number.isNaN(madeAt) || secret?.length !== secretBytes || rest.length > 0) return undefined;
  return keptKey(madeAt, secret);
}
