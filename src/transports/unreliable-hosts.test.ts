import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { hourMs } from '../base/instant.ts';
import { notifyOf, type RecipientSample } from '../queue/testing/samples.ts';
import { type Action, DROP, type FakeHost, type Moment, type Script, SILENCE } from './testing/fake-host.ts';
import { RelayWorld } from './testing/relay-world.ts';
import type { DeliveryReport } from './transport.ts';

const misdeeds: readonly Action[] = [
  DROP,
  SILENCE,
  '250 ok',
  '354 go',
  '450 4.2.0 later',
  '452 4.5.3 too many',
  '550 5.1.1 no',
  '421 4.3.2 bye',
  '421 4.3.2 bye\r\nDROP',
  '250 ok\r\nDROP',
  '250-never\r\n250-ending',
  'what?',
];

/** Where another command then gets no reply at all, nobody can tell which is whose. */
const twoReplies: readonly Action[] = ['250 one\r\n250 two', '450 one\r\n250 two'];

const moments: readonly Moment[] = [
  'connect',
  'EHLO',
  'HELO',
  'STARTTLS',
  'RSET',
  'MAIL',
  'RCPT',
  'DATA',
  'content',
  '.',
  'QUIT',
];

/** What a host does at each moment: it goes through a list, round and round. `usual` is what a good one does. */
interface Plan {
  readonly actions: Readonly<Record<string, readonly (Action | 'usual')[]>>;
  readonly extensions: readonly string[];
}

function plans(bad: readonly Action[]): fc.Arbitrary<Plan> {
  // Mostly what is usual, or hosts would never get anywhere.
  const action = fc.oneof(
    { weight: 9, arbitrary: fc.constant('usual') },
    { weight: 1, arbitrary: fc.constantFrom(...bad) },
  );
  const actions = fc.array(action, { minLength: 1, maxLength: 4 });
  return fc.record({
    actions: fc.record(Object.fromEntries(moments.map((moment) => [moment, actions]))),
    extensions: fc.subarray(['PIPELINING', 'DSN', 'STARTTLS', 'LIMITS RCPTMAX=2', 'LIMITS MAILMAX=2']),
  });
}

function scriptOf({ actions }: Plan): Script {
  const rounds = Object.entries(actions).map(([moment, list]) => {
    let turn = 0;
    const next = () => {
      const action = list[turn++ % list.length];
      return action === 'usual' ? undefined : action;
    };
    return [moment, next];
  });
  return Object.fromEntries(rounds);
}

const someRecipients = fc.array(
  fc.record({
    address: fc.constantFrom('a@krustylu.test', 'b@krustylu.test', 'ü@krustylu.test'),
    notify: fc.constantFrom('never' as const, notifyOf('failure')),
  }),
  { minLength: 1, maxLength: 5 },
);

interface Round {
  readonly report: DeliveryReport;
  /** Recipients of messages that hosts took. */
  readonly taken: number;
}

/** A few messages, so that connections are used again. */
async function deliverThree(
  hosts: readonly (Plan | null)[],
  recipients: readonly RecipientSample[],
  isHandshakeGood: boolean,
): Promise<readonly Round[]> {
  const world = new RelayWorld();
  if (!isHandshakeGood) world.net.handshake = () => ({ failsWith: 'bad luck' });
  const fakes: FakeHost[] = [];
  for (const plan of hosts) {
    if (plan) fakes.push(world.host(scriptOf(plan), plan.extensions));
    else world.absent();
  }
  const rounds: Round[] = [];
  for (let before = 0; rounds.length < 3; before = takenBy(fakes)) {
    const reports: DeliveryReport[] = [];
    const delivery = world.deliver(recipients).then((report) => reports.push(report));
    for (let hours = 0; reports.length === 0 && hours < 4; hours++) await world.clock.pass(hourMs);
    await delivery;
    for (const report of reports) rounds.push({ report, taken: takenBy(fakes) - before });
  }
  return rounds;
}

const takenBy = (hosts: readonly FakeHost[]): number =>
  hosts.flatMap(({ taken }) => taken).reduce((sum, { rcpts }) => sum + rcpts.length, 0);

const someHosts = (bad: readonly Action[]) =>
  fc.array(fc.option(plans(bad), { freq: 6 }), { minLength: 1, maxLength: 3 });

test('whatever the hosts do, each recipient gets exactly one result', async () => {
  const hosts = someHosts([...misdeeds, ...twoReplies]);
  const property = fc.asyncProperty(hosts, someRecipients, fc.boolean(), async (...world) => {
    const [, recipients] = world;
    for (const { report } of await deliverThree(...world)) {
      assert.deepEqual([...report.results.keys()].toSorted(), [...recipients.keys()]);
    }
  });
  await fc.assert(property, { numRuns: 200 });
});

test('nobody is said to be served who is not, and nobody gets two copies in one attempt', async () => {
  const kinds = new Set<string>();
  const property = fc.asyncProperty(someHosts(misdeeds), someRecipients, fc.boolean(), async (...world) => {
    const [, recipients] = world;
    for (const { report, taken } of await deliverThree(...world)) {
      const results = [...report.results.values()];
      assert.ok(results.filter(({ kind }) => kind === 'relayed').length <= taken);
      assert.ok(taken <= recipients.length);
      for (const { kind } of results) kinds.add(kind);
    }
  });
  await fc.assert(property, { numRuns: 200 });
  // The runs come far enough to mean something.
  assert.deepEqual([...kinds].toSorted(), ['permanent', 'relayed', 'transient']);
});
