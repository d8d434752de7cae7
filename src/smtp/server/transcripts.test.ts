import { readdirSync, readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { type Cut, play } from './testing/player.ts';
import { readTranscript } from './testing/transcript.ts';

const folder = new URL('./transcripts/', import.meta.url);
const cuts: readonly Cut[] = ['by line', 'by octet', 'in one segment'];

for (const name of readdirSync(folder).sort()) {
  describe(name.replace('.txt', '').replaceAll('-', ' '), () => {
    const transcript = readTranscript(readFileSync(new URL(name, folder), 'utf8'));
    for (const cut of cuts) test(cut, () => play(transcript, cut));
  });
}
