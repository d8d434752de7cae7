import type { Stage } from '../../envelope/stage.ts';
import type { StatusCode } from '../../envelope/status-code.ts';
import type { Cause, CauseClass, Owner, Permanence, SisimaiReason, Step } from './causes.ts';

/** What is known of a failed attempt: by our own transport, or from a notice that came in. All of it may be wrong. */
export interface AttemptFacts {
  /** The enhanced status code (RFC 3463), as the reply or the notice gives it. */
  readonly status?: StatusCode;
  /** The reply code (RFC 5321 §4.2). */
  readonly replyCode?: number;
  /** What the host said, or what the notice says of this recipient, in words. */
  readonly text?: string;
  /** What else stands in the notice. It is looked at only where nothing else tells a cause, since it may be about anything. */
  readonly context?: string;
  /** Where in the dialogue it was said. */
  readonly stage?: Stage;
  /** The host that said it: its name tells the provider, and so which rules know its phrases. */
  readonly host?: string;
  /** True for a finding of our own transport, where no host said anything. */
  readonly isOwnFinding?: boolean;
  /** The text comes from a local program that should have taken the message (`Diagnostic-Code: x-unix`), not from a host. */
  readonly isProgramOutput?: boolean;
  /** The whole time for delivery is over: whatever the last attempt met, it was tried to the end. */
  readonly isExpired?: boolean;
  /** The address of the recipient. */
  readonly address?: string;
}

/** What a failure means. */
export interface Explanation {
  readonly class: CauseClass;
  readonly cause: Cause;
  readonly permanence: Permanence;
  /** Who must act. */
  readonly owner: Owner;
  /** What the sender can do, easiest first. */
  readonly steps: readonly Step[];
  /** 0 … 1: how sure it is that this is the cause. Low is told as "we do not know for certain". */
  readonly confidence: number;
  /** What it rests upon, weightiest first. */
  readonly evidence: readonly Evidence[];
  /** The same in the vocabulary of Sisimai, in which collections of notices are labelled. */
  readonly sisimaiReason: SisimaiReason;
}

/** One thing that spoke for a cause. */
export interface Evidence {
  readonly by: 'text' | 'status' | 'reply-code' | 'stage' | 'host' | 'transport' | 'expiry';
  readonly cause: Cause;
  /** The rule that matched (`google/over-quota`), or the code. */
  readonly rule: string;
  /** The words that it matched; untrusted. */
  readonly matched?: string;
}
