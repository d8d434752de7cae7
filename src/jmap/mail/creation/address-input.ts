import { parseMailboxAddress } from '../../../address/mailbox-address.ts';
import { formatAddressList } from '../../../message/address-list.ts';
import { encodePhrase } from '../../../message/words.ts';

/** One address of a list that a client sets, checked. */
interface AddressInput {
  readonly name: string | null;
  readonly email: string;
}

/**
 * The pieces of an address list, from EmailAddress objects (RFC 8621 §4.1.2.3). What is no address yet is kept, since it may be a draft;
 * but nothing that would be read as something else.
 * @returns undefined if it is no such list
 */
export function addressPieces(value: unknown): string[] | undefined {
  const list = addressInputs(value);
  return list && separated(list.map(addressText));
}

/** The same of EmailAddressGroup objects (RFC 8621 §4.1.2.4). */
export function groupPieces(value: unknown): string[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const texts: string[] = [];
  for (const group of value) {
    const list = addressInputs(group?.addresses);
    const name: unknown = group?.name ?? null;
    if (!list || (name !== null && typeof name !== 'string')) return undefined;
    if (name === null) texts.push(...list.map(addressText));
    else texts.push(`${encodePhrase(name)}: ${list.map(addressText).join(', ')};`);
  }
  return separated(texts);
}

function addressInputs(value: unknown): AddressInput[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const list: AddressInput[] = [];
  for (const item of value) {
    const name: unknown = item?.name ?? null;
    const email: unknown = item?.email;
    if (typeof email !== 'string' || !isHarmless(email)) return undefined;
    if (name !== null && typeof name !== 'string') return undefined;
    // RFC 8621 §4.1.2.3: these two and no others.
    if (Object.keys(item).some((key) => key !== 'name' && key !== 'email')) return undefined;
    list.push({ name, email });
  }
  return list;
}

/** In brackets where it would not be known for an address without them. */
function addressText({ name, email }: AddressInput): string {
  const trimmed = name?.replace(/\p{Cc}+/gu, ' ').trim() ?? '';
  if (trimmed === '' && !email.includes('@')) return `<${email}>`;
  const named = trimmed === '' ? {} : { name: trimmed };
  return formatAddressList([{ kind: 'mailbox', address: email, ...named }]);
}

/** A lawful address, or a word that cannot be taken for several, a name or a group. */
const isHarmless = (email: string): boolean =>
  parseMailboxAddress(email, { utf8: true }).ok || /^[^\s\p{C}<>,;:"()[\]\\]*$/u.test(email);

const separated = (texts: readonly string[]): string[] =>
  texts.map((text, i) => (i < texts.length - 1 ? `${text},` : text));
