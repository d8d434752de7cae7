import * as v from 'valibot';
import { orNull, unsignedIntSchema } from '../../arguments.ts';
import { MethodError } from '../../method-error.ts';
import { defaultBodyProperties, isBodyProperty } from '../body-part.ts';
import { isEmailProperty } from '../email-properties.ts';
import type { BodyRequest } from '../parsed-email.ts';

/** What Email/get and Email/parse ask beside the properties (RFC 8621 §4.2). */
export const bodyArguments = {
  bodyProperties: orNull(v.array(v.string())),
  fetchTextBodyValues: v.optional(v.boolean(), false),
  fetchHTMLBodyValues: v.optional(v.boolean(), false),
  fetchAllBodyValues: v.optional(v.boolean(), false),
  maxBodyValueBytes: v.optional(unsignedIntSchema, 0),
};

/** @throws MethodError invalidArguments for a property that a part does not have */
export function bodyRequestOf(
  args: Omit<BodyRequest, 'bodyProperties'> & { readonly bodyProperties: readonly string[] | null },
): BodyRequest {
  const bodyProperties = args.bodyProperties ?? defaultBodyProperties;
  const unknown = bodyProperties.find((name) => !isBodyProperty(name));
  if (unknown !== undefined)
    throw new MethodError('invalidArguments', `bodyProperties: there is no ${unknown}`);
  return { ...args, bodyProperties };
}

/** @throws MethodError invalidArguments for a property that an Email does not have, or a form that does not suit its field */
export function checkProperties(properties: readonly string[]): void {
  // RFC 8621 §4.2
  const unknown = properties.find((name) => !isEmailProperty(name));
  if (unknown !== undefined) throw new MethodError('invalidArguments', `properties: there is no ${unknown}`);
}
