import type { TargetedSubmitEvent } from 'preact';
import { goTo } from '../browser/router.ts';
import { home, type Route } from '../state/route.ts';
import { useWords } from '../words/words-context.ts';

export function SearchField({ route }: { readonly route: Route }) {
  const words = useWords();
  const submit = (event: TargetedSubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const text = String(new FormData(event.currentTarget).get('text')).trim();
    goTo(text === '' ? home : { search: text });
  };
  return (
    <search>
      <form onSubmit={submit}>
        <input
          name="text"
          type="search"
          aria-label={words.say('search')}
          placeholder={words.say('search.placeholder')}
          defaultValue={route.search ?? ''}
          key={route.search}
        />
      </form>
    </search>
  );
}
