import { hasNonAscii } from '../../address/domain.ts';
import { parseStatusCode, type StatusCode } from '../../envelope/status-code.ts';
import { type Action, actions, dnsName, type TypedAddress } from '../report.ts';
import { explained } from './explained.ts';
import type { FoundRecipient, OpenedMail } from './format.ts';
import { formats } from './formats/all.ts';
import type { ReadRecipient, ReadReport, ReportKind } from './read-report.ts';

/** What the first format that knows this mail finds in it. */
export function foreignReport(mail: OpenedMail): ReadReport | undefined {
  for (const format of formats) {
    const finding = format.read(mail);
    if (!finding || finding.recipients.length === 0) continue;
    const recipients = finding.recipients.map(readRecipient);
    return {
      kind: kindOf(recipients.map(({ action }) => action)),
      format: format.name,
      ...(finding.reportingHost !== undefined && { reportingMta: dnsName(finding.reportingHost) }),
      recipients,
    };
  }
  return undefined;
}

const kinds: Readonly<Record<Action, ReportKind>> = {
  failed: 'failure',
  delayed: 'delay',
  delivered: 'success',
  expanded: 'success',
  relayed: 'relay',
};

/** The weightiest of several actions. */
function kindOf(all: readonly (Action | undefined)[]): ReportKind {
  const action = actions.find((each) => all.includes(each));
  return action === undefined ? 'failure' : kinds[action];
}

function readRecipient(found: FoundRecipient): ReadRecipient {
  const { address, originalAddress, action = 'failed', replyCode, text, host, stage } = found;
  const { lastAttemptDate, willRetryUntil } = found;
  const status = found.status ?? inferredStatus(action, replyCode);
  return {
    finalRecipient: typed(address),
    ...(originalAddress !== undefined && { originalRecipient: typed(originalAddress) }),
    action,
    status,
    ...(found.status === undefined && { isStatusInferred: true }),
    ...(replyCode !== undefined && { replyCode }),
    ...(host !== undefined && { remoteMta: dnsName(host) }),
    ...(text !== undefined && {
      diagnosticCode: { type: replyCode === undefined ? 'x-unknown' : 'smtp', text },
    }),
    ...(lastAttemptDate !== undefined && { lastAttemptDate }),
    ...(willRetryUntil !== undefined && { willRetryUntil }),
    explanation: explained({
      address,
      status,
      ...(replyCode !== undefined && { replyCode }),
      ...(text !== undefined && { text }),
      ...(stage && { stage }),
      ...(host !== undefined && { host }),
    }),
  };
}

const typed = (address: string): TypedAddress => ({
  type: hasNonAscii(address) ? 'utf-8' : 'rfc822',
  address,
});

/** No more than the class, from the reply or else from what was done. */
function inferredStatus(action: Action, replyCode: number | undefined): StatusCode {
  const byReply = parseStatusCode(`${Math.floor((replyCode ?? 0) / 100)}.0.0`);
  const byAction = action === 'failed' ? '5.0.0' : action === 'delayed' ? '4.0.0' : '2.0.0';
  return byReply ?? byAction;
}
