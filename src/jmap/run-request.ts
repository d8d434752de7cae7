import type { Credential } from '../accounts/push-subscriptions.ts';
import type { Clock, Log } from '../base/ports.ts';
import type { Capability, Method, MethodContext } from './capability.ts';
import { CreatedIds } from './created-ids.ts';
import type { JsonObject } from './json.ts';
import type { JmapLimits } from './limits.ts';
import { MethodError } from './method-error.ts';
import type { ApiRequest } from './request.ts';
import { type Invocation, resolveReferences } from './result-reference.ts';
import type { UserSession } from './session.ts';

export interface RunWorld {
  /** What the user signed in with. */
  readonly credential: Credential;
  readonly capabilities: readonly Capability[];
  readonly limits: JmapLimits;
  readonly clock: Clock;
  readonly log: Log;
}

/** Carries out the calls of a request, one after the other, and answers the Response object (RFC 8620 §3.4). */
export async function runRequest(
  request: ApiRequest,
  session: UserSession,
  languages: readonly string[],
  world: RunWorld,
): Promise<JsonObject> {
  const createdIds = new CreatedIds(request.createdIds);
  const responses: Invocation[] = [];
  for (const [name, args, callId] of request.methodCalls) {
    const following: { readonly method: string; readonly args: JsonObject }[] = [];
    const context: MethodContext = {
      user: session.user,
      credential: world.credential,
      accounts: session.accounts,
      using: request.using,
      limits: world.limits,
      createdIds,
      clock: world.clock,
      log: world.log,
      languages,
      thenCall: (method, its) => following.push({ method, args: its }),
    };
    const call = (method: string, its: () => JsonObject) => callMethod(method, its, context, world);
    responses.push([...(await call(name, () => resolveReferences(args, responses))), callId]);
    // Calls that a method asks for may ask for further ones themselves.
    for (const { method, args: its } of following)
      responses.push([...(await call(method, () => its)), callId]);
  }
  return {
    methodResponses: responses,
    ...(request.createdIds && { createdIds: createdIds.all }),
    sessionState: session.state,
  };
}

async function callMethod(
  name: string,
  args: () => JsonObject,
  context: MethodContext,
  { capabilities, log }: RunWorld,
): Promise<readonly [name: string, args: JsonObject]> {
  try {
    const method = findMethod(name, context.using, capabilities);
    return [name, await method(args(), context)];
  } catch (error) {
    if (error instanceof MethodError) return ['error', error.response];
    log.error('a method has failed', { method: name, account: context.user.id, error });
    return [
      'error',
      { type: 'serverFail', description: 'It is our fault; the log of the server says more.' },
    ];
  }
}

/** A method is known only to who uses its capability (RFC 8620 §1.8). @throws MethodError unknownMethod */
function findMethod(name: string, using: ReadonlySet<string>, capabilities: readonly Capability[]): Method {
  for (const { uri, methods } of capabilities) {
    const method = using.has(uri) && Object.hasOwn(methods, name) ? methods[name] : undefined;
    if (method) return method;
  }
  throw new MethodError('unknownMethod');
}
