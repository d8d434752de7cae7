import type { Domain } from '../../address/domain.ts';
import { type MailboxAddress, mailboxAddress, mailboxKey } from '../../address/mailbox-address.ts';
import { type Instant, secondMs } from '../../base/instant.ts';
import type { Clock, Random } from '../../base/ports.ts';
import type { Net } from '../../base/ports-net.ts';
import { type Reply, replyText } from '../../envelope/reply.ts';
import type { QueueStore } from '../../queue/queue-store.ts';
import { Conversation, ConversationError } from './conversation.ts';

/** What a self-test found. `unclear`: it could not be brought to its end, which says nothing either way. */
export interface BackscatterOutcome {
  readonly verdict: 'passed' | 'failed' | 'unclear';
  readonly at: Instant;
  /** Sentences for people: first what is wrong, then what is as it should be. */
  readonly findings: readonly string[];
}

export interface BackscatterWorld {
  readonly net: Net;
  readonly clock: Clock;
  readonly random: Random;
  readonly queue: Pick<QueueStore, 'list'>;
  readonly domains: readonly Domain[];
  /** Where hosts elsewhere bring their mail: the addresses and ports of our own listeners. */
  readonly doors: readonly { readonly ip: string; readonly port: number }[];
}

/** Domains that are tried; the others have the same doors and the same directory. */
export const triedDomainsMax = 20;

const replyMs = 10 * secondMs;

/** A reserved name that never resolves: nobody can ever get mail there, whatever goes wrong. */
const forgedDomain = 'selftest.invalid' as Domain;

/**
 * Brings a mail with a forged sender for somebody who does not exist to each of our own doors, as a stranger would. It has to be refused at
 * RCPT, while the stranger is on the line, and nothing may come of it: a notice would go to the person whose address was forged.
 */
export async function testBackscatter(world: BackscatterWorld): Promise<BackscatterOutcome> {
  const tag = Array.from({ length: 3 }, () =>
    world.random
      .below(36 ** 4)
      .toString(36)
      .padStart(4, '0'),
  ).join('');
  const victim = mailboxAddress(`victim-${tag}`, forgedDomain);
  const strangers = world.domains
    .slice(0, triedDomainsMax)
    .map((domain) => mailboxAddress(`nobody-${tag}`, domain));
  const findings: Finding[] = [];
  if (world.doors.length === 0)
    findings.push(unclear('No listener has the role "mx": no stranger can bring mail.'));
  for (const door of world.doors) findings.push(...(await knock(door, victim, strangers, world)));
  findings.push(await whatLeft(victim, world));
  const rank = (verdict: Finding['verdict']) => ['failed', 'unclear', 'passed'].indexOf(verdict);
  const sorted = findings.toSorted((a, b) => rank(a.verdict) - rank(b.verdict));
  return {
    verdict: sorted[0]?.verdict ?? 'unclear',
    at: world.clock.now(),
    findings: sorted.map(({ text }) => text),
  };
}

interface Finding {
  readonly verdict: BackscatterOutcome['verdict'];
  readonly text: string;
}

const passed = (text: string): Finding => ({ verdict: 'passed', text });
const failed = (text: string): Finding => ({ verdict: 'failed', text });
const unclear = (text: string): Finding => ({ verdict: 'unclear', text });

/** One session at one door: the forged sender, and each recipient that has to be refused. */
async function knock(
  { ip, port }: BackscatterWorld['doors'][number],
  victim: MailboxAddress,
  strangers: readonly MailboxAddress[],
  { net, clock }: BackscatterWorld,
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  const where = `port ${port}`;
  let talk: Conversation | undefined;
  try {
    talk = await Conversation.open(net, { ip, port, timeoutMs: replyMs }, clock);
    const opening = [await talk.reply(), await talk.ask(`EHLO ${forgedDomain}`)];
    opening.push(await talk.ask(`MAIL FROM:<${victim.text}>`));
    const refusal = opening.find(({ code }) => code >= 400);
    if (refusal) return [unclear(`The test was turned away at ${where}: ${replyText(refusal)}`)];
    for (const stranger of strangers) {
      const reply = await talk.ask(`RCPT TO:<${stranger.text}>`);
      findings.push(judge(reply, `Mail for ${stranger.text}, who does not exist,`, where));
    }
    // A host that relays for strangers has to send a notice for each of their mistakes.
    const relayed = await talk.ask(`RCPT TO:<nobody@${forgedDomain}>`);
    findings.push(judge(relayed, 'Mail of a stranger for another host', where));
    await talk.ask('RSET');
    await talk.ask('QUIT');
  } catch (error) {
    if (!(error instanceof ConversationError)) throw error;
    findings.push(unclear(`The conversation at ${where} broke off: ${error.message}.`));
  } finally {
    talk?.close();
  }
  return findings;
}

function judge(reply: Reply, what: string, where: string): Finding {
  const said = `at ${where}: ${replyText(reply)}`;
  if (reply.code >= 500) return passed(`${what} was refused at RCPT ${said}`);
  if (reply.code >= 400) return unclear(`${what} was put off ${said}`);
  return failed(`${what} was taken ${said}`);
}

/** Nothing may be there that comes from the victim or goes to him. */
async function whatLeft(victim: MailboxAddress, { queue }: BackscatterWorld): Promise<Finding> {
  const found = await queue.list({ which: 'all', address: mailboxKey(victim), limit: 1 });
  const [record] = found;
  return record
    ? failed(`Message ${record.message.queueId} came of it, from or to the forged sender.`)
    : passed('Nothing is in the queue, and nothing was written to the forged sender.');
}
