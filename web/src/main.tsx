import { render } from 'preact';
import type { Language } from '../../src/dsn/languages/languages.ts';
import { resume } from './state/session.ts';
import { App } from './views/app.tsx';
import { type Catalogue, wordsFor } from './words/words.ts';
import { WordsContext } from './words/words-context.ts';
import './look/tokens.css';
import './look/base.css';
import './look/shell.css';
import './look/list.css';
import './look/reading.css';
import './look/writing.css';
import './look/news.css';

const catalogues = import.meta.glob<Catalogue>('./words/*.json', { import: 'default' });

async function loadCatalogue(language: Language): Promise<Catalogue> {
  const load = catalogues[`./words/${language}.json`] ?? catalogues['./words/en.json'];
  if (!load) throw new Error('the texts of the page are missing');
  return load();
}

const app = document.getElementById('app');
if (app) {
  const words = await wordsFor(navigator.languages, loadCatalogue);
  document.documentElement.lang = words.language;
  document.documentElement.dir = words.direction;
  render(
    <WordsContext.Provider value={words}>
      <App />
    </WordsContext.Provider>,
    app,
  );
  // Whatever went wrong, the sign-in stands there: signing in says it.
  await resume().catch(() => {});
}
