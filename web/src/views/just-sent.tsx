import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { after } from '../browser/clock.ts';
import { useWords } from '../words/words-context.ts';
import type { DeskWriting } from '../writing/desk-writing.ts';

/** How long the offer to stop it stands on the screen. The server waits a little longer before its first attempt. */
const offerMs = 8_000;

/** Says that a mail was sent, and offers to stop it. */
export function JustSent({ desk }: { readonly desk: DeskWriting }) {
  const words = useWords();
  const trouble = useSignal<string | undefined>(undefined);
  const sent = desk.justSent.value;
  useEffect(() => {
    if (!sent) return;
    trouble.value = undefined;
    return after(offerMs, () => {
      if (desk.justSent.value === sent) desk.justSent.value = undefined;
    });
  }, [sent]);
  const undo = () =>
    desk.undo().catch(() => {
      trouble.value = words.say('compose.too-late');
    });
  return (
    <div
      class="toast"
      role="status"
      data-shown={sent !== undefined || trouble.value !== undefined || undefined}
    >
      {sent && (
        <>
          <span>{words.say('compose.sent')}</span>
          <button type="button" class="button" onClick={() => void undo()}>
            {words.say('compose.undo')}
          </button>
        </>
      )}
      {trouble.value}
    </div>
  );
}
