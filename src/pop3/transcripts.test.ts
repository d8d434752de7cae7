import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { parseTranscript, play, segmentations } from './testing/transcript.ts';

const folder = new URL('transcripts/', import.meta.url);

for (const name of readdirSync(folder)) {
  const transcript = parseTranscript(readFileSync(new URL(name, folder), 'utf8'));
  for (const segmentation of segmentations)
    test(`${name}, ${segmentation}`, () => play(transcript, segmentation));
}
