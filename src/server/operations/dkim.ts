import * as v from 'valibot';
import { type Domain, parseDomain } from '../../address/domain.ts';
import { printable } from '../../base/printable.ts';
import type { OurDomains } from '../../policy/domains.ts';
import type { DkimKey } from '../dkim/key-file.ts';
import { type DkimKeys, type KeyState, recordOf } from '../dkim/keys.ts';
import { OperationError, type Operations, operation } from './operation.ts';

/** A key as JSON: what everybody may know of it, and never the key. */
export interface DkimKeyView {
  readonly domain: string;
  readonly selector: string;
  readonly type: 'rsa' | 'ed25519';
  readonly state: KeyState;
  readonly madeAt: string;
  readonly activatedAt?: string;
  readonly replacedAt?: string;
  readonly record: { readonly name: string; readonly text: string };
}

export interface DkimOperationsWorld {
  readonly keys: DkimKeys;
  readonly ours: OurDomains;
}

/** A domain as an argument. */
export const domainArgument = v.pipe(
  v.string(),
  v.rawTransform(({ dataset, addIssue, NEVER }): Domain => {
    const parsed = parseDomain(dataset.value.replace(/\.$/, ''));
    if (parsed.ok) return parsed.value;
    addIssue({ message: `${printable(dataset.value, 300)}: ${parsed.error}` });
    return NEVER;
  }),
);

const ofDomain = v.strictObject({ domain: domainArgument });

/** `dkim list|roll|activate|remove` */
export function dkimOperations({ keys, ours }: DkimOperationsWorld): Operations {
  const list = (domain?: Domain): DkimKeyView[] =>
    keys.all.filter((key) => domain === undefined || key.domain === domain).map((key) => viewOf(key, keys));
  return {
    'dkim.list': operation(v.strictObject({}), async () => {
      await keys.ensure();
      return list();
    }),
    'dkim.roll': operation(ofDomain, async ({ domain }) => {
      demandOurs(domain, ours);
      await keys.ensure();
      if (waitingOf(domain, keys).length > 0)
        throw new OperationError(
          `keys of ${domain} wait for their records already: publish those first, or remove these keys`,
        );
      await keys.roll(domain);
      return list(domain);
    }),
    'dkim.activate': operation(ofDomain, async ({ domain }) => {
      demandOurs(domain, ours);
      await keys.ensure();
      if (waitingOf(domain, keys).length === 0) throw new OperationError(`no key of ${domain} waits`);
      await keys.activate((key) => key.domain === domain);
      return list(domain);
    }),
    'dkim.remove': operation(
      v.strictObject({ ...ofDomain.entries, selector: v.string(), force: v.optional(v.boolean(), false) }),
      async ({ domain, selector, force }) => {
        const isMeant = (key: DkimKey) => key.domain === domain && key.selector === selector;
        const key = keys.all.find(isMeant);
        if (!key) throw new OperationError(`${domain} has no key ${printable(selector, 100)}`);
        if (keys.stateOf(key) === 'signs' && !force)
          throw new OperationError(
            `${selector} signs the mail of ${domain}: roll first, or remove it all the same with --force`,
          );
        await keys.remove(isMeant);
        return list(domain);
      },
    ),
  };
}

const waitingOf = (domain: Domain, keys: DkimKeys): readonly DkimKey[] =>
  keys.all.filter((key) => key.domain === domain && keys.stateOf(key) === 'waits');

export function demandOurs(domain: Domain, { all }: OurDomains): void {
  if (!all.has(domain)) throw new OperationError(`${domain} is not a domain of this server`);
}

export function viewOf(key: DkimKey, keys: DkimKeys): DkimKeyView {
  const { domain, selector, madeAt, activatedAt } = key;
  const replacedAt = keys.replacedAt(key);
  return {
    domain,
    selector,
    type: key.key.type,
    state: keys.stateOf(key),
    madeAt: new Date(madeAt).toISOString(),
    ...(activatedAt !== undefined && { activatedAt: new Date(activatedAt).toISOString() }),
    ...(activatedAt !== undefined &&
      replacedAt !== undefined && { replacedAt: new Date(replacedAt).toISOString() }),
    record: recordOf(key),
  };
}
