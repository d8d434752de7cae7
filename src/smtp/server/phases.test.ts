import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { commandPhases, type Phase, PhaseMachine, type Step, transitions, verbs } from './phases.ts';

const phases = Object.keys(transitions) as Phase[];
const edges = phases.flatMap((from) =>
  (Object.entries(transitions[from]) as [Step, Phase][]).map(([step, to]) => ({ from, step, to })),
);

test('every phase can be reached and every one can end', () => {
  const reached = new Set<Phase>(['connecting']);
  for (let size = 0; size !== reached.size; ) {
    size = reached.size;
    for (const { from, to } of edges) if (reached.has(from)) reached.add(to);
  }
  assert.deepEqual([...reached].sort(), phases.toSorted());
  for (const phase of phases)
    assert.equal(transitions[phase].close, phase === 'closed' ? undefined : 'closed');
});

test('a machine takes the lawful steps and no other', () => {
  const steps = [...new Set(edges.map(({ step }) => step))];
  for (const phase of phases) {
    for (const step of steps) {
      const machine = new PhaseMachine();
      for (const before of wayTo(phase)) machine.take(before);
      const next = transitions[phase][step];
      if (next === undefined) assert.throws(() => machine.take(step), /is not lawful/);
      else machine.take(step);
      assert.equal(machine.current, next ?? phase);
    }
  }
});

/** Some way from the beginning. */
function wayTo(goal: Phase): Step[] {
  const ways = new Map<Phase, Step[]>([['connecting', []]]);
  while (!ways.has(goal)) {
    for (const { from, step, to } of edges) {
      const way = ways.get(from);
      if (way && !ways.has(to)) ways.set(to, [...way, step]);
    }
  }
  return ways.get(goal) ?? [];
}

/** The sections of the page that are made from the tables. Run with EVERGREEN_GOLDENS=write to write them anew. */
const page = new URL('../../../docs/smtp-server-phases.md', import.meta.url);

const diagram = [
  '```mermaid',
  'stateDiagram-v2',
  '  [*] --> connecting',
  ...edges
    .filter(({ step }) => step !== 'close')
    .map(({ from, step, to }) => `  ${name(from)} --> ${name(to)}: ${step}`),
  '  closed --> [*]',
  '```',
].join('\n');

const orderTable = [
  `| phase | ${verbs.join(' | ')} |`,
  `|---|${verbs.map(() => '---|').join('')}`,
  ...phases
    .filter((phase) => verbs.some((verb) => commandPhases[verb].includes(phase)))
    .map(
      (phase) =>
        `| ${phase} | ${verbs.map((verb) => (commandPhases[verb].includes(phase) ? '✓' : '·')).join(' | ')} |`,
    ),
].join('\n');

/** Mermaid takes a hyphen for the start of an arrow. */
function name(phase: Phase): string {
  return phase.replaceAll('-', '_');
}

test('the page shows the tables as they are', () => {
  const before = readFileSync(page, 'utf8');
  const after = withSection(withSection(before, 'diagram', diagram), 'commands', orderTable);
  if (process.env.EVERGREEN_GOLDENS === 'write') writeFileSync(page, after);
  else assert.equal(before, after, 'run this test with EVERGREEN_GOLDENS=write and look at the difference');
});

function withSection(text: string, section: string, content: string): string {
  const pattern = new RegExp(`(<!-- ${section} -->\n)[^]*?(<!-- end of ${section} -->)`);
  assert.match(text, pattern);
  return text.replace(pattern, (_, start: string, end: string) => `${start}${content}\n${end}`);
}
