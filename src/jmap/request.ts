import * as v from 'valibot';
import type { Bytes } from '../base/bytes.ts';
import { err, ok, type Result } from '../base/result.ts';
import { describeIssue, idSchema, mapOf, objectSchema } from './arguments.ts';
import { parseIJson } from './i-json.ts';
import type { JmapLimits } from './limits.ts';
import { limitExceeded, notJson, notRequest, type Problem, unknownCapability } from './problem.ts';
import type { Invocation } from './result-reference.ts';

/** The Request object (RFC 8620 §3.3). */
export interface ApiRequest {
  readonly using: ReadonlySet<string>;
  readonly methodCalls: readonly Invocation[];
  readonly createdIds: ReadonlyMap<string, string> | undefined;
}

// Other properties are for specifications to come, and passed over.
const requestSchema = v.object({
  using: v.array(v.string()),
  methodCalls: v.array(v.strictTuple([v.string(), objectSchema, v.string()])),
  createdIds: v.optional(mapOf(idSchema, idSchema)),
});

/**
 * Reads the body of an API request. The errors are those of RFC 8620 §3.6.1.
 * @param contentType the field of the HTTP request, if it has one
 */
export function parseRequest(
  bytes: Bytes,
  contentType: string | undefined,
  limits: JmapLimits,
  capabilities: ReadonlySet<string>,
): Result<ApiRequest, Problem> {
  if (!/^application\/json[\t ]*(?:;|$)/i.test(contentType ?? ''))
    return err(notJson('The content type must be application/json.'));
  if (bytes.length > limits.requestBytesMax)
    return err(limitExceeded('maxSizeRequest', `A request has ${limits.requestBytesMax} octets at most.`));
  const json = parseIJson(bytes);
  if (!json.ok) return err(notJson(`The request is not I-JSON (RFC 7493): ${json.error}.`));
  const request = v.safeParse(requestSchema, json.value, { abortEarly: true });
  if (!request.success)
    return err(notRequest(`The request is not a Request object: ${describeIssue(request.issues[0])}.`));
  const { using, methodCalls, createdIds } = request.output;
  const unknown = using.find((uri) => !capabilities.has(uri));
  if (unknown !== undefined)
    return err(unknownCapability(`The capability ${JSON.stringify(unknown)} is not one of this server.`));
  if (methodCalls.length > limits.callsMax)
    return err(limitExceeded('maxCallsInRequest', `A request has ${limits.callsMax} calls at most.`));
  return ok({ using: new Set(using), methodCalls, createdIds });
}
