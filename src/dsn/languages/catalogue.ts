import ar from './ar.json' with { type: 'json' };
import de from './de.json' with { type: 'json' };
import en from './en.json' with { type: 'json' };
import es from './es.json' with { type: 'json' };
import fr from './fr.json' with { type: 'json' };
import it from './it.json' with { type: 'json' };
import ja from './ja.json' with { type: 'json' };
import type { Language } from './languages.ts';
import pl from './pl.json' with { type: 'json' };
import ptBR from './pt-BR.json' with { type: 'json' };
import zhHans from './zh-Hans.json' with { type: 'json' };

/** The name of a text; what stands before the first dot says where it is used. */
export type Key = keyof typeof en;

/** The texts of one language, in ICU MessageFormat. */
export type Catalogue = Readonly<Record<Key, string>>;

export const keys = Object.keys(en) as readonly Key[];

export const isKey = (text: string): text is Key => Object.hasOwn(en, text);

export const catalogues: Readonly<Record<Language, Catalogue>> = {
  en,
  de,
  fr,
  es,
  'pt-BR': ptBR,
  it,
  pl,
  ja,
  'zh-Hans': zhHans,
  ar,
};
