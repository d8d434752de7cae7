import * as v from 'valibot';
import type { Account, AccountStore } from '../../accounts/accounts.ts';
import { type MailboxAddress, parseMailboxAddress } from '../../address/mailbox-address.ts';
import { fromUtf8 } from '../../base/bytes.ts';
import { type Instant, instant } from '../../base/instant.ts';
import { mailboxesOf, parseAddressList } from '../../message/address-list.ts';
import type { OurDomains } from '../../policy/domains.ts';
import { personAt } from '../../vacation/addressed.ts';
import {
  type Vacation,
  type VacationAuthor,
  type VacationStore,
  vacationBodyBytesMax,
  vacationSubjectMax,
} from '../../vacation/vacation.ts';
import { addressArgument, OperationError, type Operations, operation } from './operation.ts';

export interface VacationOperationsWorld {
  readonly accounts: AccountStore;
  readonly vacations: VacationStore;
  readonly ours: OurDomains;
}

/** What an operator sees of it. */
export interface VacationView {
  readonly account: string;
  readonly isEnabled: boolean;
  readonly from: string | null;
  readonly fromDate: string | null;
  readonly toDate: string | null;
  readonly subject: string | null;
  readonly textBody: string | null;
  readonly htmlBody: string | null;
}

const body = v.optional(
  v.pipe(
    v.string(),
    v.check(
      (text) => fromUtf8(text).length <= vacationBodyBytesMax,
      `an answer has at most ${vacationBodyBytesMax} octets; be brief`,
    ),
  ),
);

/** A date, which is the start of that day in UTC, or a date and time with its zone. */
const date = v.optional(
  v.pipe(
    v.string(),
    v.rawTransform(({ dataset, addIssue, NEVER }): Instant => {
      const isDate = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:\d\d))?$/.test(dataset.value);
      const at = isDate ? Date.parse(dataset.value) : Number.NaN;
      if (!Number.isNaN(at)) return instant(at);
      addIssue({ message: 'a date is written as 2026-12-24, or 2026-12-24T08:00Z' });
      return NEVER;
    }),
  ),
);

const settings = v.strictObject({
  account: addressArgument,
  as: v.optional(v.string()),
  from: date,
  until: date,
  subject: v.optional(
    v.pipe(
      v.string(),
      v.maxLength(vacationSubjectMax, `a subject has at most ${vacationSubjectMax} characters`),
    ),
  ),
  text: body,
  html: body,
});

const none: Vacation = {
  isEnabled: false,
  fromDate: null,
  toDate: null,
  subject: null,
  textBody: null,
  htmlBody: null,
  from: null,
};

/** `vacation set|show|off ACCOUNT` */
export function vacationOperations(world: VacationOperationsWorld): Operations {
  const { accounts, vacations } = world;
  const accountAt = async (address: MailboxAddress): Promise<Account> => {
    const account = await accounts.findAccount(address);
    if (!account) throw new OperationError(`there is no account ${address.text}`);
    return account;
  };
  const put = async (account: Account, vacation: Vacation): Promise<VacationView> => {
    if ((await vacations.put(account.id, vacation)) === 'no-such-account')
      throw new OperationError(`there is no account ${account.address.text} any more`);
    return viewOf(account, vacation);
  };
  const named = v.strictObject({ account: addressArgument });
  return {
    'vacation.set': operation(settings, async ({ account: address, as, from, until, ...words }) => {
      if (from !== undefined && until !== undefined && from >= until)
        throw new OperationError('the answer would end before it begins');
      const account = await accountAt(address);
      return put(account, {
        isEnabled: true,
        from: as === undefined ? null : await authorIn(as, account, world),
        fromDate: from ?? null,
        toDate: until ?? null,
        subject: words.subject || null,
        textBody: words.text || null,
        htmlBody: words.html || null,
      });
    }),
    'vacation.show': operation(named, async ({ account: address }) => {
      const account = await accountAt(address);
      return viewOf(account, (await vacations.find(account.id)) ?? none);
    }),
    'vacation.off': operation(named, async ({ account: address }) => {
      const account = await accountAt(address);
      return put(account, { ...((await vacations.find(account.id)) ?? none), isEnabled: false });
    }),
  };
}

/** RFC 3834 §3.1.1: the owner chooses name and address, and the address must be one of his. */
async function authorIn(
  text: string,
  account: Account,
  { accounts, ours }: VacationOperationsWorld,
): Promise<VacationAuthor> {
  const [mailbox, second] = mailboxesOf(parseAddressList(text));
  const parsed = mailbox && parseMailboxAddress(mailbox.address, { utf8: true });
  if (!parsed?.ok || second) throw new OperationError('write whom it is from as "Name <address>"');
  if ((await personAt(parsed.value, ours, accounts)) !== account.id)
    throw new OperationError(`${parsed.value.text} is not an address of ${account.address.text} alone`);
  return { name: mailbox?.name ?? null, address: parsed.value };
}

function viewOf({ address }: Account, vacation: Vacation): VacationView {
  const { isEnabled, from, fromDate, toDate, subject, textBody, htmlBody } = vacation;
  const author = from && (from.name === null ? from.address.text : `${from.name} <${from.address.text}>`);
  return {
    ...{ account: address.text, isEnabled, from: author },
    fromDate: fromDate === null ? null : new Date(fromDate).toISOString(),
    toDate: toDate === null ? null : new Date(toDate).toISOString(),
    ...{ subject, textBody, htmlBody },
  };
}
