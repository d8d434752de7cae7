import type { JsonObject } from '../jmap/json.ts';
import type { Problem } from '../jmap/problem.ts';

/** Answers a problem as RFC 7807 has it. */
export const problemResponse = (problem: Problem, fields: Record<string, string> = {}): Response =>
  new Response(JSON.stringify(problem), {
    status: problem.status,
    headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store', ...fields },
  });

/** A problem about which there is no more to say than HTTP does. */
export const refuse = (status: number, detail: string, fields?: Record<string, string>): Response =>
  problemResponse({ type: 'about:blank', status, detail }, fields);

/** Data of a person: nobody on the way may keep it. */
export const jsonResponse = (value: JsonObject, status = 200): Response =>
  new Response(JSON.stringify(value), {
    status,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-cache, no-store, must-revalidate',
    },
  });
