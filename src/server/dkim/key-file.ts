import { join } from 'node:path';
import * as v from 'valibot';
import { type Domain, parseDomain } from '../../address/domain.ts';
import { type Instant, instant } from '../../base/instant.ts';
import { readIfThere, writeDurably } from '../../io/files.ts';
import { readSignatureKey, type SignatureKey } from '../../io/signature-keys.ts';
import { StartError } from '../start-error.ts';

/** A key of a domain, as it is kept. */
export interface DkimKey {
  readonly domain: Domain;
  /** Where in the DNS of the domain its record stands. */
  readonly selector: string;
  readonly key: SignatureKey;
  readonly madeAt: Instant;
  /** When it began to sign. Absent while it waits for its record. */
  readonly activatedAt?: Instant;
}

const time = v.pipe(v.string(), v.isoTimestamp());

const keptKey = v.strictObject({
  domain: v.string(),
  selector: v.pipe(v.string(), v.regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/)),
  madeAt: time,
  activatedAt: v.optional(time),
  privateKey: v.string(),
});

const fileSchema = v.pipe(v.string(), v.parseJson(), v.array(keptKey));

const pathIn = (dataFolder: string): string => join(dataFolder, 'dkim-keys.json');

/** Reads the keys of a data folder. Undefined if there never were any. @throws StartError if they cannot be read */
export async function readKeys(dataFolder: string): Promise<readonly DkimKey[] | undefined> {
  const path = pathIn(dataFolder);
  const text = await readIfThere(path);
  if (text === undefined) return undefined;
  const parsed = v.safeParse(fileSchema, text);
  const keys = parsed.success ? parsed.output.map(readKey) : [undefined];
  if (keys.includes(undefined))
    throw new StartError(`${path} is damaged; restore it, or remove it to begin with new keys`);
  return keys.filter((each) => each !== undefined);
}

/** Writes them, for the owner of the folder only. */
export async function writeKeys(dataFolder: string, keys: readonly DkimKey[]): Promise<void> {
  const kept = keys.map(
    ({ domain, selector, key, madeAt, activatedAt }): v.InferOutput<typeof keptKey> => ({
      domain,
      selector,
      madeAt: new Date(madeAt).toISOString(),
      ...(activatedAt !== undefined && { activatedAt: new Date(activatedAt).toISOString() }),
      privateKey: key.pem,
    }),
  );
  await writeDurably(pathIn(dataFolder), `${JSON.stringify(kept, undefined, 2)}\n`);
}

function readKey(kept: v.InferOutput<typeof keptKey>): DkimKey | undefined {
  const domain = parseDomain(kept.domain);
  const key = readSignatureKey(kept.privateKey);
  if (!domain.ok || !key) return undefined;
  return {
    domain: domain.value,
    selector: kept.selector,
    key,
    madeAt: instant(Date.parse(kept.madeAt)),
    ...(kept.activatedAt !== undefined && { activatedAt: instant(Date.parse(kept.activatedAt)) }),
  };
}
