import type { Bytes } from '../../base/bytes.ts';
import type { Instant } from '../../base/instant.ts';
import type { Stage } from '../../envelope/stage.ts';
import type { StatusCode } from '../../envelope/status-code.ts';
import type { Header } from '../../message/fields.ts';
import type { Part } from '../../message/part-tree.ts';
import type { Action } from '../report.ts';

/** A mail, opened once for all readers of formats. */
export interface OpenedMail {
  readonly bytes: Bytes;
  readonly root: Part;
  /** The header section of the mail itself, not of what it returns. */
  readonly header: Header;
  /** Decoded (RFC 2047), in one line. */
  readonly subject: string;
  /** The address in From, in lower case; empty where there is none. */
  readonly from: string;
  /** The name beside it, decoded; empty where there is none. */
  readonly fromName: string;
  /**
   * What a person reads: the text parts before the returned message, decoded; HTML as text. Lines end in `\n`. Bounded, as every
   * reader must be in the time that it takes: linear in this text.
   */
  readonly text: string;
}

/** The reader of one way of writing notices that no standard describes. */
export interface Format {
  /** As an operator would call the program or provider that writes so: `qmail`, `exim`, … */
  readonly name: string;
  /** What it finds; undefined if the mail is not of this format. Never throws. */
  read(mail: OpenedMail): Finding | undefined;
}

export interface Finding {
  /** Empty where the notice names nobody, or in no way that we understand. */
  readonly recipients: readonly FoundRecipient[];
  /** What the notice as a whole is about; counts where a recipient has no action of its own, or there is none. */
  readonly action?: Action;
  /** The host that wrote the notice, where it says so. */
  readonly reportingHost?: string;
  /** Where in `text` the returned message begins, if it stands there and not in a part of its own. */
  readonly returnedAt?: number;
}

export interface FoundRecipient {
  readonly address: string;
  /** Whom the sender wrote to, where the notice tells both. */
  readonly originalAddress?: string;
  readonly action?: Action;
  readonly status?: StatusCode;
  readonly replyCode?: number;
  /** The words about this recipient, folded into one line. */
  readonly text?: string;
  /** The host that refused. */
  readonly host?: string;
  readonly stage?: Stage;
  readonly lastAttemptDate?: Instant;
  readonly willRetryUntil?: Instant;
}
