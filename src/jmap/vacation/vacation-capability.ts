import * as v from 'valibot';
import { fromUtf8 } from '../../base/bytes.ts';
import { err, ok, type Result } from '../../base/result.ts';
import {
  type Vacation,
  type VacationStore,
  vacationBodyBytesMax,
  vacationSubjectMax,
} from '../../vacation/vacation.ts';
import type { Capability } from '../capability.ts';
import type { JsonObject } from '../json.ts';
import { parseDateText, utcDateText } from '../mail/time-text.ts';
import { applyPatch } from '../patch.ts';
import { invalidProperties, type SetError, setError } from '../set-error.ts';
import { getMethod } from '../standard/get.ts';
import { oneByOne } from '../standard/one-by-one.ts';
import { setMethod } from '../standard/set.ts';

const vacationUri = 'urn:ietf:params:jmap:vacationresponse';

export interface VacationWorld {
  readonly vacations: Pick<VacationStore, 'find' | 'put' | 'state'>;
}

/** RFC 8621 §8 */
const properties = ['id', 'isEnabled', 'fromDate', 'toDate', 'subject', 'textBody', 'htmlBody'];

/** RFC 8621 §8: there is exactly one. */
const singleton = 'singleton';

/** What an account answers while its owner is away (RFC 8621 §1.3.3, §8). */
export const vacationCapability = ({ vacations }: VacationWorld): Capability => ({
  uri: vacationUri,
  ofServer: {},
  ofAccount: () => ({}),
  methods: {
    'VacationResponse/get': getMethod({
      capability: vacationUri,
      hasProperty: (name) => properties.includes(name),
      defaultProperties: properties,
      get: async ({ account, ids }) => {
        const state = String(await vacations.state(account.id));
        const isWanted = !ids || ids.includes(singleton);
        return { state, list: isWanted ? [show(await vacations.find(account.id))] : [] };
      },
    }),
    'VacationResponse/set': setMethod({
      capability: vacationUri,
      state: async (account) => String(await vacations.state(account.id)),
      apply: oneByOne({
        create: async () => err(isOnlyOne),
        update: async (id, patch, { account }) => {
          if (id !== singleton) return err(setError('notFound'));
          const before = await vacations.find(account.id);
          const changed = read(patch, before);
          if (!changed.ok) return changed;
          await vacations.put(account.id, changed.value);
          return ok(null);
        },
        destroy: async (id) => (id === singleton ? isOnlyOne : setError('notFound')),
      }),
    }),
  },
  states: { VacationResponse: async (account) => String(await vacations.state(account)) },
});

/** RFC 8620 §5.3 */
const isOnlyOne = setError('singleton', 'There is one for each account, to be changed only');

const nothing: Vacation = {
  ...{ isEnabled: false, fromDate: null, toDate: null, subject: null, textBody: null, htmlBody: null },
  from: null,
};

function show({ isEnabled, fromDate, toDate, subject, textBody, htmlBody }: Vacation = nothing): JsonObject {
  const dates = { fromDate: fromDate && utcDateText(fromDate), toDate: toDate && utcDateText(toDate) };
  return { id: singleton, isEnabled, ...dates, subject, textBody, htmlBody };
}

const utcDate = v.nullable(
  v.pipe(
    v.string(),
    v.check((text) => parseDateText(text, true) !== undefined),
    v.transform((text) => parseDateText(text, true)?.at ?? null),
  ),
);
const body = v.nullable(
  v.pipe(
    v.string(),
    v.check((text) => fromUtf8(text).length <= vacationBodyBytesMax),
  ),
);

const schema = {
  id: v.literal(singleton),
  isEnabled: v.boolean(),
  fromDate: utcDate,
  toDate: utcDate,
  subject: v.nullable(v.pipe(v.string(), v.maxLength(vacationSubjectMax), v.regex(/^[^\p{Cc}]*$/u))),
  textBody: body,
  htmlBody: body,
};

const defaults = { fromDate: null, toDate: null, subject: null, textBody: null, htmlBody: null };

/** What a patch makes of the answer; all that is wrong is named. */
function read(patch: JsonObject, before: Vacation | undefined): Result<Vacation, SetError> {
  const patched = applyPatch(show(before), patch, defaults);
  if (!patched.ok) return patched;
  const unknown = Object.keys(patched.value).filter((name) => !Object.hasOwn(schema, name));
  const result = v.safeParse(v.object(schema), patched.value);
  if (!result.success || unknown.length > 0) {
    const wrong = (result.issues ?? []).map(({ path }) => String(path?.[0]?.key ?? ''));
    return err(invalidProperties([...new Set([...wrong, ...unknown])]));
  }
  const { id, ...said } = result.output;
  return ok({ ...said, from: before?.from ?? null });
}
