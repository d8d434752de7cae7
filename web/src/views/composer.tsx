import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { every } from '../browser/clock.ts';
import { RefusedError, SetRefusedError } from '../jmap/failures.ts';
import type { Key, Words } from '../words/words.ts';
import { useWords } from '../words/words-context.ts';
import { addressText, looksLikeAddress } from '../writing/addresses.ts';
import type { DeskWriting } from '../writing/desk-writing.ts';
import type { Draft } from '../writing/draft.ts';
import type { Kept, Writing } from '../writing/writing.ts';
import { AddressField } from './address-field.tsx';
import { AttachmentField } from './attachment-field.tsx';

/** After so many milliseconds what is written is on the server too. */
const keepEveryMs = 2_000;

export function Composer({ desk, writing }: { readonly desk: DeskWriting; readonly writing: Writing }) {
  const words = useWords();
  const panel = useRef<HTMLElement>(null);
  const trouble = useSignal<string | undefined>(undefined);
  const isSending = useSignal(false);
  const draft = writing.draft.value;
  useEffect(() => {
    const first = panel.current?.querySelector<HTMLElement>(draft.to.length === 0 ? 'input' : 'textarea');
    first?.focus();
    return every(keepEveryMs, () => void writing.keep());
  }, [writing]);
  const fields = { writing, checks: desk.checks, offers: 'known-addresses' };
  const send = async () => {
    trouble.value = complaint(draft, words);
    if (trouble.value !== undefined) return;
    isSending.value = true;
    await desk.send().catch((error: unknown) => {
      trouble.value = sendTrouble(error, words);
    });
    isSending.value = false;
  };
  return (
    <section
      class="composer paper"
      ref={panel}
      aria-label={words.say('compose.title')}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void send();
        if (event.key === 'Escape') void desk.close();
      }}
    >
      <Head desk={desk} writing={writing} />
      <AddressField label={words.say('mail.to')} field="to" {...fields} />
      <AddressField label={words.say('mail.cc')} field="cc" {...fields} />
      <AddressField label={words.say('mail.bcc')} field="bcc" {...fields} />
      <datalist id="known-addresses">
        {desk.contacts.list.value.map((each) => (
          <option key={each.email} value={addressText(each)} />
        ))}
      </datalist>
      <label class="line-field">
        <span>{words.say('mail.subject')}</span>
        <input
          value={draft.subject}
          dir="auto"
          onInput={({ currentTarget }) => writing.change({ subject: currentTarget.value })}
        />
      </label>
      <textarea
        aria-label={words.say('mail.content')}
        dir="auto"
        value={draft.text}
        onInput={({ currentTarget }) => writing.change({ text: currentTarget.value })}
      />
      <AttachmentField writing={writing} jmap={desk.jmap} />
      <p class="trouble" role="alert">
        {trouble.value}
      </p>
      <footer>
        <button type="button" class="button main" disabled={isSending.value} onClick={() => void send()}>
          {words.say('compose.send')}
        </button>
        <button type="button" class="button plain" onClick={() => void desk.discard()}>
          {words.say('compose.discard')}
        </button>
      </footer>
    </section>
  );
}

function Head({ desk, writing }: { readonly desk: DeskWriting; readonly writing: Writing }) {
  const words = useWords();
  return (
    <header>
      <h2>{writing.draft.value.subject || words.say('compose.title')}</h2>
      <span role="status">{words.say(keptTexts[writing.kept.value])}</span>
      <button type="button" class="button plain" onClick={() => void desk.close()}>
        {words.say('compose.close')}
      </button>
    </header>
  );
}

const keptTexts: Readonly<Record<Kept, Key>> = {
  kept: 'compose.kept',
  'to-be-kept': 'compose.keeping',
  keeping: 'compose.keeping',
  'not-kept': 'compose.not-kept',
};

/** What must be mended before the server is asked at all. */
function complaint({ to, cc, bcc }: Draft, words: Words): string | undefined {
  const all = [...to, ...cc, ...bcc];
  if (all.length === 0) return words.say('compose.nobody');
  const bad = all.find(({ email }) => !looksLikeAddress(email));
  return bad && words.say('compose.bad-address', { address: bad.email });
}

function sendTrouble(error: unknown, words: Words): string {
  if (error instanceof SetRefusedError && error.error.invalidRecipients?.length) {
    const addresses = error.error.invalidRecipients.join(', ');
    return words.say('compose.refused-recipients', { addresses, reason: error.message });
  }
  if (error instanceof RefusedError) return words.say('failed', { reason: error.message });
  return words.say('offline');
}
