import type { Reply } from '../../envelope/reply.ts';
import type { ClientStage } from './failure.ts';
import type { ClientTimeouts } from './timeouts.ts';

/** One thing that is answered by exactly one reply: a command, mostly. */
export interface Step {
  readonly kind: StepKind;
  /** The command without CRLF; absent where the host speaks without being asked, or where content was the question. */
  readonly line?: string;
  /** For RCPT, and for what is said of a recipient after the content: which one. */
  readonly recipient?: number;
}

export type StepKind =
  | 'greeting'
  | 'ehlo'
  | 'helo'
  | 'starttls'
  | 'auth'
  | 'rset'
  | 'mail'
  | 'rcpt'
  | 'data'
  | 'end-of-data'
  /** The same where MAIL said PRDR: 3yz announces a reply for each recipient, and one for all (draft-hall-prdr). */
  | 'end-of-data-for-each'
  | 'content-for-recipient'
  | 'quit';

interface StepRule {
  readonly stage: ClientStage;
  readonly timeout: keyof ClientTimeouts;
  /** The first digits by which the host agrees. */
  readonly agrees: readonly number[];
}

const rules: Readonly<Record<StepKind, StepRule>> = {
  greeting: { stage: 'greeting', timeout: 'greeting', agrees: [2] },
  ehlo: { stage: 'ehlo', timeout: 'command', agrees: [2] },
  helo: { stage: 'ehlo', timeout: 'command', agrees: [2] },
  starttls: { stage: 'starttls', timeout: 'command', agrees: [2] },
  auth: { stage: 'auth', timeout: 'command', agrees: [2, 3] },
  rset: { stage: 'mail', timeout: 'command', agrees: [2] },
  mail: { stage: 'mail', timeout: 'mail', agrees: [2] },
  rcpt: { stage: 'rcpt', timeout: 'rcpt', agrees: [2] },
  data: { stage: 'data', timeout: 'data', agrees: [3] },
  'end-of-data-for-each': { stage: 'content', timeout: 'endOfData', agrees: [2, 3] },
  'content-for-recipient': { stage: 'content', timeout: 'endOfData', agrees: [2] },
  'end-of-data': { stage: 'content', timeout: 'endOfData', agrees: [2] },
  quit: { stage: 'mail', timeout: 'quit', agrees: [2] },
};

export const stageOf = (step: Step): ClientStage => rules[step.kind].stage;

export const timeoutOf = (step: Step, timeouts: ClientTimeouts): number => timeouts[rules[step.kind].timeout];

/** What a reply says to a step, by its first digit alone (RFC 5321 §4.2.1). */
export function judge(step: Step, reply: Reply): 'yes' | 'no' | 'nonsense' {
  const firstDigit = Math.floor(reply.code / 100);
  if (firstDigit >= 4) return 'no';
  return rules[step.kind].agrees.includes(firstDigit) ? 'yes' : 'nonsense';
}
