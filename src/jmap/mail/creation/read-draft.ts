import { err, ok, type Result } from '../../../base/result.ts';
import { convenienceProperties, type HeaderProperty, headerRequest } from '../header-property.ts';
import { readBody } from './body-input.ts';
import type { Draft } from './draft.ts';
import { type FieldInput, writeInput } from './field-input.ts';
import type { JsonRecord } from './part-input.ts';
import { Problems } from './problems.ts';

/** Properties that say where the Email is put, which is not the matter of the message. */
const placeProperties = new Set(['mailboxIds', 'keywords', 'receivedAt']);
const bodyProperties = new Set(['bodyStructure', 'bodyValues', 'textBody', 'htmlBody', 'attachments']);

/**
 * Reads an Email that a client wants created (RFC 8621 §4.6), but for where it shall be put.
 * @returns the problems if there is any
 */
export function readDraft(input: JsonRecord): Result<Draft, Problems> {
  const problems = new Problems();
  const fields: FieldInput[] = [];
  /** The property that sets each field, by its name in lower case. */
  const setBy = new Map<string, string>();
  for (const [name, value] of Object.entries(input)) {
    if (placeProperties.has(name) || bodyProperties.has(name)) continue;
    const property = settable(name, problems);
    const written = property && writeInput(property, value);
    if (property && !written) problems.add(name, 'has a value that is not allowed');
    if (!property || !written) continue;
    const key = property.field.toLowerCase();
    const other = setBy.get(key);
    // RFC 8621 §4.6: no two properties for one field.
    if (other !== undefined)
      for (const each of [other, name]) problems.add(each, 'sets a field that another property sets');
    setBy.set(key, name);
    // We write this one ourselves.
    if (key !== 'mime-version') fields.push(...written);
  }
  const body = readBody(input, problems);
  // RFC 8621 §4.6: the fields of the outermost part stand in the header of the message.
  for (const { name } of body?.fields ?? [])
    if (setBy.has(name.toLowerCase()))
      problems.add('bodyStructure', `sets ${name}, which the Email sets too`);
  return body && problems.paths.length === 0 ? ok({ fields, body }) : err(problems);
}

function settable(name: string, problems: Problems): HeaderProperty | undefined {
  const request = headerRequest(name);
  const property =
    convenienceProperties.get(name) ?? (request?.kind === 'property' ? request.property : undefined);
  if (property && !/^content-/i.test(property.field)) return property;
  const reason =
    property !== undefined
      ? 'can be set on a body part only'
      : request?.kind === 'forbidden-form'
        ? 'has a form that does not suit the field'
        : 'cannot be set';
  problems.add(name, reason);
  return undefined;
}
