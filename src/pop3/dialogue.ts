/**
 * What goes into a POP3 session and what comes out of it. The session is a value without socket, clock or promise; the shell that
 * owns the socket carries out each output in order and hands back what it learns.
 */
import type { AccountId } from '../accounts/accounts.ts';
import type { LoginFailure } from '../accounts/login.ts';
import type { Bytes } from '../base/bytes.ts';
import type { MailboxEntry, Uid } from '../mailbox/mailbox-store.ts';

export type Input =
  /** The socket is open (with implicit TLS: the handshake is done). Always the first input. */
  | { readonly kind: 'connected' }
  | { readonly kind: 'bytes'; readonly bytes: Bytes }
  /** The peer will send no more. */
  | { readonly kind: 'eof' }
  /** The handshake that `start-tls` asked for is done. */
  | { readonly kind: 'tls-established' }
  /** The answer to the question that is open; there is at most one. */
  | { readonly kind: 'answer'; readonly answer: Answer }
  /** After the answer `message`: the next piece of it. Bring it when what was sent before has gone out. */
  | { readonly kind: 'content'; readonly chunk: Bytes }
  /** That was all of the message. */
  | { readonly kind: 'content-end' }
  /** The rest of the message cannot be read. */
  | { readonly kind: 'content-failed' }
  /** After `pause`: what was sent has gone out. */
  | { readonly kind: 'resume' }
  /** The session's `deadline` is over. */
  | { readonly kind: 'deadline-passed' }
  /** The server is going down: close as soon as no command is under way. */
  | { readonly kind: 'shut-down' };

export type Output =
  | { readonly kind: 'send'; readonly bytes: Bytes }
  /** Answer it with an `answer` input; until then no commands are carried out. */
  | { readonly kind: 'ask'; readonly question: Question }
  /** Enough of the message was seen: bring no more of it, neither its end. */
  | { readonly kind: 'stop-content' }
  /** Much was sent, and commands wait: give `resume` when it has gone out. */
  | { readonly kind: 'pause' }
  /** Sent is `+OK`; take the socket into TLS. Bytes that came before the handshake are none of ours. */
  | { readonly kind: 'start-tls' }
  /** Always the last output. Whatever lock there is on the maildrop ends with the session. */
  | { readonly kind: 'close'; readonly reason: CloseReason };

export type CloseReason =
  | 'quit'
  | 'peer-closed'
  | 'timeout'
  | 'line-too-long'
  | 'too-many-errors'
  | 'too-many-failed-logins'
  | 'stls-injection'
  | 'message-unreadable'
  | 'shutting-down';

export type Question =
  /** Is this the password of this login name? */
  | { readonly kind: 'password'; readonly name: string; readonly password: string }
  /** One step of a SASL exchange (RFC 5034 §4). First step: `response` is the initial response, if there was one. */
  | {
      readonly kind: 'auth';
      readonly mechanism: string;
      readonly isFirst: boolean;
      readonly response: Bytes | undefined;
    }
  /** Lock the maildrop of this account, and list it. */
  | { readonly kind: 'open'; readonly account: AccountId }
  /** Bring the content of a message. */
  | { readonly kind: 'read'; readonly account: AccountId; readonly uid: Uid }
  /** Remove these messages for good. */
  | { readonly kind: 'remove'; readonly account: AccountId; readonly uids: readonly Uid[] };

export type Answer =
  /** To `auth`: the next challenge. */
  | { readonly kind: 'challenge'; readonly challenge: Bytes }
  /** To `password` and `auth`. */
  | { readonly kind: 'authenticated'; readonly account: AccountId }
  /** To `password` and `auth`. */
  | { readonly kind: 'login-failed'; readonly reason: LoginFailure | 'syntax' }
  /** To `open`: it is locked, and these are its messages, in the order of their numbers. */
  | { readonly kind: 'opened'; readonly account: AccountId; readonly entries: readonly MailboxEntry[] }
  /** To `open`: another session has it. */
  | { readonly kind: 'in-use' }
  /** To `read`: `content` follows, then `content-end` or `content-failed`. */
  | { readonly kind: 'message' }
  /** To `read`: it is there no more. */
  | { readonly kind: 'gone' }
  /** To `remove`. */
  | { readonly kind: 'removed' }
  /** To `open`, `read` and `remove`: it does not work now. */
  | { readonly kind: 'failed' };
