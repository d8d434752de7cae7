import { classOf, parseStatusCode, type StatusCode } from '../../envelope/status-code.ts';
import { isSaidByOther, type ReportedRecipient } from '../report.ts';
import { type Actor, type CatalogueEntry, catalogue, unknownCause } from './catalogue.ts';

/** What a failure means, in words for the sender. */
export interface Explanation {
  readonly cause: string;
  readonly actor: Actor;
  readonly permanence: Permanence;
  readonly steps: readonly string[];
}

/** `policy`: final while the rule stands. `given-up`: each failure was temporary, until the time was over. */
export type Permanence = 'permanent' | 'policy' | 'given-up' | 'temporary';

/** Explains why a recipient has not got the message, or not yet. */
export function explain(recipient: ReportedRecipient): Explanation {
  const status = tellingStatus(recipient);
  const entry = entryFor(status, isSaidByOther(recipient));
  const domain = domainOf(recipient.finalRecipient.address);
  // Functions, since a `$` in a replacement text would be special.
  const fill = (text: string) =>
    text.replaceAll('{domain}', () => domain).replaceAll('{status}', () => status);
  return {
    actor: entry.actor,
    cause: fill(entry.cause),
    permanence: permanenceOf(recipient, status),
    steps: entry.steps.map(fill),
  };
}

/** What stands behind the `@`; all of an address that has none. */
export const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1);

/**
 * The code that says most: where the status tells nothing but its class, the one in the reply, behind the
 * reply code (RFC 2034 §4), if it is of the same class.
 */
function tellingStatus({ status, diagnosticCode }: ReportedRecipient): StatusCode {
  if (!/^[245]\.0\.0$/.test(status)) return status;
  const word = /^\d{3}[ -](\S+)/.exec(diagnosticCode?.text ?? '')?.[1] ?? '';
  const said = parseStatusCode(word);
  return said !== undefined && classOf(said) === classOf(status) ? said : status;
}

function entryFor(status: StatusCode, isAnswer: boolean): CatalogueEntry {
  const [, subject = '', detail = ''] = status.split('.');
  // "No answer" and the like, in the mouth of a host that did answer: it means something behind that host, or
  // (with 5, as some use it) something that has no code of its own.
  if (isAnswer && /^4\.[123]$/.test(`${subject}.${detail}`)) {
    return (classOf(status) === 4 ? catalogue.get('4.0') : undefined) ?? unknownCause;
  }
  return catalogue.get(`${subject}.${detail}`) ?? catalogue.get(`${subject}.0`) ?? unknownCause;
}

function permanenceOf({ action }: ReportedRecipient, status: StatusCode): Permanence {
  if (action !== 'failed') return 'temporary';
  if (classOf(status) === 4) return 'given-up';
  // RFC 3463 §3.8: X.7.X are matters of security or policy.
  return status.split('.')[1] === '7' ? 'policy' : 'permanent';
}
