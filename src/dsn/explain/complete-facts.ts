import type { AttemptFacts } from './explanation.ts';
import { saidIn } from './said.ts';

export interface CompleteFacts extends AttemptFacts {
  /** True where the status is not the host's, which gave a reply without one, but was added by whoever reported that. */
  readonly isStatusAdded: boolean;
}

const isNegative = (code: number | undefined): boolean => code !== undefined && code >= 400 && code < 600;

/**
 * The facts with what the text tells beside them. What a host said itself is worth more than what was made of it.
 *
 * @param text as comparableText() makes it
 */
export function completeFacts(facts: AttemptFacts, text: string): CompleteFacts {
  const said = saidIn(text);
  const status = said.status ?? facts.status;
  const replyCode = isNegative(facts.replyCode) ? facts.replyCode : said.replyCode;
  const stage = facts.stage ?? said.stage;
  const { replyCode: _, ...given } = facts;
  return {
    ...given,
    ...(status && { status }),
    ...(replyCode !== undefined && { replyCode }),
    ...(stage && { stage }),
    isStatusAdded: said.status === undefined && said.replyCode !== undefined,
  };
}
