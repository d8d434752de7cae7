import type { DraftPart } from './draft.ts';
import { isRecord, type JsonRecord, PartReader } from './part-input.ts';
import type { Problems } from './problems.ts';

/** Reads the body that a client describes: as a structure, or as flat lists (RFC 8621 §4.6). */
export function readBody(input: JsonRecord, problems: Problems): DraftPart | undefined {
  const reader = new PartReader(readTexts(input.bodyValues, problems), problems);
  const flat = ['textBody', 'htmlBody', 'attachments'].filter((name) => input[name] != null);
  if (input.bodyStructure == null) return readLists(input, reader, problems);
  // RFC 8621 §4.6: a structure stands alone.
  for (const name of flat) problems.add(name, 'must not stand beside a bodyStructure');
  return reader.read(input.bodyStructure, 'bodyStructure', undefined);
}

function readTexts(values: unknown, problems: Problems): Map<string, string> {
  const texts = new Map<string, string>();
  if (values == null) return texts;
  if (!isRecord(values)) problems.add('bodyValues', 'must be an object');
  else {
    for (const [partId, each] of Object.entries(values)) {
      const path = `bodyValues/${partId}`;
      if (!isRecord(each) || typeof each.value !== 'string') {
        problems.add(path, 'must have a value');
        continue;
      }
      texts.set(partId, each.value);
      // RFC 8621 §4.6: what was not read whole cannot be written.
      for (const name of ['isEncodingProblem', 'isTruncated'])
        if (each[name] != null && each[name] !== false) problems.add(`${path}/${name}`, 'must be false');
      for (const name of Object.keys(each))
        if (!valueProperties.has(name)) problems.add(`${path}/${name}`, 'cannot be set');
    }
  }
  return texts;
}

const valueProperties = new Set(['value', 'isEncodingProblem', 'isTruncated']);

function readLists(input: JsonRecord, reader: PartReader, problems: Problems): DraftPart | undefined {
  const before = problems.paths.length;
  const text = readOnly(input, 'textBody', 'text/plain', reader, problems);
  const html = readOnly(input, 'htmlBody', 'text/html', reader, problems);
  const attachments = readAttachments(input.attachments, reader, problems);
  return problems.paths.length > before ? undefined : assemble(text, html, attachments);
}

/** RFC 8621 §4.6: exactly one part, of this type. */
function readOnly(
  input: JsonRecord,
  name: string,
  type: string,
  reader: PartReader,
  problems: Problems,
): DraftPart | undefined {
  const list = input[name];
  if (list == null) return undefined;
  if (!Array.isArray(list) || list.length !== 1) problems.add(name, 'must have exactly one part');
  else {
    const part = reader.read(list[0], `${name}/0`, type);
    if (part && (part.kind !== 'leaf' || part.type !== type))
      problems.add(`${name}/0/type`, `must be ${type}`);
    return part;
  }
  return undefined;
}

interface Attachment {
  readonly part: DraftPart;
  /** A picture that the HTML text shows by its id. */
  readonly isEmbedded: boolean;
}

function readAttachments(list: unknown, reader: PartReader, problems: Problems): Attachment[] {
  if (list == null) return [];
  if (!Array.isArray(list)) {
    problems.add('attachments', 'must be a list');
    return [];
  }
  return list.flatMap((item, i): Attachment[] => {
    // Without a disposition, some would be taken for a part of the body.
    const hasField =
      isRecord(item) && Object.keys(item).some((name) => /^header:content-disposition(:|$)/i.test(name));
    const shown =
      isRecord(item) && item.disposition == null && !hasField ? { ...item, disposition: 'attachment' } : item;
    const part = reader.read(shown, `attachments/${i}`, undefined);
    const isEmbedded = isRecord(item) && item.disposition === 'inline' && typeof item.cid === 'string';
    return part ? [{ part, isEmbedded }] : [];
  });
}

/** mixed(alternative(text, related(html, pictures)), attachments), each level only where it is needed. */
function assemble(
  text: DraftPart | undefined,
  html: DraftPart | undefined,
  attachments: readonly Attachment[],
): DraftPart {
  const embedded = html ? attachments.filter((each) => each.isEmbedded) : [];
  const others = attachments.filter((each) => !embedded.includes(each));
  const page = html && join('related', [html, ...embedded.map(({ part }) => part)]);
  const body = [text, page].filter((part) => part !== undefined);
  const parts = [...(body.length > 0 ? [join('alternative', body)] : []), ...others.map(({ part }) => part)];
  return parts.length > 0 ? join('mixed', parts, others.length > 0 && body.length === 0) : emptyText;
}

/** @param isList even a single part is one of a list */
function join(subtype: string, parts: readonly DraftPart[], isList = false): DraftPart {
  const [first, second] = parts;
  if (first && !second && !isList) return first;
  return { kind: 'multipart', subtype, parts, fields: [], parameters: new Map() };
}

const emptyText: DraftPart = {
  kind: 'leaf',
  type: 'text/plain',
  content: { text: '' },
  fields: [],
  parameters: new Map(),
};
