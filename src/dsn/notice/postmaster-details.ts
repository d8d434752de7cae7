import { classOf, type StatusCode } from '../../envelope/status-code.ts';
import { isKey } from '../languages/catalogue.ts';
import { type Line, quotedAddress, quotedCode, quotedHost } from '../languages/inline.ts';
import { isSaidByOther, type Report, type ReportedRecipient } from '../report.ts';
import type { Block, Fact } from './blocks.ts';
import { triedFact } from './message-facts.ts';
import type { Telling } from './telling.ts';
import { domainOf, understand } from './understanding.ts';
import { wayOfMessage } from './way.ts';

/** Recipients of whom everything is told; of the others the machine-readable part has it. */
const detailedMax = 10;
/** Characters of a remote host's words that are repeated. */
const wordsLengthMax = 1000;

/** Word for word what was said, by whom and where, and the way of the message: what a postmaster asks first. */
export function postmasterDetails(report: Report, telling: Telling): Block {
  const { words, reader } = telling;
  const { recipients } = report;
  const title = reader === 'sender' ? 'details.title' : 'details.title.postmaster';
  const details = recipients.slice(0, detailedMax).map((recipient): Block => {
    const address = { label: words.plain('details.address'), value: [addressOf(recipient)] };
    const isOnly = recipients.length === 1;
    return {
      kind: 'facts',
      rows: [...(isOnly ? [] : [address]), ...recipientFacts(recipient, isOnly, telling)],
    };
  });
  const hidden = recipients.length - details.length;
  const more: Block[] =
    hidden > 0
      ? [{ kind: 'paragraph', text: words.say('address.more', { n: hidden }), weight: 'quiet' }]
      : [];
  return {
    kind: 'folded',
    title: words.plain(title),
    blocks: [...details, ...more, ...wayOfMessage(report, telling)],
  };
}

const addressOf = ({ finalRecipient }: ReportedRecipient) => quotedAddress(finalRecipient.address);

function recipientFacts(recipient: ReportedRecipient, isOnly: boolean, telling: Telling): Fact[] {
  const { words } = telling;
  const { diagnosticCode, remoteMta, stage, tls, status } = recipient;
  const fact = (label: Parameters<typeof words.plain>[0], value: Line): Fact => ({
    label: words.plain(label),
    value,
  });
  const answer = isSaidByOther(recipient) ? 'details.answer' : 'details.finding';
  return [
    ...(diagnosticCode ? [fact(answer, [quotedCode(diagnosticCode.text, wordsLengthMax)])] : []),
    fact('details.code', meaningOf(status, telling)),
    ...(remoteMta ? [fact('details.server', hostWithIp(remoteMta, telling))] : []),
    ...(stage ? [fact('details.stage', words.say(`stage.${stage}`))] : []),
    ...(tls === undefined
      ? []
      : [fact('details.encryption', tls === '' ? words.say('details.encryption.none') : [quotedCode(tls)])]),
    ...(isOnly ? [] : triedFact(recipient, telling)),
    ...checkFact(recipient, telling),
  ];
}

/** What a postmaster looks at first, where the cause tells that. */
function checkFact(recipient: ReportedRecipient, { words }: Telling): Fact[] {
  const { action, isConfidential, finalRecipient } = recipient;
  if (isConfidential || (action !== 'failed' && action !== 'delayed')) return [];
  const key = `check.${understand(recipient).cause}`;
  if (!isKey(key)) return [];
  const domain = quotedHost(domainOf(finalRecipient.address));
  return [{ label: words.plain('details.check'), value: words.say(key, { domain }) }];
}

const hostWithIp = ({ name, ip }: { name: string; ip?: string }, { words }: Telling): Line =>
  ip === undefined
    ? [quotedHost(name)]
    : words.say('details.server.ip', { host: quotedHost(name), ip: quotedCode(ip) });

/** `5.1.1: permanent failure; there is no mailbox of this name` (RFC 3463 and its registry) */
export function meaningOf(status: StatusCode, { words }: Pick<Telling, 'words'>): Line {
  const [, subject, detail] = status.split('.');
  const statusClass = words.plain(`code.${classOf(status)}`);
  const code = quotedCode(status);
  const key = [`code.${subject}.${detail}`, `code.${subject}.0`].find(isKey);
  return key === undefined
    ? words.say('details.code.class', { code, class: statusClass })
    : words.say('details.code.means', { code, class: statusClass, detail: words.plain(key) });
}
