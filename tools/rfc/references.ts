import { isTestCode, type SourceTree } from '../source/tree.ts';

/** A place where the source cites a section of an RFC. */
export interface Reference {
  readonly rfc: number;
  /** "4.5.3.1", "5.2.7.1–4" or "appendix A"; undefined where the RFC is cited as a whole. */
  readonly section: string | undefined;
  readonly file: string;
  readonly line: number;
}

/** The end of a line inside a comment, or plain space. */
const gap = String.raw`(?:\s|\n\s*(?:\*|//)\s)*`;
const section = String.raw`(?:§\d+(?:\.\d+)*(?:–\d+(?:\.\d+)*)?|appendix [A-Z](?:\.\d+)*)`;
const citation = new RegExp(`RFC (\\d{3,4})((?:(?:,|${gap}and|${gap}or)?${gap}${section})*)`, 'g');

/** What the product's code cites, in the order of the files. Tests repeat what the code says, and are left out. */
export function readReferences(tree: SourceTree): Reference[] {
  const files = [...tree.values()].filter(({ path }) => path.startsWith('src/') && !isTestCode(path));
  return files.flatMap(({ path, text }) =>
    [...text.matchAll(citation)].flatMap((match) => {
      const [, number, list = ''] = match;
      const line = text.slice(0, match.index).split('\n').length;
      const sections = list.match(new RegExp(section, 'g'))?.map((each) => each.replace('§', '')) ?? [
        undefined,
      ];
      return sections.map((each) => ({ rfc: Number(number), section: each, file: path, line }));
    }),
  );
}
