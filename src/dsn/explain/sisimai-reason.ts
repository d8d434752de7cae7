import { type Cause, causes, type SisimaiReason } from './causes.ts';
import type { CompleteFacts } from './complete-facts.ts';
import { registeredMeaningOf } from './status-meanings.ts';
import type { Verdict } from './votes.ts';

/**
 * The name that Sisimai's vocabulary has for a failure. It looks at other things than we: not only at what is wrong, but at who was
 * refused and when. So one cause of ours can have several names there.
 */
export function sisimaiReason(verdict: Verdict, facts: CompleteFacts): SisimaiReason {
  return byStage(verdict, facts) ?? byCause(verdict, facts) ?? causes[verdict.cause].sisimai;
}

/** Who is refused before he has said anything is `blocked`; who is refused for his address, before a recipient was named, `rejected`. */
function byStage({ cause }: Verdict, { stage }: CompleteFacts): SisimaiReason | undefined {
  switch (stage) {
    case 'connect':
    case 'greeting':
    case 'ehlo':
      return blockedAtFirst.has(cause) ? 'blocked' : undefined;
    case 'mail':
      return rejectedAtMail.has(cause) ? 'rejected' : undefined;
    default:
      return undefined;
  }
}

const blockedAtFirst = new Set<Cause>([
  ...(['policy', 'too-fast', 'sender-refused', 'sender-unknown', 'relaying-denied'] as const),
  ...(['content-refused', 'protocol-trouble', 'no-such-domain', 'mailbox-refuses'] as const),
  ...(['system-trouble', 'undefined'] as const),
]);

const rejectedAtMail = new Set<Cause>([
  ...(['no-such-domain', 'no-such-address', 'address-malformed', 'content-refused'] as const),
]);

function byCause(verdict: Verdict, facts: CompleteFacts): SisimaiReason | undefined {
  const meaning = facts.status && registeredMeaningOf(facts.status);
  switch (verdict.cause) {
    case 'mail-loop':
      return says(verdict, /loops? back/) ? 'systemerror' : undefined;
    case 'no-such-address':
      // Exim's word for what its routers cannot place, be it the user or the host.
      if (says(verdict, /unroute?able/)) return 'hostunknown';
      if (says(verdict, /all recipient addresses rejected/)) return 'rejected';
      if (verdict.confidence < 0.75 || (facts.stage && isProviderWord(verdict))) return undefined;
      return isRefusedLater(facts) ? 'filtered' : undefined;
    case 'message-too-large':
      return meaning === '2.3' ? 'exceedlimit' : undefined;
    case 'content-refused':
      // Of the form of a content, not of what it says.
      return facts.status?.slice(2).startsWith('6.') || says(verdict, /charset|mime/)
        ? undefined
        : 'policyviolation';
    case 'too-fast':
      // Counted over a time, as connections are, not by what is too much at the moment.
      return says(verdict, /per hour|throttling failure/) ? 'toomanyconn' : undefined;
    case 'no-connection':
      return isUnreachable(verdict) && !isTimeOver(verdict) ? 'networkerror' : 'expired';
    case 'dns-trouble':
      return isTimeOver(verdict) ? 'expired' : undefined;
    case 'mailbox-refuses':
      return says(verdict, /authenticat|authrequired/) ? 'securityerror' : undefined;
    case 'policy':
      // Words that say no more than the code does.
      return isCodeAlone(facts) && /^[45]\.7\.[01]$/.test(facts.status ?? '') ? 'securityerror' : undefined;
    case 'time-over':
      return verdict.evidence.some(({ by }) => by === 'text' || by === 'status')
        ? undefined
        : nothingKnown(facts);
    case 'system-trouble':
      return facts.isProgramOutput ? 'mailererror' : undefined;
    case 'undefined':
      return nothingKnown(facts);
    default:
      return undefined;
  }
}

/**
 * An unknown user is `filtered` where he was not refused at RCPT: the host knew the address, and gave it as unknown when it had seen
 * the message. Where nothing tells what was refused, X.1.1 or a code without a sense of its own decides.
 */
function isRefusedLater({ stage, status, replyCode }: CompleteFacts): boolean {
  const meaning = status?.slice(2);
  if (stage === 'content' || stage === 'data') return meaning !== '1.1';
  if (stage !== undefined) return false;
  return meaning === undefined ? replyCode !== undefined : /^2\.[01]$/.test(meaning);
}

const isCodeAlone = ({ text = '' }: CompleteFacts): boolean =>
  !/polic|prohibit|violat|rule|header/i.test(text);

/** A provider that has words of its own for it means just that, whenever it says it. */
const isProviderWord = ({ evidence: [first] }: Verdict): boolean =>
  first?.by === 'text' && !/^(?:english|postfix|exim|sendmail|qmail|mailer)/.test(first.rule);

/** The network says that there is no way, rather than that nobody answered. */
const isUnreachable = (verdict: Verdict): boolean => says(verdict, /route|unreachable|network/);

const says = ({ evidence }: Verdict, words: RegExp): boolean =>
  evidence.some(({ by, matched = '' }) => by === 'text' && words.test(matched));

const isTimeOver = ({ evidence }: Verdict): boolean =>
  evidence.some(({ by, cause }) => by === 'text' && cause === 'time-over');

/** Where no words tell, the code does; without either, `expired` of what is still tried and `onhold` of words that tell nothing. */
function nothingKnown({ text = '', status, replyCode }: CompleteFacts): SisimaiReason {
  const isTold = /\p{L}/u.test(text);
  const isTemporary = (replyCode ?? Number(status?.[0] ?? 5) * 100) < 500;
  if (!isTold && isTemporary) return 'expired';
  const bySubject = isTemporary
    ? undefined
    : (reasonOfSubject[status?.slice(2) ?? ''] ?? reasonOfSubject[status?.[2] ?? '']);
  return bySubject ?? (isTold || replyCode !== undefined ? 'onhold' : 'undefined');
}

/** By subject and detail, or subject alone. */
const reasonOfSubject: Readonly<Record<string, SisimaiReason>> = {
  '2.0': 'filtered',
  5: 'syntaxerror',
  7: 'securityerror',
};
