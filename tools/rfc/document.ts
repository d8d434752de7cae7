import type { Problem } from '../source/problem.ts';
import type { Reference } from './references.ts';

export const begin = '<!-- Made by "npm run rfc-links"; do not edit below. -->';

/** `document` with its generated part made anew from `references`; what people wrote stays. */
export function withReferences(document: string, references: readonly Reference[]): string {
  const written = document.split(begin)[0]?.trimEnd() ?? '';
  return `${written}\n\n${begin}\n\n${sections(references)}\n`;
}

/** What is wrong with the document: a generated part that is not of today, an RFC that the hand-written table does not know. */
export function documentProblems(
  file: string,
  document: string,
  references: readonly Reference[],
): Problem[] {
  const written = document.split(begin)[0] ?? '';
  const known = rfcsWithRow(written);
  const unknown = [...new Set(references.map(({ rfc }) => rfc))].filter((rfc) => !known.has(rfc));
  const problems: Problem[] = unknown.sort(byNumber).map((rfc) => {
    const place = references.find((each) => each.rfc === rfc);
    return {
      file,
      message: `the table has no row for RFC ${rfc}, which ${place?.file}:${place?.line} cites`,
    };
  });
  if (document === withReferences(document, references)) return problems;
  return [...problems, { file, message: 'the list of references is stale: run "npm run rfc-links"' }];
}

/** The numbers in the first column of the tables of a document. */
function rfcsWithRow(text: string): Set<number> {
  const cells = text.matchAll(/^\|([^|]*)\|/gm);
  return new Set([...cells].flatMap(([, cell = '']) => cell.match(/\d+/g)?.map(Number) ?? []));
}

/** One table for each RFC: its sections in their order, and the files that cite them. */
function sections(references: readonly Reference[]): string {
  const byRfc = Map.groupBy(references, ({ rfc }) => rfc);
  const tables = [...byRfc]
    .sort(([a], [b]) => byNumber(a, b))
    .map(([rfc, ofRfc]) => {
      const bySection = Map.groupBy(ofRfc, (each) => each.section ?? '');
      const rows = [...bySection].sort(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }));
      const lines = rows.map(([section, places]) => `| ${sectionTitle(section)} | ${fileList(places)} |`);
      return [`### RFC ${rfc}`, '', '| section | cited in |', '|---|---|', ...lines].join('\n');
    });
  return tables.join('\n\n');
}

function sectionTitle(section: string): string {
  if (section === '') return 'as a whole';
  return /^\d/.test(section) ? `§${section}` : section;
}

function fileList(places: readonly Reference[]): string {
  const files = [...new Set(places.map(({ file }) => file.replace(/^src\//, '')))];
  return files.map((file) => `\`${file}\``).join(', ');
}

const byNumber = (a: number, b: number) => a - b;
