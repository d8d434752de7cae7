import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import type { Stage } from '../../envelope/stage.ts';
import { explain } from './explain.ts';
import type { AttemptFacts } from './explanation.ts';

/** `[stage host] reply => cause permanence`; the host, or both, may be missing. */
const line = /^(?:\[(\w+)(?: (\S+))?\] )?(.*) => (\S+) (\S+)$/;

const folder = new URL('replies/', import.meta.url);
for (const file of readdirSync(folder)) {
  describe(`explain, of ${file}`, () => {
    for (const text of readFileSync(new URL(file, folder), 'utf8').split('\n')) {
      if (text === '' || text.startsWith('# ')) continue;
      const [, stage, host, reply = '', cause, permanence] = line.exec(text) ?? [];
      it(text.slice(0, 110), () => {
        const facts: AttemptFacts = {
          text: reply,
          ...(stage !== undefined && { stage: stage as Stage }),
          ...(host !== undefined && { host }),
        };
        const explanation = explain(facts);
        const found = `${explanation.cause} ${explanation.permanence}`;
        assert.equal(found, `${cause} ${permanence}`, JSON.stringify(explanation.evidence));
      });
    }
  });
}
