import type { Clock } from '../../base/ports.ts';
import type { Checks } from '../authenticate.ts';
import { evaluateSpf } from './evaluate.ts';
import { explanationOf } from './explanation.ts';
import type { Sender } from './targets.ts';

export interface SpfSettings {
  /** Our own name, for macros. */
  readonly hostname: string;
  readonly clock: Pick<Clock, 'now'>;
  /** Whether to ask what a domain has to say to hosts that it excludes. */
  readonly explains: boolean;
}

/** SPF for mail as it comes in. */
export const spfCheck =
  ({ hostname, clock, explains }: SpfSettings): Checks['spf'] =>
  async ({ ip, greetingName, sender: text }, resolver) => {
    const sender = senderOf(text);
    const facts = { ip, sender, greetingName, hostname, seconds: Math.floor(clock.now() / 1000) };
    const finding = await evaluateSpf(sender.domain, facts, resolver);
    const explanation = explains ? await explanationOf(finding, facts, resolver) : undefined;
    return { result: finding.result, ...(explanation !== undefined && { explanation }) };
  };

function senderOf(text: string): Sender {
  const at = text.lastIndexOf('@');
  // RFC 7208 §4.3
  return { localPart: text.slice(0, Math.max(at, 0)) || 'postmaster', domain: text.slice(at + 1) };
}
