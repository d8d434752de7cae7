import type { MailboxAddress } from '../address/mailbox-address.ts';
import { NULL_PATH } from '../address/path.ts';
import { invariant } from '../base/invariant.ts';
import type { SmtpConnection } from '../transports/smtp-connection.ts';
import type { Answer } from './finding.ts';

/** The question whether a host would take a notice for an address: MAIL FROM:<>, RCPT, and never DATA. */
export async function askHost(
  connection: SmtpConnection,
  address: MailboxAddress,
  signal: AbortSignal,
): Promise<Answer> {
  const message = {
    envelope: { reversePath: NULL_PATH, body: '7bit', smtpUtf8: false },
    ...{ sizeBytes: 0, is8bit: false, isHeaderUtf8: false },
  } as const;
  const probe = { message, recipients: [{ path: address }], isProbe: true };
  const { verdicts } = await connection.transact(probe, noContent, signal);
  const [verdict] = verdicts;
  invariant(verdict && verdict.kind !== 'taken', 'a probe is no mail');
  return verdict.kind === 'accepted'
    ? { kind: 'accepted', reply: verdict.reply, host: connection.remote.name }
    : { kind: 'failed', diagnostic: connection.diagnose(verdict.failure) };
}

async function* noContent(): AsyncGenerator<never> {}
