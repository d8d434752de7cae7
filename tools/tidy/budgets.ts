import { readFunctions } from '../source/functions.ts';
import type { Problem } from '../source/problem.ts';
import { isTestCode, type SourceFile, type SourceTree } from '../source/tree.ts';

/** Lengths in lines. */
export const fileBudget = { median: 120, ninety: 350, max: 600 };
export const functionBudget = { ninety: 40, max: 70 };

/** In these folders the tests are at least as long as the code. */
const wellTested = ['src/smtp', 'src/dsn', 'src/queue'];

/** Files that are too long, alone or on the whole. */
export function fileLengths(tree: SourceTree): Problem[] {
  const files = [...tree.values()];
  const long = files.filter((file) => file.lineCount > fileBudget.max);
  const lengths = files.map((file) => file.lineCount);
  return [
    ...long.map(({ path, lineCount }) => ({ file: path, message: tooLong(lineCount, fileBudget.max) })),
    ...overQuantile('files', lengths, 0.5, fileBudget.median),
    ...overQuantile('files', lengths, 0.9, fileBudget.ninety),
  ];
}

/** Functions that are too long, alone or on the whole. Chapters of tests are as long as their tests are many. */
export function functionLengths(tree: SourceTree): Problem[] {
  const functions = [...tree.values()].flatMap((file) =>
    readFunctions(file.code)
      .filter((each) => !(isTestCode(file.path) && each.registersTests))
      .map((each) => ({ ...each, file: file.path })),
  );
  const long = functions.filter((each) => each.length > functionBudget.max);
  return [
    ...long.map(({ file, line, name, length }) => ({
      file,
      line,
      message: `${name} is ${tooLong(length, functionBudget.max)}`,
    })),
    ...overQuantile(
      'functions',
      functions.map((each) => each.length),
      0.9,
      functionBudget.ninety,
    ),
  ];
}

/** Folders whose tests (with their transcripts) are shorter than their code. `textLines` counts the lines of a folder's transcripts. */
export function testRatios(tree: SourceTree, textLines: (folder: string) => number): Problem[] {
  return wellTested.flatMap((folder) => {
    const files = [...tree.values()].filter((file) => file.path.startsWith(`${folder}/`));
    const [tests, code] = [files.filter(isTest), files.filter((file) => !isTest(file))].map(totalLines);
    const [testLines, codeLines] = [(tests ?? 0) + textLines(folder), code ?? 0];
    if (testLines >= codeLines) return [];
    return [{ file: folder, message: `${codeLines} lines of code, but only ${testLines} of tests` }];
  });
}

const isTest = (file: SourceFile) => isTestCode(file.path);
const totalLines = (files: readonly SourceFile[]) => files.reduce((sum, file) => sum + file.lineCount, 0);
const tooLong = (length: number, max: number) => `${length} lines long; ${max} are allowed`;

/** The value that the part `share` of `lengths` does not exceed; 0 for none. */
export function quantile(lengths: readonly number[], share: number): number {
  const sorted = lengths.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
}

function overQuantile(what: string, lengths: readonly number[], share: number, budget: number): Problem[] {
  const length = quantile(lengths, share);
  if (length <= budget) return [];
  const message = `${share * 100} % of the ${what} have up to ${length} lines; ${budget} are allowed`;
  return [{ file: '.', message }];
}
