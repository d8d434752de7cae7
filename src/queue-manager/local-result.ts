import { isPostmaster } from '../address/path.ts';
import type { StatusCode } from '../envelope/status-code.ts';
import type { AttemptResult } from '../queue/attempt-result.ts';
import type { AliasTarget } from '../queue/initial.ts';
import type { Recipient } from '../queue/message.ts';
import type { Diagnostic } from '../queue/recipient-state.ts';
import type { QueueWorld } from './world.ts';

/**
 * What comes of a recipient that is in a domain of ours: it may have become ours since the message was accepted, or an alias leads
 * to nobody. Undefined if its mail goes elsewhere.
 */
export async function localResult(
  { clock, findAddressee }: Pick<QueueWorld, 'clock' | 'findAddressee'>,
  { address }: Recipient,
): Promise<AttemptResult | undefined> {
  const diagnostic = (status: StatusCode, text: string): Diagnostic => ({
    at: clock.now(),
    stage: 'local',
    status,
    text,
  });
  const addressee = await findAddressee(address);
  switch (addressee.kind) {
    case 'remote':
      return undefined;
    case 'local':
      return { kind: 'delivered', account: addressee.account };
    case 'unknown':
      // RFC 5321 §4.5.1: there must be one, so that it is our own fault, and will be mended.
      if (isPostmaster(address))
        return {
          kind: 'transient',
          diagnostic: diagnostic('4.3.5', 'Nobody reads mail to postmaster here yet.'),
        };
      return {
        kind: 'permanent',
        diagnostic: diagnostic('5.1.1', 'There is no mailbox of this name on this server.'),
      };
    case 'alias':
      return fromAlias(addressee.targets, diagnostic);
  }
}

/** Aliases are expanded when a message is accepted; one with a single reader needs no expansion. */
function fromAlias(
  [sole, second]: readonly AliasTarget[],
  diagnostic: (status: StatusCode, text: string) => Diagnostic,
): AttemptResult {
  if (sole?.addressee.kind === 'local' && !second)
    return { kind: 'delivered', account: sole.addressee.account };
  // RFC 3463 §3.3, X.2.4: expansion problem.
  const text = 'This address has become an alias since the message was accepted; send it again.';
  return { kind: 'permanent', diagnostic: diagnostic('5.2.4', text) };
}
