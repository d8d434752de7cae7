import { forgedResults } from '../authentication/forged-results.ts';
import { judge } from '../authentication/judge.ts';
import { writeResults } from '../authentication/results-field.ts';
import type { Verdict } from '../authentication/verdict.ts';
import type { LogFields } from '../base/ports.ts';
import type { Reply } from '../envelope/reply.ts';
import type { Field, Header } from '../message/fields.ts';
import type { Incoming, Sender } from './acceptance.ts';
import type { WholeMessage } from './draft.ts';
import * as replies from './replies.ts';
import type { ReceptionWorld } from './world.ts';

/** What is known of a mail when all of it has come, and the host that brings it waits for our answer. */
export interface Examination {
  readonly verdict?: Verdict;
  /** The field of our results, or nothing. */
  readonly field: string;
  readonly refusal?: Reply;
}

/** Whoever has logged in, and hosts of trusted networks, need no proof. */
export const isExamined = (sender: Sender, { authentication, isTrusted }: ReceptionWorld): boolean =>
  authentication !== undefined && sender.account === undefined && !isTrusted(sender);

/** Results that a trusted host passes on may be ours: it has them from another host of ours. */
export const forgedResultsIn = (
  header: Header,
  sender: Sender,
  { hostname, isTrusted }: ReceptionWorld,
): readonly Field[] => (isTrusted(sender) ? [] : forgedResults(header, hostname));

export async function examine(
  { sender, transaction }: Incoming,
  message: WholeMessage,
  world: ReceptionWorld,
): Promise<Examination> {
  const { authentication } = world;
  if (!authentication || !isExamined(sender, world)) return { field: '' };
  const { ip, greetingName } = sender;
  const { reversePath } = transaction.envelope;
  const verdict = await authentication.authenticate({ ip, greetingName, reversePath, ...message });
  const field = writeResults(world.hostname, verdict);
  const reason = judge(verdict, authentication.rules);
  if (!reason) return { verdict, field };
  world.log.info('not authentic', { ip, because: reason.because, ...logOf(verdict) });
  return { verdict, field, refusal: replies.notAuthentic(reason, ip) };
}

/** The verdict in short, for the log. */
export const logOf = ({ spf, dkim, dmarc, arc }: Verdict): LogFields => ({
  spf: spf.result,
  ...(dkim.length > 0 && { dkim: dkim.map(({ result, domain }) => `${result} ${domain}`) }),
  dmarc: dmarc.result,
  ...(arc !== 'none' && { arc }),
});
