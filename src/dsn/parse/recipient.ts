import { classOf, type StatusClass } from '../../envelope/status-code.ts';
import { explain } from '../explain/explain.ts';
import type { AttemptFacts } from '../explain/explanation.ts';
import { type Action, dnsName, type MtaName, type TypedAddress } from '../report.ts';
import { inferredStatus } from './inferred-status.ts';
import type { ReadRecipient } from './read-report.ts';
import type { RecipientDraft } from './recipient-draft.ts';
import { hostInText, replyInText, stageInText } from './reply-in-text.ts';

/**
 * Makes of what is said about a recipient all that can be known. A status that was given stays as it is, even where the diagnostic
 * holds a more telling one: whoever looks for reasons finds them in the explanation.
 */
export function completed(
  draft: RecipientDraft,
  reportingMta: MtaName | undefined,
  context: string | undefined,
): ReadRecipient {
  const { statusClass, words, stage: _, finalRecipient = nobody, ...rest } = draft;
  const diagnostic = draft.diagnosticCode?.text ?? '';
  const reply = replyInText(diagnostic);
  const replyCode = draft.replyCode ?? reply.replyCode;
  const given = draft.status ?? reply.status;
  const action = draft.action ?? actionFor(given ? classOf(given) : statusClass);
  const host = hostInText(diagnostic);
  const remoteMta = draft.remoteMta ?? (host === undefined ? undefined : dnsName(host));
  const recipient = {
    ...rest,
    finalRecipient,
    action,
    ...(given && { status: given }),
    ...(replyCode !== undefined && { replyCode }),
    ...(remoteMta && { remoteMta }),
  };
  const explanation = explain({
    ...factsOf(draft, recipient, remoteMta ?? reportingMta),
    ...(context !== undefined && { context }),
  });
  if (given) return { ...recipient, explanation };
  const toldClass = statusClass ?? (wasRetried.test(diagnostic) ? 4 : undefined);
  const status = inferredStatus(toldClass, replyCode, action, explanation.cause);
  return { ...recipient, status, isStatusInferred: true, explanation };
}

/** Words of Exim: what failed was temporary, and was tried again until the time for that was over. */
const wasRetried = /\bretry (?:timeout exceeded|time not reached)/i;

/** A recipient of whom nothing is told but who it is. */
export const withoutFate = ({ finalRecipient = nobody }: RecipientDraft): ReadRecipient => ({
  finalRecipient,
  explanation: explain({ address: finalRecipient.address }),
});

/** Where a report does not say of whom it speaks. */
const nobody: TypedAddress = { type: 'unknown', address: '' };

/** RFC 3463 §3.1: the class tells whether it came to an end, and to which. */
const actionFor = (statusClass: StatusClass | undefined): Action =>
  statusClass === 2 ? 'delivered' : statusClass === 4 ? 'delayed' : 'failed';

function factsOf(
  draft: RecipientDraft,
  { status, action, replyCode, finalRecipient }: Omit<ReadRecipient, 'explanation'>,
  host: MtaName | undefined,
): AttemptFacts {
  const text = [draft.diagnosticCode?.text, draft.words].filter((each) => each !== undefined).join(' ');
  const stage = draft.stage ?? stageInText(text);
  return {
    address: finalRecipient.address,
    ...(status && { status }),
    ...(replyCode !== undefined && { replyCode }),
    ...(text !== '' && { text }),
    ...(stage && { stage }),
    ...(host && { host: host.name }),
    ...(draft.diagnosticCode?.type.toLowerCase() === 'x-unix' && { isProgramOutput: true }),
    // RFC 3464 §2.3.3, note: a failure of class 4 is one that was tried until the time was over.
    ...(action === 'failed' && status?.startsWith('4') && { isExpired: true }),
  };
}
