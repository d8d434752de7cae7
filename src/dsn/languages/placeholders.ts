import type { IntlMessageFormat } from 'intl-messageformat';
import { err, ok, type Result } from '../../base/result.ts';
import type { Language } from './languages.ts';
import { compile } from './words.ts';

type Element = ReturnType<IntlMessageFormat['getAst']>[number];

/** The names that a text of a catalogue wants to be filled, in alphabetical order; an error if it is not ICU MessageFormat. */
export function placeholdersOf(text: string, language: Language): Result<readonly string[]> {
  try {
    const message = compile(text, language);
    const names = [...new Set(message.getAst().flatMap(namesIn))].sort();
    tryOut(message, names);
    return ok(names);
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

/** Placeholders that stand for a number; the others stand for a text. */
const numbers: ReadonlySet<string> = new Set(['n', 'all', 'kib']);
/** Some of every plural. */
const samples = [0, 1, 2, 3, 5, 11, 21, 100, 1_000_000, 1.5];

/** What cannot be filled must be found now: a notice has to be written, whatever it says. @throws whatever does not fit */
function tryOut(message: IntlMessageFormat, names: readonly string[]): void {
  for (const n of samples) {
    const values = names.map((name) => [name, numbers.has(name) ? n : { kind: 'words', text: name }]);
    const parts = message.formatToParts(Object.fromEntries(values));
    const isFit = parts.every(
      ({ value }) => typeof value === 'object' || !/NaN|\[object/.test(String(value)),
    );
    if (!isFit) throw new SyntaxError('a text is no number, and no date');
  }
}
