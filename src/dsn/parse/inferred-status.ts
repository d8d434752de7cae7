import type { StatusClass, StatusCode } from '../../envelope/status-code.ts';
import type { Cause } from '../explain/causes.ts';
import type { Action } from '../report.ts';

/** Subject and detail (RFC 3463 §3) by which hosts that give codes would tell the cause. */
const details: Partial<Readonly<Record<Cause, string>>> = {
  'no-such-address': '1.1',
  'no-such-domain': '1.2',
  'address-malformed': '1.3',
  'address-ambiguous': '1.4',
  'address-moved': '1.6',
  'domain-takes-no-mail': '1.10',
  'mailbox-disabled': '2.1',
  'mailbox-full': '2.2',
  'mailbox-limit': '2.3',
  'system-full': '3.1',
  'message-too-large': '3.4',
  'no-connection': '4.1',
  'dns-trouble': '4.3',
  'mail-loop': '4.6',
  'time-over': '4.7',
  'too-many-recipients': '5.3',
  'sender-unproven': '7.1',
  'host-without-name': '7.25',
};

/**
 * A status where none was given. Its class follows from the class that was given alone, from the reply code, or from what was done;
 * the rest from the cause, and may be wrong.
 */
export function inferredStatus(
  statusClass: StatusClass | undefined,
  replyCode: number | undefined,
  action: Action,
  cause: Cause,
): StatusCode {
  const detail = (details[cause] ?? '0.0') as `${number}.${number}`;
  return `${statusClass ?? classOfReply(replyCode) ?? classOfAction(action)}.${detail}`;
}

const classOfReply = (replyCode = 0): StatusClass | undefined =>
  replyCode >= 500 ? 5 : replyCode >= 400 ? 4 : undefined;

const classOfAction = (action: Action): StatusClass =>
  action === 'failed' ? 5 : action === 'delayed' ? 4 : 2;
