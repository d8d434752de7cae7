import type { IntlMessageFormat } from 'intl-messageformat';
import { err, ok, type Result } from '../../base/result.ts';
import type { Language } from './languages.ts';
import { compile } from './words.ts';

type Element = ReturnType<IntlMessageFormat['getAst']>[number];

/** The names that a text of a catalogue wants to be filled, in alphabetical order; an error if it is not ICU MessageFormat. */
export function placeholdersOf(text: string, language: Language): Result<readonly string[]> {
  try {
    const names = compile(text, language).getAst().flatMap(namesIn);
    return ok([...new Set(names)].sort());
  } catch (error) {
    return err(error instanceof Error ? error.message : String(error));
  }
}

function namesIn(element: Element): string[] {
  const own = 'value' in element && !isLiteral(element) ? [element.value] : [];
  const below = 'options' in element ? Object.values(element.options).flatMap((option) => option.value) : [];
  return [...own, ...below.flatMap(namesIn)];
}

/** The first type of element in the parser's enumeration, which is none for us: it is erased from its package. */
const isLiteral = (element: Element): boolean => element.type === 0;
