import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { InvariantError } from '../base/invariant.ts';
import { type Phase, type PhaseEvent, PhaseHolder, transitions } from './phases.ts';

const phases = Object.keys(transitions) as Phase[];
const next = (phase: Phase) => Object.values(transitions[phase]);

test('every phase can be reached from the first, and every phase can be closed', () => {
  const reached = new Set<Phase>(['connecting']);
  for (const phase of reached) for (const following of next(phase)) reached.add(following);
  assert.deepEqual([...reached].sort(), [...phases].sort());
  for (const phase of phases)
    assert.equal(transitions[phase].closed, phase === 'closed' ? undefined : 'closed');
});

test('the way to a message and to UPDATE leads through a proof and an open maildrop', () => {
  const before = (phase: Phase) => phases.filter((other) => next(other).includes(phase));
  assert.deepEqual(before('opening'), ['authenticating']);
  assert.deepEqual(before('transaction'), ['opening', 'fetching', 'sending']);
  assert.deepEqual(before('fetching'), ['transaction']);
  assert.deepEqual(before('updating'), ['transaction']);
});

test('commands are permitted where RFC 1939 permits them', () => {
  const holder = new PhaseHolder();
  const walk: [PhaseEvent, string][] = [
    ['greeted', 'USER AUTH CAPA STLS QUIT'],
    ['named', 'PASS'],
    ['proof-given', ''],
    ['authenticated', ''],
    ['opened', 'LIST UIDL RETR DELE TOP CAPA QUIT STAT NOOP RSET'],
    ['message-asked', ''],
  ];
  const kinds = [
    'USER',
    'PASS',
    'AUTH',
    'LIST',
    'UIDL',
    'RETR',
    'DELE',
    'TOP',
    'CAPA',
    'STLS',
    'QUIT',
    'STAT',
    'NOOP',
    'RSET',
  ] as const;
  for (const [event, permitted] of walk) {
    holder.move(event);
    assert.equal(kinds.filter((kind) => holder.permits(kind)).join(' '), permitted, event);
  }
});

test('what is not in the table is a fault of the program', () => {
  const holder = new PhaseHolder();
  assert.throws(() => holder.move('opened'), InvariantError);
  holder.move('closed');
  assert.equal(holder.current, 'closed');
  assert.throws(() => holder.move('closed'), InvariantError);
});

/** The page whose diagram is made from the table. Run with EVERGREEN_GOLDENS=write to write it anew. */
const page = new URL('../../docs/pop3-phases.md', import.meta.url);

test('the diagram in docs/pop3-phases.md shows the table', () => {
  const steps = phases.flatMap((from) =>
    Object.entries(transitions[from])
      .filter(([event]) => event !== 'closed')
      .map(([event, to]) => `  ${from} --> ${to}: ${event}`),
  );
  const diagram = [
    '```mermaid',
    'stateDiagram-v2',
    '  [*] --> connecting',
    ...steps,
    '  closed --> [*]',
    '```',
  ];
  const between = /(?<=<!-- diagram -->\n)[^<]*(?=<!-- end of diagram -->)/;
  const text = readFileSync(page, 'utf8');
  assert.match(text, between);
  const expected = text.replace(between, `${diagram.join('\n')}\n`);
  if (process.env.EVERGREEN_GOLDENS === 'write') writeFileSync(page, expected);
  else assert.equal(text, expected, 'run this test with EVERGREEN_GOLDENS=write and look at the difference');
});
