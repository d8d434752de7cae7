import { useSignal } from '@preact/signals';
import { useId } from 'preact/hooks';
import { useWords } from '../words/words-context.ts';
import { addressText, looksLikeAddress, readAddresses, withoutRepeats } from '../writing/addresses.ts';
import type { Writing } from '../writing/writing.ts';

interface AddressFieldProps {
  readonly label: string;
  readonly field: 'to' | 'cc' | 'bcc';
  readonly writing: Writing;
}

/** Recipients: each becomes a tag as soon as it is complete, and can be taken away or changed again. */
export function AddressField({ label, field, writing }: AddressFieldProps) {
  const words = useWords();
  const typed = useSignal('');
  const id = useId();
  const addresses = writing.draft.value[field];
  const commit = () => {
    const read = readAddresses(typed.value);
    typed.value = '';
    if (read.length > 0) writing.change({ [field]: withoutRepeats([...addresses, ...read]) });
  };
  const takeAway = (email: string) =>
    writing.change({ [field]: addresses.filter((each) => each.email !== email) });
  const editLast = () => {
    const last = addresses.at(-1);
    if (!last) return;
    typed.value = addressText(last);
    takeAway(last.email);
  };
  return (
    <div class="line-field">
      <label for={id}>{label}</label>
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
              onClick={() => takeAway(each.email)}
            >
              ×
            </button>
          </li>
        ))}
      </ul>
      <input
        id={id}
        dir="ltr"
        inputMode="email"
        autocomplete="off"
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
    </div>
  );
}
