import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { describe, it } from 'node:test';
import { collection, type Score, tallied } from './bounces.ts';

const folder = new URL('../../../../shared/data/bounces/', import.meta.url);
const skip = existsSync(new URL('expected.jsonl', folder)) ? false : 'no notices at ../shared/data/bounces';

const share = ({ right, of }: Score): number => right / of;

describe('a collection of real notices', { skip }, () => {
  const { scores, falseFailures } = skip ? tallied([]) : tallied(collection(folder));

  it('is read as it is labelled', () => {
    assert.ok(share(scores.recipients) >= 0.97, `recipients: ${share(scores.recipients)}`);
    assert.ok(share(scores.status) >= 0.97, `status: ${share(scores.status)}`);
    assert.ok(share(scores.reason) >= 0.88, `reason: ${share(scores.reason)}`);
    // Some notices are labelled as delays that say to be final, and some the other way round.
    assert.ok(share(scores.kind) >= 0.94, `kind: ${share(scores.kind)}`);
  });

  it('holds no vacation and no ordinary mail that is read as a failure', () => {
    assert.deepEqual(falseFailures, []);
  });
});
