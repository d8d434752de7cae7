import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { hourMs } from '../base/instant.ts';
import { notifyOf } from '../queue/testing/samples.ts';
import { DROP, type Moment, type Script, SILENCE } from './testing/fake-host.ts';
import { RelayWorld } from './testing/relay-world.ts';
import type { DeliveryReport } from './transport.ts';

const misdeed = fc.constantFrom(
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
  '250 one\r\n250 two',
  '250-never\r\n250-ending',
  'what?',
);
/** Mostly what is usual, or hosts would never get anywhere. */
const action = fc.oneof({ weight: 9, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: misdeed });

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

/** At each moment the host goes through a list of its own, round and round. */
const script: fc.Arbitrary<Script> = fc
  .tuple(
    ...moments.map((moment) =>
      fc.tuple(fc.constant(moment), fc.array(action, { minLength: 1, maxLength: 4 })),
    ),
  )
  .map((plans) => {
    const rounds = plans.map(([moment, actions]) => {
      let turn = 0;
      return [moment, () => actions[turn++ % actions.length]] as const;
    });
    return Object.fromEntries(rounds);
  });

const extensions = fc.subarray(['PIPELINING', 'DSN', 'STARTTLS', 'LIMITS RCPTMAX=2', 'LIMITS MAILMAX=2']);
const host = fc.option(fc.tuple(script, extensions), { freq: 6 });
const recipient = fc.record({
  address: fc.constantFrom('a@krustylu.test', 'b@krustylu.test', 'ü@krustylu.test'),
  notify: fc.constantFrom('never' as const, notifyOf('failure')),
});

test('whatever the hosts do, each recipient gets exactly one result, and nobody is said to be served who is not', async () => {
  const kinds = new Set<string>();
  const property = fc.asyncProperty(
    fc.array(host, { minLength: 1, maxLength: 3 }),
    fc.array(recipient, { minLength: 1, maxLength: 5 }),
    fc.boolean(),
    async (hosts, recipients, isHandshakeGood) => {
      const world = new RelayWorld();
      if (!isHandshakeGood) world.net.handshake = () => ({ failsWith: 'bad luck' });
      const fakes = hosts.map((one) => (one ? world.host(...one) : world.absent() && undefined));
      // A few messages, so that connections are used again.
      for (let round = 0; round < 3; round++) {
        const reports: DeliveryReport[] = [];
        const before = fakes.reduce((sum, fake) => sum + (fake ? takenRecipients(fake.taken) : 0), 0);
        const delivery = world.deliver(recipients).then((report) => reports.push(report));
        for (let hours = 0; reports.length === 0 && hours < 4; hours++) await world.clock.pass(hourMs);
        await delivery;
        const [report] = reports;
        assert.ok(report);
        assert.deepEqual([...report.results.keys()].toSorted(), [...recipients.keys()]);
        const relayed = [...report.results.values()].filter(({ kind }) => kind === 'relayed').length;
        const after = fakes.reduce((sum, fake) => sum + (fake ? takenRecipients(fake.taken) : 0), 0);
        assert.ok(after - before <= recipients.length, 'nobody gets two copies in one attempt');
        assert.ok(relayed <= after - before, `${relayed} are said to be relayed, ${after - before} were`);
        for (const { kind } of report.results.values()) kinds.add(kind);
      }
    },
  );
  await fc.assert(property, { numRuns: 300 });
  assert.deepEqual([...kinds].toSorted(), ['permanent', 'relayed', 'transient']);
});

const takenRecipients = (taken: readonly { readonly rcpts: readonly string[] }[]): number =>
  taken.reduce((sum, { rcpts }) => sum + rcpts.length, 0);
