import { explain } from '../dsn/explain/explain.ts';
import { replyText } from '../envelope/reply.ts';
import type { BadTargets } from '../policy/bad-targets.ts';
import type { AttemptResult } from '../queue/attempt-result.ts';
import type { Recipient } from '../queue/message.ts';
import type { Diagnostic } from '../queue/recipient-state.ts';
import type { Transport } from '../transports/transport.ts';

/** A transport that remembers which targets of forwards there are not, or not any more. */
export const watchingForwards = (
  transport: Transport,
  targets: Pick<BadTargets, 'failed' | 'forget'>,
): Transport => ({
  async deliver(job) {
    const report = await transport.deliver(job);
    for (const recipient of job.recipients) note(recipient, report.results.get(recipient.index), targets);
    return report;
  },
});

function note(
  { address, forward }: Recipient,
  result: AttemptResult | undefined,
  targets: Pick<BadTargets, 'failed' | 'forget'>,
): void {
  if (!forward) return;
  if (result?.kind === 'relayed') targets.forget(address);
  if (result?.kind === 'permanent' && isAboutAddress(result.diagnostic, address.text))
    targets.failed(address, wordsOf(result.diagnostic));
}

/** What is wrong with one message, or between two hosts, says nothing of the next message. */
function isAboutAddress(diagnostic: Diagnostic, address: string): boolean {
  const { status, stage, text, reply, remote } = diagnostic;
  const explanation = explain({
    status,
    stage,
    address,
    text: reply ? replyText(reply) : text,
    ...(reply ? { replyCode: reply.code } : { isOwnFinding: true }),
    ...(remote && { host: remote.name }),
  });
  return explanation.class === 'address';
}

const wordsOf = ({ text, reply }: Diagnostic): string => (reply ? replyText(reply) : text);
