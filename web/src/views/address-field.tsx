import { useSignal } from '@preact/signals';
import { useId } from 'preact/hooks';
import type { EmailAddress } from '../jmap/mail.ts';
import { useWords } from '../words/words-context.ts';
import { type AddressChecks, warningOf } from '../writing/address-checks.ts';
import { addressText, looksLikeAddress, readAddresses, withoutRepeats } from '../writing/addresses.ts';
import type { Writing } from '../writing/writing.ts';

interface AddressFieldProps {
  readonly label: string;
  readonly field: 'to' | 'cc' | 'bcc';
  readonly writing: Writing;
  readonly checks: AddressChecks;
  /** The id of a list of addresses that are offered. */
  readonly offers: string;
}

/** Recipients: each becomes a tag as soon as it is complete, and can be taken away or changed again. */
export function AddressField({ label, field, writing, checks, offers }: AddressFieldProps) {
  const typed = useSignal('');
  const id = useId();
  const addresses = writing.draft.value[field];
  const set = (list: readonly EmailAddress[]) => writing.change({ [field]: withoutRepeats(list) });
  const commit = () => {
    const read = readAddresses(typed.value);
    typed.value = '';
    if (read.length > 0) set([...addresses, ...read]);
  };
  const takeAway = (email: string) => set(addresses.filter((each) => each.email !== email));
  const replace = (email: string, by: string) =>
    set(addresses.map((each) => (each.email === email ? { ...each, email: by } : each)));
  const editLast = () => {
    const last = addresses.at(-1);
    if (!last) return;
    typed.value = addressText(last);
    takeAway(last.email);
  };
  return (
    <div class="line-field">
      <label for={id}>{label}</label>
      <Tags addresses={addresses} onTakeAway={takeAway} />
      <input
        id={id}
        dir="ltr"
        inputMode="email"
        autocomplete="off"
        list={offers}
        value={typed.value}
        onInput={({ currentTarget }) => {
          typed.value = currentTarget.value;
          if (/[,;\n]\s*$/.test(typed.value)) commit();
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey) {
            event.preventDefault();
            commit();
          } else if (event.key === 'Backspace' && typed.value === '') {
            event.preventDefault();
            editLast();
          }
        }}
        onBlur={commit}
      />
      <div class="warnings" role="status">
        {addresses
          .filter(({ email }) => looksLikeAddress(email))
          .map(({ email }) => (
            <Warning key={email} email={email} checks={checks} onReplace={(by) => replace(email, by)} />
          ))}
      </div>
    </div>
  );
}

interface TagsProps {
  readonly addresses: readonly EmailAddress[];
  readonly onTakeAway: (email: string) => void;
}

function Tags({ addresses, onTakeAway }: TagsProps) {
  const words = useWords();
  return (
    <ul class="tags">
      {addresses.map((each) => (
        <li
          key={each.email}
          class="tag"
          data-bad={!looksLikeAddress(each.email) || undefined}
          title={each.email}
        >
          <bdi>{each.name || each.email}</bdi>
          <button
            type="button"
            aria-label={words.say('compose.remove', { name: each.email })}
            onClick={() => onTakeAway(each.email)}
          >
            ×
          </button>
        </li>
      ))}
    </ul>
  );
}

interface WarningProps {
  readonly email: string;
  readonly checks: AddressChecks;
  readonly onReplace: (by: string) => void;
}

/** What is wrong with an address as far as anybody knows before sending. */
function Warning({ email, checks, onReplace }: WarningProps) {
  const words = useWords();
  const checked = checks.of(email).value;
  const warning = checked && warningOf(checked);
  if (!checked || !warning) return null;
  return (
    <p class="warning">
      <span class="address">{email}</span>: {words.say(warning, { reason: checked.reason })}{' '}
      {checked.didYouMean.map((meant) => (
        <button type="button" class="button" key={meant} onClick={() => onReplace(meant)}>
          {words.say('check.use', { address: meant })}
        </button>
      ))}
    </p>
  );
}
