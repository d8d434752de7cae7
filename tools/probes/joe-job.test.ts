import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { fromLatin1 } from '../../src/base/bytes.ts';
import { parseReport } from '../../src/dsn/parse/parse-report.ts';
import { Correspondence, refused, type Sent, taken } from '../testbed/correspondence.ts';
import { homer } from '../testbed/running-server.ts';

const folder = new URL('../../../shared/data/bounces/', import.meta.url);
const skip = existsSync(folder) ? false : 'no notices at ../shared/data/bounces';

const forgedCount = 5_000;
const realCount = 50;
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

describe('5,000 bounces of mail in a forged name, and 50 of mail that was sent', { skip }, () => {
  let place: Correspondence;
  before(async () => {
    place = await Correspondence.open('enforce');
  });
  after(() => place?.close());

  it('the 50 arrive and are believed; the others are refused, and change nothing', async () => {
    const notices = readNotices();
    const sent: Sent[] = [];
    for (let i = 0; i < realCount; i++) sent.push(await place.send());
    const untouched = await place.send();
    const formats = notices.filter((notice) => {
      const text = about(untouched, notice);
      return text !== undefined && bringsBack(text, untouched);
    });
    assert.ok(formats.length > realCount, 'there are enough formats');
    const real = sent.map((letter, i): Bounce => {
      const text = about(letter, formats[Math.floor((i * formats.length) / realCount)] ?? '') ?? '';
      return { to: letter.from, text, about: letter };
    });
    const forged = Array.from({ length: forgedCount }, (_, i): Bounce => {
      const tag = i.toString(16).padStart(6, '0');
      const to = i % 3 === 0 ? `prvs=${i % 10}${untouched.from.slice(6, 9)}${tag}=${homer}` : homer;
      return { to, text: notices[i % notices.length] ?? '' };
    });
    const step = forgedCount / realCount;
    const all = forged.flatMap((bounce, i) =>
      i % step === 0 ? [bounce, ...real.slice(i / step, i / step + 1)] : [bounce],
    );
    const answers = await bringAll(all);
    for (const [i, bounce] of all.entries()) assert.match(answers[i] ?? '', bounce.about ? taken : refused);
    assert.equal((await place.testbed.inbox(homer)).length, realCount);
    for (const { queueId } of sent) assert.equal(await place.heard(queueId), 'failed');
    assert.equal(await place.heard(untouched.queueId), undefined);
  });

  async function bringAll(all: readonly Bounce[]): Promise<readonly string[]> {
    const answers: string[] = [];
    let next = 0;
    const work = async () => {
      for (let i = next++; i < all.length; i = next++) {
        const { to, text } = all[i] as Bounce;
        answers[i] = await place.bounce(to, text);
      }
    };
    await Promise.all(Array.from({ length: connections }, work));
    return answers;
  }
});
