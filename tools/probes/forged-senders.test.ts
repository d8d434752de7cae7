// Mail of every kind that can fail, from senders of every kind. Some hundred of them with the other tests; all 10,000 by
// `npm run forged-senders`, or as many as FORGED_SENDERS says.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { IpAddress } from '../../src/address/ip.ts';
import { latin1 } from '../../src/base/bytes.ts';
import { zone } from '../../src/dns/zone.ts';
import { signer } from '../../src/io/authentication/testing/signer.ts';
import { type DnsServer, startDnsServer } from '../../src/io/dns/server.ts';
import { zoneResponder } from '../../src/io/dns/zone-responder.ts';
import { loopback } from '../testbed/config.ts';
import { ForeignHost, foreignDomain } from '../testbed/foreign-host.ts';
import {
  type MixedMail,
  mixedMail,
  mixLength,
  type RecipientKind,
  type SenderKind,
} from '../testbed/mixed-mail.ts';
import { homer, marge, password, Testbed } from '../testbed/running-server.ts';
import { ConnectionLost, Talk } from '../testbed/talk.ts';
import { waitUntil } from '../testbed/wait.ts';

const forgedCount = Number(process.env.FORGED_SENDERS ?? 500);
const legitimateCount = Math.min(forgedCount, 300);
const connections = 16;
const mailsPerConnection = 50;
const settleTimeoutMs = 120_000;
const messageBytesMax = 64 * 1024;
const full = 'full@evergreen.test';
/** Is responsible for what is forwarded. */
const owner = 'owner@evergreen.test';

const recipients: readonly RecipientKind[] = [
  { name: 'unknown', to: (n) => `nobody${n}@evergreen.test` },
  { name: 'full', to: () => full },
  { name: 'forwarded, fails', to: () => 'forwarded@evergreen.test' },
  { name: 'forwarded, works', to: () => 'working@evergreen.test' },
  { name: 'aliased, in parts', to: () => 'family@evergreen.test' },
  { name: 'alias to nobody', to: () => 'dead@evergreen.test' },
  { name: 'oversized, and says so', to: () => homer, announcedBytes: 2 * messageBytesMax },
  { name: 'oversized', to: () => homer, bodyBytes: messageBytesMax + 1 },
  { name: 'elsewhere', to: () => `somebody@${foreignDomain}` },
  { name: 'elsewhere, fails', to: () => `refused@${foreignDomain}` },
  { name: 'there', to: () => homer },
];

const forgers: readonly SenderKind[] = [
  { name: 'SPF excludes the host', from: (n) => `victim${n}@victim.test` },
  { name: 'nothing known of the domain', from: (n) => `victim${n}@unknown.test` },
  { name: 'DMARC fails', from: (n) => `victim${n}@bank.test` },
  {
    name: 'forged author, own path',
    from: (n) => `spammer${n}@spam.test`,
    author: (n) => `victim${n}@bank.test`,
  },
  { name: 'one of us', from: () => marge },
  { name: 'auto-generated', from: (n) => `victim${n}@victim.test`, fields: 'Auto-Submitted: auto-generated' },
  {
    name: 'a forged bounce',
    from: () => '',
    fields: 'Content-Type: multipart/report; report-type=delivery-status',
  },
  { name: 'null sender', from: () => '' },
];

const legitimate: readonly SenderKind[] = [
  { name: 'SPF passes', from: (n) => `honest${n}@honest.test` },
  { name: 'DKIM passes', from: (n) => `signing${n}@signing.test` },
  { name: 'signed in', from: (n) => `homer+${n}@evergreen.test` },
];

/** How one mail ended for the client: refused with a reply, or taken under a queue id. */
type Ending = { readonly refused: string } | { readonly queueId: string };

interface Shown {
  readonly queueId: string;
  readonly recipients: readonly {
    readonly address: string;
    readonly state: string;
    readonly outcome?: {
      readonly kind: string;
      readonly report?: { readonly as: string } | { readonly suppressed: string };
    };
  }[];
}

describe(`${forgedCount} mails from forged senders, and ${legitimateCount} from real ones`, () => {
  let host: ForeignHost;
  let dns: DnsServer;
  let testbed: Testbed;
  const signing = signer('signing.test');

  before(async () => {
    host = await ForeignHost.start();
    const here = `v=spf1 ip4:${loopback} -all`;
    const names = zone({
      'victim.test': { TXT: ['v=spf1 ip4:192.0.2.1 -all'] },
      'bank.test': { TXT: ['v=spf1 -all'] },
      '_dmarc.bank.test': { TXT: ['v=DMARC1; p=reject'] },
      'spam.test': { TXT: [here] },
      'evergreen.test': { TXT: ['v=spf1 -all'] },
      'honest.test': { TXT: [here] },
      's1._domainkey.signing.test': { TXT: [signing.record] },
    });
    dns = await startDnsServer({ ip: loopback as IpAddress, port: 0 }, zoneResponder(names));
    testbed = await Testbed.start({
      settings: {
        dns: { servers: [`${loopback}:${dns.address.port}`] },
        // Whatever leaves is seen, wherever it goes.
        'relay.routes': { '*': `${loopback}:${host.port}` },
        limits: { message_size: '64KiB', mailbox_quota: '8MiB' },
        notices: { per_address: 100_000, per_domain: 100_000, per_hour: 100_000, postmaster_copies: 10 },
        relay: { concurrency: 100, destination_concurrency: 50 },
      },
    });
    for (const address of [full, owner])
      await testbed.operate('account.add', { address, password: 'so many doughnuts' });
    const aliases: readonly [string, readonly string[]][] = [
      ['forwarded', [`refused@${foreignDomain}`]],
      ['working', [`somebody@${foreignDomain}`]],
      ['family', [homer, 'gone@evergreen.test', `refused@${foreignDomain}`]],
      ['dead', ['gone@evergreen.test']],
    ];
    for (const [name, targets] of aliases)
      await testbed.operate('alias.add', { address: `${name}@evergreen.test`, targets, owner });
    await fill();
  });
  after(async () => {
    await testbed?.stop();
    await host?.stop();
    await dns?.close();
  });

  /** Until there is no room for another, however small. */
  async function fill(): Promise<void> {
    const talk = await Talk.begin(testbed.ports.mx);
    const isTaken = async (bytes: number) => {
      await talk.ask('MAIL FROM:<filler@honest.test>');
      if ((await talk.ask(`RCPT TO:<${full}>`)).code !== 250) return false;
      await talk.ask('DATA');
      talk.send(`Subject: full\r\n\r\n${'x\r\n'.repeat(bytes / 3)}.\r\n`);
      return (await talk.reply()).code === 250;
    };
    for (const bytes of [60_000, 6_000, 600, 3]) while (await isTaken(bytes));
    talk.destroy();
  }

  async function bring(talk: Talk, mail: MixedMail, content: string): Promise<Ending> {
    const steps = [
      `MAIL FROM:<${mail.from}>${mail.mailParameters}`,
      `RCPT TO:<${mail.to}>${mail.rcptParameters}`,
      'DATA',
    ];
    for (const step of steps) {
      const { code, text } = await talk.ask(step);
      if (code < 400) continue;
      await talk.ask('RSET');
      return { refused: text };
    }
    talk.send(`${content}.\r\n`);
    const { code, text } = await talk.reply();
    const [, queueId] = /Queued as (\w+)/.exec(text) ?? [];
    return code === 250 && queueId !== undefined ? { queueId } : { refused: text };
  }

  async function bringAll(
    mails: readonly MixedMail[],
    sign: (mail: MixedMail) => Promise<string>,
    begin = () => Talk.begin(testbed.ports.mx),
  ): Promise<readonly Ending[]> {
    const endings: Ending[] = [];
    let next = 0;
    const work = async () => {
      while (next < mails.length) {
        const talk = await begin();
        for (let n = 0; n < mailsPerConnection && next < mails.length; n++) {
          const i = next++;
          const mail = mails[i] as MixedMail;
          endings[i] = await bring(talk, mail, await sign(mail)).catch((error: unknown) => {
            if (error instanceof ConnectionLost) return { refused: error.message };
            throw error;
          });
        }
        talk.destroy();
      }
    };
    await Promise.all(Array.from({ length: connections }, work));
    return endings;
  }

  async function signIn(): Promise<Talk> {
    const talk = Talk.openSecured(testbed.ports.submissions);
    await talk.reply();
    await talk.ask('EHLO client.test');
    await talk.ask(`AUTH PLAIN ${Buffer.from(`\0${homer}\0${password}`).toString('base64')}`);
    return talk;
  }

  /** The messages that were taken, when all is over, by their queue ids. */
  async function settled(endings: readonly Ending[]): Promise<ReadonlyMap<string, Shown>> {
    const isQuiet = async () => {
      const { statistics } = (await testbed.operate('queue.list', { limit: 1 })) as {
        readonly statistics: { readonly waiting: number; readonly attempting: number };
      };
      return statistics.waiting + statistics.attempting === 0 || undefined;
    };
    await waitUntil('end of the work', isQuiet, settleTimeoutMs);
    const shown = new Map<string, Shown>();
    for (const ending of endings) {
      if ('refused' in ending) continue;
      shown.set(ending.queueId, (await testbed.operate('queue.show', { id: ending.queueId })) as Shown);
    }
    return shown;
  }

  /** Why nobody was told, of each message that is filed: the reasons. */
  async function filed(): Promise<ReadonlyMap<string, readonly string[]>> {
    const { filed: all } = (await testbed.operate('undeliverable.list', { limit: 100_000 })) as {
      readonly filed: readonly { readonly queueId: string; readonly reason: string }[];
    };
    const byMessage = Map.groupBy(all, ({ queueId }) => queueId);
    return new Map([...byMessage].map(([id, each]) => [id, each.map(({ reason }) => reason)]));
  }

  async function readersOf(report: string): Promise<readonly string[]> {
    const { recipients: readers } = (await testbed.operate('queue.show', { id: report })) as Shown;
    return readers.map(({ address }) => address);
  }

  const failuresOf = ({ recipients: all }: Shown) =>
    all.flatMap(({ outcome }) => (outcome?.kind === 'failed' && outcome.report ? [outcome.report] : []));

  it('no victim hears of anything, and each mail is accounted for', async (context) => {
    const mails = Array.from({ length: forgedCount }, (_, i) => mixedMail(i, recipients, forgers));
    assert.ok(forgedCount >= mixLength(recipients, forgers), 'every combination is there');
    const endings = await bringAll(mails, async ({ content }) => content);
    const shown = await settled(endings);
    const files = await filed();
    const owners: string[] = [];
    for (const [i, { kinds }] of mails.entries()) {
      const ending = endings[i];
      assert.ok(ending, kinds.join());
      if ('refused' in ending) continue;
      const message = shown.get(ending.queueId);
      assert.ok(message && message.recipients.length > 0, kinds.join());
      assert.ok(
        message.recipients.every(({ state }) => state === 'settled'),
        kinds.join(),
      );
      const failures = failuresOf(message);
      const reasons = failures.flatMap((report) => ('suppressed' in report ? [report.suppressed] : []));
      assert.deepEqual(new Set(files.get(ending.queueId)), new Set(reasons), kinds.join());
      for (const report of failures) if ('as' in report) owners.push(...(await readersOf(report.as)));
    }
    // What fails behind a forward is told to whoever is responsible for that.
    assert.deepEqual([...new Set(owners)], [owner]);
    const isVictim = (address: string) => /@(victim|unknown|bank)\.test$/.test(address);
    const victims = host.mails.flatMap((mail) => mail.recipients.filter(isVictim));
    assert.deepEqual(victims, [], 'mail to victims');
    const ours = host.mails.filter(({ content }) => /^From: .*postmaster@evergreen\.test/m.test(content));
    assert.deepEqual(ours, [], 'notices to anybody');
    const inbox = (await testbed.inbox(marge)).filter((mail) => mail.includes('report-type=delivery-status'));
    assert.deepEqual(inbox, [], 'notices to the one of us whose name was forged');
    checkRefusals(mails, endings);
    const refused = endings.filter((ending) => 'refused' in ending).length;
    const withFailures = [...shown.values()].filter((message) => failuresOf(message).length > 0).length;
    context.diagnostic(
      `${mails.length} mails: ${refused} refused, ${shown.size - withFailures} taken and delivered, ${withFailures} taken, failed behind a forward and told to its owner, or filed; 0 notices to senders`,
    );
  });

  /** What can be refused was refused, whoever the sender is. */
  function checkRefusals(mails: readonly MixedMail[], endings: readonly Ending[]): void {
    const isRefused = /unknown|full|alias to nobody|oversized|elsewhere/;
    for (const [i, { kinds }] of mails.entries()) {
      const ending = endings[i];
      if (isRefused.test(kinds[0])) assert.ok(ending && 'refused' in ending, kinds.join());
    }
  }

  it('every real sender is told, by a refusal or by a notice', async () => {
    const mails = Array.from({ length: legitimateCount }, (_, i) => mixedMail(i, recipients, legitimate));
    assert.ok(legitimateCount >= mixLength(recipients, legitimate), 'every combination is there');
    const sign = async ({ from, content }: MixedMail) =>
      from.endsWith('@signing.test') ? latin1(await signing.sign(content)) : content;
    const isSignedIn = ({ kinds }: MixedMail) => kinds[1] === 'signed in';
    const strangers = mails.filter((mail) => !isSignedIn(mail));
    const people = mails.filter(isSignedIn);
    const ofStrangers = await bringAll(strangers, sign);
    const ofPeople = await bringAll(people, sign, signIn);
    checkRefusals(strangers, ofStrangers);
    const all = [...strangers, ...people];
    const endings = [...ofStrangers, ...ofPeople];
    const shown = await settled(endings);
    const notices = [...host.mails.map(({ content }) => content), ...(await testbed.inbox(homer))].filter(
      (mail) => mail.includes('report-type=delivery-status'),
    );
    const toldOf = (from: string, action: string) =>
      notices.filter(
        (notice) => notice.includes(`\r\nTo: ${from}\r\n`) && notice.includes(`\r\nAction: ${action}\r\n`),
      ).length;
    for (const [i, { kinds, from }] of all.entries()) {
      const ending = endings[i];
      assert.ok(ending, kinds.join());
      if ('refused' in ending) continue;
      const message = shown.get(ending.queueId);
      assert.ok(message, kinds.join());
      const [recipient, , wish] = kinds;
      const failures = failuresOf(message);
      assert.equal(failures.length > 0, /fails|in parts/.test(recipient), kinds.join());
      assert.ok(
        failures.every((report) => 'as' in report),
        kinds.join(),
      );
      assert.equal(toldOf(from, 'failed'), recipient === 'elsewhere, fails' ? 1 : 0, kinds.join());
      const isDelivered = /there$|forwarded|in parts/.test(recipient);
      assert.equal(toldOf(from, 'delivered'), wish === 'all reports' && isDelivered ? 1 : 0, kinds.join());
    }
  });
});
