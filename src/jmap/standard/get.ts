import * as v from 'valibot';
import { accountOf, idReferenceSchema, orNull, pick, readArguments } from '../arguments.ts';
import type { Method, MethodContext, SessionAccount } from '../capability.ts';
import type { JsonObject } from '../json.ts';
import { MethodError } from '../method-error.ts';

export interface GetRequest<Extra> {
  readonly account: SessionAccount;
  /** Each once; undefined asks for all records. */
  readonly ids: readonly string[] | undefined;
  readonly properties: ReadonlySet<string>;
  /** The arguments that only this method has. */
  readonly extra: Extra;
}

export interface GetAnswer {
  /** Of all records of the type in the account. */
  readonly state: string;
  /** Records with these properties at least; what was not asked for is taken out. */
  readonly list: readonly JsonObject[];
}

export interface GetSpec<Extra extends v.ObjectEntries> {
  readonly capability: string;
  /** True for the properties that may be asked for. */
  hasProperty(name: string): boolean;
  /** What is answered where the request names none. */
  readonly defaultProperties: readonly string[];
  readonly extra?: Extra;
  get(request: GetRequest<ExtraOf<Extra>>, context: MethodContext): Promise<GetAnswer>;
}

/** What the arguments of a schema become. */
export type ExtraOf<Extra extends v.ObjectEntries> = v.InferOutput<v.StrictObjectSchema<Extra, undefined>>;

const common = {
  accountId: v.string(),
  ids: orNull(v.array(idReferenceSchema)),
  properties: orNull(v.array(v.string())),
};

/** `Foo/get` (RFC 8620 §5.1). */
export function getMethod<const Extra extends v.ObjectEntries = Record<never, never>>(
  spec: GetSpec<Extra>,
): Method {
  return async (args, context) => {
    const { own, extra } = splitArguments(args, common, spec.extra);
    const account = accountOf(context, own.accountId, spec.capability);
    // An id that was created in the same request may be asked for by its creation id, where it stands for one.
    const ids = own.ids && [...new Set(own.ids.map((id) => context.createdIds.resolve(id) ?? id))];
    if (ids && ids.length > context.limits.getObjectsMax) throw tooManyRecords(context);
    for (const name of own.properties ?? []) {
      if (!spec.hasProperty(name))
        throw new MethodError('invalidArguments', `properties: there is no ${name}`);
    }
    const properties = new Set(own.properties ?? spec.defaultProperties);
    const { state, list } = await spec.get({ account, ids: ids ?? undefined, properties, extra }, context);
    if (list.length > context.limits.getObjectsMax) throw tooManyRecords(context);
    const found = new Set(list.map(({ id }) => id));
    return {
      accountId: account.id,
      state,
      list: list.map((record) => pick(record, properties)),
      notFound: (ids ?? []).filter((id) => !found.has(id)),
    };
  };
}

/** Reads the arguments that all methods of a kind have, and those that only this one has. @throws MethodError invalidArguments */
export function splitArguments<const Common extends v.ObjectEntries, const Extra extends v.ObjectEntries>(
  args: JsonObject,
  common: Common,
  extra: Extra | undefined,
): { readonly own: ExtraOf<Common>; readonly extra: ExtraOf<Extra> } {
  const read = readArguments({ ...extra, ...common }, args) as Record<string, unknown>;
  const part = (entries: v.ObjectEntries) =>
    Object.fromEntries(Object.keys(entries).flatMap((name) => (name in read ? [[name, read[name]]] : [])));
  return { own: part(common) as ExtraOf<Common>, extra: part(extra ?? {}) as ExtraOf<Extra> };
}

const tooManyRecords = ({ limits }: MethodContext): MethodError =>
  new MethodError('requestTooLarge', `no more than ${limits.getObjectsMax} records can be got at once`);
