import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { type Bytes, fromLatin1 } from '../../base/bytes.ts';
import { instant } from '../../base/instant.ts';
import { parseReport } from '../parse/parse-report.ts';
import { correlate } from './correlate.ts';
import { marksOf } from './marks.ts';
import { arrival, otherKey, ours, queueId, receivedValue, record, signed } from './testing/notices.ts';

const folder = new URL('../../../../shared/data/bounces/', import.meta.url);
const skip = existsSync(folder) ? false : 'no notices at ../shared/data/bounces';

/** The notices are old, and tell of times long ago. */
const sent = { ...record, sentAt: instant(0) };

/** Of those in which a header section came back. Some of the others have it twice, so that ours went into the wrong one. */
const foundMin = 0.93;

/**
 * A notice about a message of ours: a foreign one, with our Received field at the top of what came back. Undefined where nothing
 * came back that has trace fields.
 */
function withReceived(notice: string, id: string): Bytes | undefined {
  const [, end = '\n'] = /(\r?\n)/.exec(notice) ?? [];
  const bodyStart = notice.indexOf(end + end);
  const found = /(?<=\n)([> \t|]{0,4})Received:/i.exec(notice.slice(bodyStart));
  if (!found) return undefined;
  const at = bodyStart + found.index;
  return fromLatin1(
    `${notice.slice(0, at)}${found[1]}Received: ${receivedValue(id)}${end}${notice.slice(at)}`,
  );
}

function verdicts(notice: Bytes): string[] {
  const how = arrival();
  return parseReport(notice)
    .filter(({ kind }) => kind === 'failure' || kind === 'delay')
    .flatMap((report) => correlate(report, marksOf(report, how, ours), [sent], how))
    .map(({ genuine }) => genuine.verdict);
}

describe('notices of all mailers', { skip }, () => {
  const lines = skip ? [] : readFileSync(new URL('expected.jsonl', folder), 'utf8').trim().split('\n');
  const notices = lines
    .map((line): { file: string; kind: string } => JSON.parse(line))
    .filter(({ kind }) => kind === 'bounce' || kind === 'delay')
    .map(({ file }) => readFileSync(new URL(file, folder), 'latin1'));
  const about = (id: string) => notices.flatMap((notice) => withReceived(notice, id) ?? []);

  it('are genuine if our Received field comes back', () => {
    const all = about(signed('received'));
    const found = all.filter((notice) => {
      const said = verdicts(notice);
      return said.length > 0 && said.every((verdict) => verdict === 'genuine');
    });
    assert.ok(all.length > 250, `${all.length}`);
    assert.ok(found.length / all.length >= foundMin, `${found.length} of ${all.length}`);
  });

  it('are not if it is forged', () => {
    const forgeries = [queueId, signed('message-id'), signed('received', queueId, otherKey)];
    for (const notice of forgeries.flatMap(about)) assert.ok(!verdicts(notice).includes('genuine'));
    for (const notice of notices) assert.ok(!verdicts(fromLatin1(notice)).includes('genuine'));
  });
});
