import type { JsonObject } from './json.ts';

/** A refusal of a whole HTTP request, as an object of problem details (RFC 7807; RFC 8620 §3.6.1). */
export interface Problem extends JsonObject {
  /** A URI, or `about:blank` where the status says all. */
  readonly type: string;
  readonly status: number;
  /** For whoever writes the client. */
  readonly detail: string;
}

const errorUri = 'urn:ietf:params:jmap:error:';

export const notJson = (detail: string): Problem => ({ type: `${errorUri}notJSON`, status: 400, detail });

export const notRequest = (detail: string): Problem => ({
  type: `${errorUri}notRequest`,
  status: 400,
  detail,
});

export const unknownCapability = (detail: string): Problem => ({
  type: `${errorUri}unknownCapability`,
  status: 400,
  detail,
});

/** @param limit the name of a limit in the capability object of the core */
export const limitExceeded = (limit: string, detail: string, status = 400): Problem => ({
  type: `${errorUri}limit`,
  limit,
  status,
  detail,
});
