/** The shapes of RFC 8620 as they travel. */

export type Id = string;

/** RFC 8620 §3.2: name, arguments, and the id by which the answer is known. */
export type Invocation = readonly [name: string, args: Readonly<Record<string, unknown>>, callId: string];

/** RFC 8620 §3.7: an argument that is taken from the answer to an earlier call of the same request. */
export interface ResultReference {
  readonly resultOf: string;
  readonly name: string;
  readonly path: string;
}

/** RFC 8620 §2, as far as the page needs it. */
export interface Session {
  readonly capabilities: Readonly<Record<string, unknown>>;
  readonly accounts: Readonly<Record<Id, { readonly name: string; readonly isPersonal: boolean }>>;
  readonly primaryAccounts: Readonly<Record<string, Id>>;
  readonly username: string;
  readonly apiUrl: string;
  readonly downloadUrl: string;
  readonly uploadUrl: string;
  readonly eventSourceUrl: string;
  readonly state: string;
}

/** RFC 8620 §5.1 */
export interface GetResponse<T> {
  readonly state: string;
  readonly list: readonly T[];
  readonly notFound: readonly Id[];
}

/** RFC 8620 §5.2 */
export interface ChangesResponse {
  readonly oldState: string;
  readonly newState: string;
  readonly hasMoreChanges: boolean;
  readonly created: readonly Id[];
  readonly updated: readonly Id[];
  readonly destroyed: readonly Id[];
}

/** RFC 8620 §5.3 */
export interface SetResponse<T> {
  readonly newState: string;
  readonly created: Readonly<Record<Id, Partial<T>>> | null;
  readonly updated: Readonly<Record<Id, Partial<T> | null>> | null;
  readonly destroyed: readonly Id[] | null;
  readonly notCreated: Readonly<Record<Id, SetError>> | null;
  readonly notUpdated: Readonly<Record<Id, SetError>> | null;
  readonly notDestroyed: Readonly<Record<Id, SetError>> | null;
}

export interface SetError {
  readonly type: string;
  readonly description?: string | null;
  readonly properties?: readonly string[];
  /** RFC 8621 §7.5 */
  readonly invalidRecipients?: readonly string[];
}

/** RFC 8620 §5.5 */
export interface QueryResponse {
  readonly queryState: string;
  readonly position: number;
  readonly ids: readonly Id[];
  readonly total?: number;
}

/** RFC 8620 §7.1: by account, the new state of each type that changed. */
export interface StateChange {
  readonly changed: Readonly<Record<Id, Readonly<Record<string, string>>>>;
}
