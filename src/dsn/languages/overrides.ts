import { type Bytes, strictUtf8 } from '../../base/bytes.ts';
import { err, ok, type Result } from '../../base/result.ts';
import { catalogues, isKey, type Key } from './catalogue.ts';
import { type Language, languages } from './languages.ts';
import { logoProblem } from './logo.ts';
import { placeholdersOf } from './placeholders.ts';
import { type Replacements, Words } from './words.ts';

/** What an operator has replaced in the notices. Made by checkOverrides. */
export interface Overrides {
  readonly texts: ReadonlyMap<Language, Replacements>;
  /** A PNG image, shown above the headline. */
  readonly logo?: Bytes;
}

/** Why a file of an operator cannot be used. */
export interface OverrideProblem {
  readonly file: string;
  readonly key?: string;
  /** A sentence without its end: `has no placeholder {domain}`. */
  readonly message: string;
}

/** The name of the file that holds the logo. */
const logoFile = 'logo.png';

/**
 * Checks the files of an operator: `de.json` holds texts of German by their keys, `logo.png` an image. Each text must be what the one
 * that it replaces is: ICU MessageFormat with the same placeholders.
 * @param files their contents by their names
 */
export function checkOverrides(
  files: ReadonlyMap<string, Bytes>,
): Result<Overrides, readonly OverrideProblem[]> {
  const texts = new Map<Language, Replacements>();
  const problems: OverrideProblem[] = [];
  for (const [file, bytes] of files) {
    const language = languages.find((each) => file === `${each}.json`);
    if (language !== undefined) {
      const replaced = readTexts(file, bytes, language);
      if (replaced.ok) texts.set(language, replaced.value);
      else problems.push(...replaced.error);
    } else {
      const message =
        file === logoFile ? logoProblem(bytes) : `is neither ${logoFile} nor a language (${names})`;
      if (message !== undefined) problems.push({ file, message });
    }
  }
  const logo = files.get(logoFile);
  return problems.length > 0 ? err(problems) : ok({ texts, ...(logo && { logo }) });
}

const names = languages.map((each) => `${each}.json`).join(', ');

function readTexts(
  file: string,
  bytes: Bytes,
  language: Language,
): Result<Replacements, readonly OverrideProblem[]> {
  const read = parseObject(bytes);
  if (!read.ok) return err([{ file, message: read.error }]);
  const problems = Object.entries(read.value).flatMap(([key, text]): OverrideProblem[] => {
    const message = isKey(key) ? textProblem(key, text, language) : 'is no text of a notice';
    return message === undefined ? [] : [{ file, key, message }];
  });
  return problems.length > 0 ? err(problems) : ok(read.value as Replacements);
}

function parseObject(bytes: Bytes): Result<Readonly<Record<string, unknown>>> {
  const text = strictUtf8(bytes);
  if (text === undefined) return err('is not UTF-8');
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      return err('is no object of texts');
    return ok(value as Record<string, unknown>);
  } catch (error) {
    return err(`is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Characters of a text; the longest of ours have a quarter of them. */
const textLengthMax = 1000;

function textProblem(key: Key, text: unknown, language: Language): string | undefined {
  if (typeof text !== 'string') return 'is no text';
  if (text.trim() === '') return 'is empty';
  if (text.length > textLengthMax) return `has more than ${textLengthMax} characters`;
  const found = placeholdersOf(text, language);
  if (!found.ok) return `is not ICU MessageFormat: ${found.error}`;
  const wanted = placeholdersOf(catalogues.en[key], 'en');
  return placeholderProblem(found.value, wanted.ok ? wanted.value : []);
}

/** What is missing or too much, or undefined. */
export function placeholderProblem(found: readonly string[], wanted: readonly string[]): string | undefined {
  const missing = wanted
    .filter((name) => !found.includes(name))
    .map((name) => `has no placeholder {${name}}`);
  const unknown = found
    .filter((name) => !wanted.includes(name))
    .map((name) => `has an unknown placeholder {${name}}`);
  return [...missing, ...unknown][0];
}

const plainWords = new Map<Language, Words>();
const replacedWords = new WeakMap<Overrides, Map<Language, Words>>();

/** The language with what the operator has replaced in it; compiled once. */
export function wordsOf(language: Language, overrides?: Overrides): Words {
  const spoken = overrides === undefined ? plainWords : (replacedWords.get(overrides) ?? new Map());
  if (overrides !== undefined) replacedWords.set(overrides, spoken);
  const words = spoken.get(language) ?? new Words(language, overrides?.texts.get(language));
  spoken.set(language, words);
  return words;
}
