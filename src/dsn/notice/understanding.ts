import { classOf, parseStatusCode, type StatusCode } from '../../envelope/status-code.ts';
import { explain } from '../explain/explain.ts';
import type { Explanation } from '../explain/explanation.ts';
import { isSaidByOther, type ReportedRecipient } from '../report.ts';

/** What the failure or the delay of a reported recipient means. */
export function understand(recipient: ReportedRecipient): Explanation {
  const { diagnosticCode, remoteMta, stage, finalRecipient } = recipient;
  const isAnswer = isSaidByOther(recipient);
  const replyCode = isAnswer ? replyCodeIn(diagnosticCode?.text ?? '') : undefined;
  return explain({
    status: tellingStatus(recipient),
    ...(replyCode !== undefined && { replyCode }),
    ...(diagnosticCode && { text: diagnosticCode.text }),
    ...(stage && { stage }),
    ...(remoteMta && { host: remoteMta.name }),
    isOwnFinding: !isAnswer,
    isExpired: isGivenUp(recipient),
    address: finalRecipient.address,
  });
}

/** RFC 3464 §2.3.3, note: each failure was temporary, until the time was over. */
export const isGivenUp = ({ action, status }: ReportedRecipient): boolean =>
  action === 'failed' && classOf(status) === 4;

/** What stands behind the `@`; all of an address that has none. */
export const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1);

/**
 * The code that says most: where the status tells nothing but its class, the one in the reply, behind the
 * reply code (RFC 2034 §4), if it is of the same class.
 */
function tellingStatus({ status, diagnosticCode }: ReportedRecipient): StatusCode {
  if (!/^[245]\.0\.0$/.test(status)) return status;
  const word = /^\d{3}[ -](\S{1,20})/.exec(diagnosticCode?.text ?? '')?.[1] ?? '';
  const said = parseStatusCode(word);
  return said !== undefined && classOf(said) === classOf(status) ? said : status;
}

function replyCodeIn(text: string): number | undefined {
  const digits = /^([245]\d\d)(?:[ -]|$)/.exec(text)?.[1];
  return digits === undefined ? undefined : Number(digits);
}
