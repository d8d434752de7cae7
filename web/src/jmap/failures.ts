import type { SetError } from './protocol.ts';

/** The server cannot be reached, or broke off. What was asked may or may not have happened. */
export class OfflineError extends Error {
  override readonly name = 'OfflineError';
}

/** The session is over: sign in again. */
export class SignedOutError extends Error {
  override readonly name = 'SignedOutError';
}

/** The server refused a request or a call of it (RFC 8620 §3.6). */
export class RefusedError extends Error {
  override readonly name = 'RefusedError';
  readonly type: string;

  constructor(type: string, description?: string) {
    super(description ?? type);
    this.type = type;
  }
}

/** One object of a /set call was refused. */
export class SetRefusedError extends RefusedError {
  readonly error: SetError;

  constructor(error: SetError) {
    super(error.type, error.description ?? undefined);
    this.error = error;
  }
}
