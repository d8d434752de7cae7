import { readdirSync, readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { type Delivery, playTranscript } from './testing/transcript.ts';

const folder = new URL('./transcripts/', import.meta.url);
const deliveries: readonly Delivery[] = ['whole', 'byte-by-byte', 'one-segment'];

for (const file of readdirSync(folder)) {
  describe(file, () => {
    const text = readFileSync(new URL(file, folder), 'utf8');
    for (const delivery of deliveries) test(delivery, () => playTranscript(text, delivery));
  });
}
