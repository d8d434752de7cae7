import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { causes } from '../explain/causes.ts';
import { registeredCodes } from '../explain/status-meanings.ts';
import { catalogues, isKey, type Key, keys } from './catalogue.ts';
import { type Language, languages } from './languages.ts';
import { placeholderProblem } from './overrides.ts';
import { placeholdersOf } from './placeholders.ts';
import { compile } from './words.ts';

const translations = languages.filter((language) => language !== 'en');

/** The placeholders of a text; the test fails if it is not ICU MessageFormat. */
function placeholders(key: Key, language: Language): readonly string[] {
  const found = placeholdersOf(catalogues[language][key], language);
  assert.ok(found.ok, `${key} in ${language} is not ICU MessageFormat: ${found.ok || found.error}`);
  return found.value;
}

describe('the catalogue of every language', () => {
  for (const language of languages) {
    it(`has the texts of English, no more and no less: ${language}`, () => {
      assert.deepEqual(Object.keys(catalogues[language]).sort(), [...keys].sort());
    });

    it(`has their placeholders, no more and no less: ${language}`, () => {
      for (const key of keys) {
        const problem = placeholderProblem(placeholders(key, language), placeholders(key, 'en'));
        assert.equal(problem, undefined, `${key} in ${language} ${problem}`);
      }
    });

    it(`has every plural that its numbers want: ${language}`, () => {
      const wanted = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
      for (const key of keys) {
        const plurals = compile(catalogues[language][key], language)
          .getAst()
          .flatMap((element) => ('options' in element ? [Object.keys(element.options)] : []));
        for (const cases of plurals) {
          const missing = wanted.filter((each) => each !== 'many' && !cases.includes(each));
          // Of many languages `many` counts millions only; where small numbers have it, it must be there.
          if (isSmallMany(language) && !cases.includes('many')) missing.push('many');
          assert.deepEqual(missing, [], `${key} in ${language}`);
        }
      }
    });

    it(`holds no stray blanks, and no quotes of a typewriter: ${language}`, () => {
      for (const key of keys) {
        const text = catalogues[language][key];
        assert.equal(text, text.trim(), key);
        assert.doesNotMatch(text, / {2}|\t|"/, key);
      }
    });
  }

  it('keeps the marks of French with their words', () => {
    for (const [key, text] of Object.entries(catalogues.fr)) assert.doesNotMatch(text, / [:;?!»]|« /, key);
  });

  it('says something for every cause, step and code', () => {
    for (const [cause, { class: causeClass, owner, permanence, steps }] of Object.entries(causes)) {
      const wanted = [
        `cause.${cause}`,
        `headline.${causeClass}`,
        `owner.${owner}`,
        `permanence.${permanence}`,
        ...steps.map((step) => `step.${step}`),
      ];
      for (const key of wanted) assert.ok(isKey(key), key);
    }
    for (const code of registeredCodes) assert.ok(isKey(`code.${code}`), code);
  });

  it('says nothing of causes, steps and codes that there are not', () => {
    const steps = new Set(Object.values(causes).flatMap((row): readonly string[] => row.steps));
    const ours = ['cause.confidential', 'cause.unsure', 'code.2', 'code.4', 'code.5'];
    for (const key of keys.filter((each) => !ours.includes(each))) {
      const name = key.slice(key.indexOf('.') + 1);
      if (key.startsWith('cause.') || key.startsWith('check.')) assert.ok(name in causes, key);
      if (key.startsWith('step.')) assert.ok(steps.has(name), key);
      if (key.startsWith('code.'))
        assert.ok(
          registeredCodes.some((code) => code === name),
          key,
        );
    }
  });
});

/** Whether the plural `many` is that of small numbers, as in Polish and Arabic. */
function isSmallMany(language: Language): boolean {
  const rules = new Intl.PluralRules(language);
  return Array.from({ length: 100 }, (_, n) => rules.select(n)).includes('many');
}

/** Texts that are the same in a language as in English, rightly: names, and words that both languages have. */
const sameAsEnglish: Readonly<Partial<Record<Language, readonly Key[]>>> = {
  de: ['hops.server'],
  fr: ['duration.minutes'],
  it: ['details.server', 'hops.server'],
};
/** Texts of placeholders, signs and units alone. */
const wordless: readonly Key[] = [
  'address.written-to',
  'details.server.ip',
  'details.code.means',
  'details.code.class',
  'hops.passage',
  'date',
  'delay.seconds',
  'delay.minutes',
  'delay.hours',
  'delay.days',
];

describe('no text stayed English by accident', () => {
  for (const language of translations) {
    it(language, () => {
      const same = keys.filter(
        (key) => catalogues[language][key] === catalogues.en[key] && !wordless.includes(key),
      );
      assert.deepEqual(
        same.filter((key) => !sameAsEnglish[language]?.includes(key)),
        [],
      );
    });
  }

  it('and each language has its own letters', () => {
    const letters: Readonly<Partial<Record<Language, RegExp>>> = {
      ja: /[\u3040-\u30ff]/,
      'zh-Hans': /[\u4e00-\u9fff]/,
      ar: /[\u0600-\u06ff]/,
    };
    for (const [language, pattern] of Object.entries(letters) as [Language, RegExp][]) {
      for (const key of keys.filter((each) => /^(?:cause|check)\./.test(each)))
        assert.match(catalogues[language][key], pattern, `${key} in ${language}`);
    }
  });
});
