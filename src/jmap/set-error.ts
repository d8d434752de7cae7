import type { Json } from './json.ts';

/** Why one record of a /set, /copy or /import was refused (RFC 8620 §5.3 and §5.4, RFC 8621, RFC 9404). */
export interface SetError {
  readonly type: string;
  /** For whoever writes the client. */
  readonly description?: string;
  /** The properties that are wrong, all of them; goes with `invalidProperties`. */
  readonly properties?: readonly string[];
  readonly [name: string]: Json | undefined;
}

/** Properties that the type does not have, that only the server may set, or whose values are not allowed. */
export const invalidProperties = (properties: readonly string[], description?: string): SetError => ({
  type: 'invalidProperties',
  properties,
  ...(description !== undefined && { description }),
});

/** @param type such as `notFound`, `forbidden`, `overQuota` */
export const setError = (type: string, description?: string): SetError => ({
  type,
  ...(description !== undefined && { description }),
});
