/**
 * Transcripts of sessions. Each line begins with what it is:
 *
 * ```
 * # a comment
 * option allowsPlainText true      how the session is opened (SessionOptions)
 * world maildrop in-use            how the world answers (WorldState)
 * C: USER homer                    the client says; `\x00` writes an octet
 * S: +OK send the password         the server says
 * TLS                              the client does the handshake
 * EOF                              the client closes its side
 * closed quit                      the session is over, and why
 * removed 11 12                    these uids were removed
 * ```
 */
import assert from 'node:assert/strict';
import { fromUtf8 } from '../../base/bytes.ts';
import type { SessionOptions } from '../options.ts';
import { World, type WorldState } from './world.ts';

export interface Transcript {
  readonly options: Partial<SessionOptions>;
  readonly world: Partial<WorldState>;
  readonly steps: readonly Step[];
}

export interface Step {
  readonly kind: 'C' | 'S' | 'TLS' | 'EOF' | 'closed' | 'removed';
  readonly text: string;
}

/** How the client's lines reach the server. */
export const segmentations = ['line by line', 'octet by octet', 'all in one segment'] as const;
export type Segmentation = (typeof segmentations)[number];

export function parseTranscript(text: string): Transcript {
  const options: Record<string, unknown> = {};
  const world: Record<string, unknown> = {};
  const steps: Step[] = [];
  for (const line of text.split('\n')) {
    if (line === '' || line.startsWith('#')) continue;
    const [, word = '', rest = ''] = /^(\w+):? ?(.*)$/.exec(line) ?? [];
    const [name = '', value = ''] = rest.split(' ');
    if (word === 'option') options[name] = value === 'true' || value === 'false' ? value === 'true' : value;
    else if (word === 'world') world[name] = value;
    else if (isStep(word)) steps.push({ kind: word, text: rest });
    else throw new Error(`not a line of a transcript: ${line}`);
  }
  return { options, world, steps };
}

const isStep = (word: string): word is Step['kind'] =>
  ['C', 'S', 'TLS', 'EOF', 'closed', 'removed'].includes(word);

/** Plays a transcript. @throws AssertionError where the session says or does something else */
export function play({ options, world: state, steps }: Transcript, segmentation: Segmentation): void {
  const world = new World(options);
  Object.assign(world.state, state);
  world.pieceBytes = segmentation === 'octet by octet' ? 1 : 23;
  let expected = '';
  let unsent = '';
  const deliver = () => {
    if (segmentation === 'octet by octet') {
      for (const octet of fromUtf8(unsent)) world.give({ kind: 'bytes', bytes: Uint8Array.of(octet) });
    } else if (unsent !== '') world.give({ kind: 'bytes', bytes: fromUtf8(unsent) });
    unsent = '';
    assert.equal(world.takeSent(), expected);
    expected = '';
  };
  for (const step of steps) {
    const isClientNext = step.kind === 'C' && segmentation !== 'all in one segment';
    if ((isClientNext && expected !== '') || !['C', 'S'].includes(step.kind)) deliver();
    perform(step, world);
    if (step.kind === 'C') unsent += `${octetsOf(step.text)}\r\n`;
    if (step.kind === 'S') expected += `${step.text}\r\n`;
  }
  deliver();
  assert.equal(world.closed, steps.find(({ kind }) => kind === 'closed')?.text, 'how the session ended');
}

function perform({ kind, text }: Step, world: World): void {
  switch (kind) {
    case 'TLS':
      assert.ok(world.wantsTls, 'the session asks for TLS');
      world.give({ kind: 'tls-established' });
      break;
    case 'EOF':
      world.give({ kind: 'eof' });
      break;
    case 'closed':
      assert.equal(world.closed, text);
      break;
    case 'removed':
      assert.equal(world.removed.join(' '), text);
      break;
  }
}

const octetsOf = (text: string): string =>
  text.replace(/\\x([0-9a-f]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
