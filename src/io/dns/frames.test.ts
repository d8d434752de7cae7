import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Bytes, concat } from '../../base/bytes.ts';
import { FrameReader, frame } from './frames.ts';

const message = fc.uint8Array({ maxLength: 300 });

test('property: messages come out as they went in, however the stream is cut', () => {
  fc.assert(
    fc.property(
      fc.array(message, { maxLength: 5 }),
      fc.array(fc.nat(400), { maxLength: 8 }),
      (messages, cuts) => {
        let rest: Bytes = concat(messages.map(frame));
        const frames = new FrameReader();
        const got: Bytes[] = [];
        for (const cut of [...cuts, rest.length]) {
          got.push(...frames.push(rest.subarray(0, cut)));
          rest = rest.subarray(cut);
        }
        assert.deepEqual(
          got.map((bytes) => [...bytes]),
          messages.map((bytes) => [...bytes]),
        );
      },
    ),
    { numRuns: 200 },
  );
});

test('the longest message has 65,535 octets', () => {
  const longest = new Uint8Array(65_535).fill(7);
  const [got] = new FrameReader().push(frame(longest));
  assert.equal(got?.length, 65_535);
});
