import type { StatusCode } from '../envelope/status-code.ts';
import type { AttemptResult } from '../queue/attempt-result.ts';
import type { Recipient } from '../queue/message.ts';
import type { QueueWorld } from './world.ts';

/**
 * What comes of a recipient that is in a domain of ours: it may have become ours since the message was accepted, or an alias leads
 * to nobody. Undefined if its mail goes elsewhere.
 */
export async function localResult(
  { clock, findAddressee }: Pick<QueueWorld, 'clock' | 'findAddressee'>,
  { address }: Recipient,
): Promise<AttemptResult | undefined> {
  const refuse = (status: StatusCode, text: string): AttemptResult => ({
    kind: 'permanent',
    diagnostic: { at: clock.now(), stage: 'local', status, text },
  });
  const addressee = await findAddressee(address);
  switch (addressee.kind) {
    case 'remote':
      return undefined;
    case 'local':
      return { kind: 'delivered', account: addressee.account };
    case 'unknown':
      return refuse('5.1.1', 'There is no mailbox of this name on this server.');
    case 'alias':
      // Aliases are expanded when a message is accepted; sent again, it will be. RFC 3463 §3.3, X.2.4: expansion problem.
      return refuse(
        '5.2.4',
        'This address has become an alias since the message was accepted; send it again.',
      );
  }
}
