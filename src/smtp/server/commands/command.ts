import type { Result } from '../../../base/result.ts';
import type { Reply } from '../../../envelope/reply.ts';
import type { Conversation } from '../conversation.ts';

/** A command in two halves. */
interface Halves<A> {
  /** Reads the argument. Answers what it means, or the reply that refuses it; changes nothing. */
  readonly check: (argument: string, conversation: Readonly<Conversation>) => Result<A, Reply>;
  /** Carries it out. */
  readonly proceed: (meaning: A, conversation: Conversation) => void;
}

/** A command that came in order: runs it. */
export type Command = (argument: string, conversation: Conversation) => void;

export const command =
  <A>({ check, proceed }: Halves<A>): Command =>
  (argument, conversation) => {
    const checked = check(argument, conversation);
    if (checked.ok) proceed(checked.value, conversation);
    else conversation.sayError(checked.error);
  };
