import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { testForwardPaths } from '../policy/testing/forward-paths.ts';
import { testReturnPaths } from '../policy/testing/return-paths.ts';
import { noon, relayIn } from '../queue/testing/samples.ts';
import type { Script } from '../transports/testing/fake-host.ts';
import { jobOf, RelayWorld, words } from '../transports/testing/relay-world.ts';
import { deliverPlainAgain } from './plain-again.ts';
import { trips } from './trips.ts';

const noTags = (reply: string) => (line: string) => (line.includes('prvs=') ? reply : undefined);

/** Sends a message of Homer's to some people at one host, as often as it is told. */
async function send(script: Script, times = 1, to = ['krusty', 'mel'], origin = {}) {
  const world = new RelayWorld();
  const host = world.host(script);
  const returnPaths = testReturnPaths();
  const reports: string[] = [];
  for (let i = 0; i < times; i++) {
    const job = jobOf(
      to.map((name) => ({ address: `${name}@krustylu.test` })),
      { message: origin },
    );
    const { relay, log } = world;
    for (const trip of trips(job, noon, {
      returnPaths,
      forwardPaths: testForwardPaths(),
      destinationOf: () => 'x',
    })) {
      const report = await deliverPlainAgain(trip, job.message.envelope, {
        relay,
        clock: { now: () => noon },
        log,
        returnPaths,
      });
      reports.push(
        words(report).slice(0, -1).join(', ').replaceAll('relayed mx1.test 250 2.0.0 taken', 'relayed'),
      );
    }
  }
  const paths = host.commands
    .flat()
    .filter((line) => line.startsWith('MAIL'))
    .map((line) => (line.includes('<prvs=') ? 'tagged' : 'plain'));
  const warnings = world.log.events.filter((event) => event.includes('tagged'));
  return { reports, paths, warnings: warnings.length };
}

describe('a host that takes no tagged reverse-path', () => {
  for (const [where, script] of [
    ['at MAIL', { MAIL: noTags('550 5.7.1 No such sender') }],
    [
      'at RCPT, by its status',
      { RCPT: (_, { commands }) => noTags('550 5.1.8 Sender unknown')(lastMail(commands)) },
    ],
    [
      'at RCPT, by its words',
      { RCPT: (_, { commands }) => noTags('554 5.7.1 <prvs=x>: refused')(lastMail(commands)) },
    ],
  ] as readonly [string, Script][]) {
    it(`is shown the plain one, and from then on no other: it says so ${where}`, async () => {
      const { reports, paths, warnings } = await send(script, 2);
      assert.deepEqual(reports, ['relayed, relayed', 'relayed, relayed']);
      assert.deepEqual(paths, ['tagged', 'plain', 'plain']);
      assert.equal(warnings, 1);
    });
  }

  it('gets again only those whom it refused for the sender', async () => {
    const RCPT: Script['RCPT'] = (line, { commands }) =>
      line.includes('<mel@') ? noTags('550 5.1.7 Bad sender')(lastMail(commands)) : undefined;
    const { reports, paths } = await send({ RCPT });
    assert.deepEqual(reports, ['relayed, relayed']);
    assert.deepEqual(paths, ['tagged', 'plain']);
  });

  it('teaches nothing if the plain one is not welcome either', async () => {
    const { reports, paths, warnings } = await send({ MAIL: '550 5.7.1 Go away' }, 2, ['krusty']);
    assert.deepEqual(reports, Array(2).fill('permanent mail 5.7.1 mx1.test'));
    assert.deepEqual(paths, ['tagged', 'plain', 'tagged', 'plain']);
    assert.equal(warnings, 0);
  });
});

describe('a host that refuses for another reason', () => {
  for (const [what, script, result] of [
    ['an unknown recipient', { RCPT: '550 5.1.1 No such clown' }, 'permanent rcpt 5.1.1 mx1.test'],
    ['for the time being', { MAIL: noTags('451 4.7.1 Greylisted') }, 'transient mail 4.7.1 mx1.test'],
  ] as readonly [string, Script, string][]) {
    it(`is asked once: ${what}`, async () => {
      const { reports, paths } = await send(script, 1, ['krusty']);
      assert.deepEqual(reports, [result]);
      assert.deepEqual(paths, ['tagged']);
    });
  }

  it('is asked once where there was no tag', async () => {
    const { paths } = await send({ MAIL: '550 5.7.1 Go away' }, 1, ['krusty'], { origin: relayIn });
    assert.deepEqual(paths, ['plain']);
  });
});

const lastMail = (commands: readonly string[]): string =>
  commands.findLast((line) => line.startsWith('MAIL')) ?? '';
