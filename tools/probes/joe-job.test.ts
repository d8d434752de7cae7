import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { fromLatin1 } from '../../src/base/bytes.ts';
import { parseReport } from '../../src/dsn/parse/parse-report.ts';
import { Correspondence, refused, type Sent, taken } from '../testbed/correspondence.ts';
import { homer } from '../testbed/running-server.ts';

const folder = new URL('../../../shared/data/bounces/', import.meta.url);
const skip = existsSync(folder) ? false : 'no notices at ../shared/data/bounces';

/** As it is by default; and fewer of them where tags are enforced, which refuses most. */
const counts = { monitor: { forged: 5_000, real: 50 }, enforce: { forged: 1_000, real: 10 } } as const;
const connections = 8;

interface Bounce {
  readonly to: string;
  readonly text: string;
  /** The message that it is really about. */
  readonly about?: Sent;
}

/** What programs of all kinds have written, about mail of others. */
function readNotices(): readonly string[] {
  const lines = readFileSync(new URL('expected.jsonl', folder), 'utf8').trim().split('\n');
  return lines
    .map((line): { file: string; kind: string } => JSON.parse(line))
    .filter(({ kind }) => kind === 'bounce')
    .map(({ file }) => readFileSync(new URL(file, folder), 'latin1'))
    .filter((text) => text.length < 50_000);
}

/** A notice of others as they would have written it about a message of ours; undefined where nothing comes back that has trace fields. */
function about(sent: Sent, notice: string): string | undefined {
  const [field = ''] = /^Received: .*\r\n(?:[ \t].*\r\n)*/m.exec(sent.content) ?? [];
  // They tell of times long ago.
  const text = notice.replace(/^(?:Arrival|Last-Attempt)-Date:.*\r?\n(?:[ \t].*\r?\n)*/gim, '');
  const [, end = '\n'] = /(\r?\n)/.exec(text) ?? [];
  const bodyStart = text.indexOf(end + end);
  const found = /(?<=\n)Received:/i.exec(text.slice(bodyStart));
  if (!found) return undefined;
  const at = bodyStart + found.index;
  return text.slice(0, at) + field.replaceAll('\r\n', end) + text.slice(at);
}

const bringsBack = (text: string, { queueId }: Sent): boolean =>
  parseReport(fromLatin1(text)).some(
    ({ kind, recipients, returned }) =>
      kind === 'failure' &&
      recipients.some(({ action }) => action !== undefined) &&
      returned?.received.some((value) => value.includes(`id ${queueId}-`)),
  );

/** The first refusals of a surge, and of what comes before it. */
const kept = { enforce: 3, monitor: 22 } as const;
const refusal = { enforce: refused, monitor: /^450 4\.7\.1 Too many notices/ } as const;

/** What became of a bounce, in the words of its host. */
interface Seen {
  readonly bounce: Bounce;
  readonly answer: string;
}

for (const mode of ['monitor', 'enforce'] as const) {
  const { forged: forgedCount, real: realCount } = counts[mode];
  describe(`${forgedCount} bounces of mail in a forged name, ${realCount} of our own: ${mode}`, {
    skip,
  }, () => {
    let place: Correspondence;
    let sent: readonly Sent[];
    let untouched: Sent;
    const seen: Seen[] = [];

    before(async () => {
      place = await Correspondence.open(mode);
      sent = await sendAll(place, realCount);
      untouched = await place.send();
      const all = mixed(sent, untouched, forgedCount);
      // The server is stopped in between, and knows of the surge when it is back.
      await bringAll(place, all.slice(0, all.length / 2), seen);
      await place.restart();
      await bringAll(place, all.slice(all.length / 2), seen);
    });
    after(() => place?.close());

    const inbox = () => place.testbed.inbox(homer);
    const cards = async () => (await inbox()).filter((mail) => /^Subject: Someone is forging/m.test(mail));

    it('all of our own arrive in the inbox, and are believed', async () => {
      for (const { bounce, answer } of seen) if (bounce.about) assert.match(answer, taken);
      for (const { queueId } of sent) assert.equal(await place.heard(queueId), 'failed');
      const about = (await inbox()).filter((mail) => /^Evergreen-Notice: about-mail-you-sent;/m.test(mail));
      assert.equal(about.length, realCount);
    });

    it('of the others a few are kept as samples, and the rest is refused', () => {
      const answers = seen.filter(({ bounce }) => !bounce.about).map(({ answer }) => answer);
      assert.equal(answers.length, forgedCount);
      const samples = answers.filter((answer) => taken.test(answer)).length;
      assert.ok(samples >= 3 && samples <= kept[mode], `${samples} are kept`);
      const others = answers.filter((answer) => !taken.test(answer));
      const asExpected = others.filter((answer) => refusal[mode].test(answer));
      assert.equal(
        asExpected.length,
        others.length,
        others.find((answer) => !refusal[mode].test(answer)),
      );
    });

    it('none of them lands in the inbox, nor changes the state of any message', async () => {
      assert.equal((await inbox()).length, realCount + (await cards()).length);
      assert.equal(await place.heard(untouched.queueId), undefined);
    });

    it('the person sees one card, and the operator what it is about', async () => {
      assert.equal((await cards()).length, 1);
      const { surges } = (await place.testbed.operate('batv.status', {})) as {
        readonly surges: readonly { readonly addresses: readonly string[]; readonly notices: number }[];
      };
      assert.deepEqual(surges[0]?.addresses, [homer]);
      // What was counted in the last seconds is not written down yet.
      assert.ok((surges[0]?.notices ?? 0) >= forgedCount / 2, `${surges[0]?.notices}`);
    });
  });
}

async function sendAll(place: Correspondence, count: number): Promise<readonly Sent[]> {
  const sent: Sent[] = [];
  for (let i = 0; i < count; i++) sent.push(await place.send());
  return sent;
}

/** Forged bounces, and among them a real one for each message that was sent. */
function mixed(sent: readonly Sent[], untouched: Sent, forgedCount: number): readonly Bounce[] {
  const notices = readNotices();
  const formats = notices.filter((notice) => {
    const text = about(untouched, notice);
    return text !== undefined && bringsBack(text, untouched);
  });
  assert.ok(formats.length > sent.length, 'there are enough formats');
  const real = sent.map((letter, i): Bounce => {
    const text = about(letter, formats[Math.floor((i * formats.length) / sent.length)] ?? '') ?? '';
    return { to: letter.from, text, about: letter };
  });
  const forged = Array.from({ length: forgedCount }, (_, i): Bounce => {
    const tag = i.toString(16).padStart(6, '0');
    const to = i % 3 === 0 ? `prvs=${i % 10}${untouched.from.slice(6, 9)}${tag}=${homer}` : homer;
    return { to, text: notices[i % notices.length] ?? '' };
  });
  const step = forgedCount / sent.length;
  return forged.flatMap((bounce, i) =>
    i % step === 0 ? [bounce, ...real.slice(i / step, i / step + 1)] : [bounce],
  );
}

async function bringAll(place: Correspondence, all: readonly Bounce[], seen: Seen[]): Promise<void> {
  let next = 0;
  const work = async () => {
    for (let i = next++; i < all.length; i = next++) {
      const bounce = all[i] as Bounce;
      seen.push({ bounce, answer: await place.bounce(bounce.to, bounce.text) });
    }
  };
  await Promise.all(Array.from({ length: connections }, work));
}
