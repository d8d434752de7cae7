import { useSignal } from '@preact/signals';
import type { TargetedSubmitEvent } from 'preact';
import { signIn } from '../state/session.ts';
import type { Words } from '../words/words.ts';
import { useWords } from '../words/words-context.ts';

export function SignIn() {
  const words = useWords();
  const trouble = useSignal<string | undefined>(undefined);
  const isBusy = useSignal(false);
  const submit = async (event: TargetedSubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    isBusy.value = true;
    trouble.value = undefined;
    trouble.value = await attempt(String(form.get('address')), String(form.get('password')), words);
    isBusy.value = false;
  };
  return (
    <main class="sign-in">
      <form onSubmit={submit}>
        <img src="/icon.svg" alt="" width="40" height="40" />
        <h1>{words.say('sign-in.title')}</h1>
        <label class="field">
          {words.say('sign-in.address')}
          <input name="address" type="email" autocomplete="username" required autofocus dir="ltr" />
        </label>
        <label class="field">
          {words.say('sign-in.password')}
          <input name="password" type="password" autocomplete="current-password" required dir="ltr" />
        </label>
        <p class="trouble" role="alert">
          {trouble.value}
        </p>
        <button type="submit" class="button main" disabled={isBusy.value}>
          {words.say('sign-in.submit')}
        </button>
      </form>
    </main>
  );
}

async function attempt(address: string, password: string, words: Words): Promise<string | undefined> {
  try {
    const refusal = await signIn(address, password);
    if (!refusal) return undefined;
    return refusal.kind === 'wrong'
      ? words.say('sign-in.wrong')
      : words.say('sign-in.too-often', { seconds: refusal.seconds });
  } catch {
    return words.say('sign-in.offline');
  }
}
