/** The parts of a notice that people read, as a mail program finds them. */
import { invariant } from '../../base/invariant.ts';
import { decodeText, findPart } from '../../message/body.ts';
import { parsePartTree } from '../../message/part-tree.ts';
import { buildReport } from '../build/build.ts';
import type { NoticeContext } from '../build/context.ts';
import { type GoldenCase, goldenCases } from './golden-cases.ts';

export const goldenCase = (name: string): GoldenCase => {
  const found = goldenCases[name];
  invariant(found, name);
  return found;
};

/** The notice of a golden case, changed a little. */
export const noticeOf = ({ report, context }: GoldenCase, changes: Partial<NoticeContext> = {}): Uint8Array =>
  buildReport(report, { ...context, ...changes });

export const textOf = (notice: Uint8Array): string => partText(notice, 'text/plain');
export const htmlOf = (notice: Uint8Array): string => partText(notice, 'text/html');

function partText(notice: Uint8Array, type: string): string {
  const part = findPart(parsePartTree(notice), type);
  invariant(part, type);
  return decodeText(notice, part);
}
