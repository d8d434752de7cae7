import type { JsonObject } from './json.ts';

/** The errors that a method call can end in: RFC 8620 §3.6.2, those of the standard methods (§5), and those of the mail types. */
export type MethodErrorType =
  | 'serverUnavailable'
  | 'serverFail'
  | 'serverPartialFail'
  | 'unknownMethod'
  | 'invalidArguments'
  | 'invalidResultReference'
  | 'forbidden'
  | 'accountNotFound'
  | 'accountNotSupportedByMethod'
  | 'accountReadOnly'
  | 'requestTooLarge'
  | 'cannotCalculateChanges'
  | 'stateMismatch'
  | 'fromAccountNotFound'
  | 'fromAccountNotSupportedByMethod'
  | 'anchorNotFound'
  | 'unsupportedSort'
  | 'unsupportedFilter'
  | 'tooManyChanges'
  | 'unknownDataType';

/** Ends a method call with an error response (RFC 8620 §3.6.2). The message becomes its description, for whoever writes the client. */
export class MethodError extends Error {
  override readonly name = 'MethodError';
  readonly type: MethodErrorType;
  /** Further properties of the response. */
  readonly properties: JsonObject;

  constructor(type: MethodErrorType, description?: string, properties: JsonObject = {}) {
    super(description);
    this.type = type;
    this.properties = properties;
  }

  /** The arguments of the error response. */
  get response(): JsonObject {
    const description = this.message === '' ? {} : { description: this.message };
    return { type: this.type, ...description, ...this.properties };
  }
}
