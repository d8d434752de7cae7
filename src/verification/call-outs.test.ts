/** Call-outs on a network in memory, whose hosts behave as badly as wanted. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { IpAddress } from '../address/ip.ts';
import { minuteMs } from '../base/instant.ts';
import { err, ok } from '../base/result.ts';
import { idle, VirtualClock } from '../base/testing/virtual-clock.ts';
import type { NextHop } from '../routing/next-hop.ts';
import { DROP, FakeHost, type Script, SILENCE } from '../transports/testing/fake-host.ts';
import { MemoryNet } from '../transports/testing/memory-net.ts';
import { RecordingLog } from '../transports/testing/relay-world.ts';
import { type CallOutLimits, CallOuts, hostsAskedMax } from './call-outs.ts';
import type { Finding } from './finding.ts';
import { address, knows, limits } from './testing/call-out-world.ts';

const bart = address('bart@krustylu.test');
const lisa = address('lisa@krustylu.test');
const ipOf = (number: number) => `192.0.2.${number}` as IpAddress;
const hop = (number: number): NextHop => ({
  ...{ name: `mx${number}.test`, ip: ipOf(number), port: 25, tls: 'opportunistic' },
});

function setUp(
  scripts: readonly (Script | undefined)[],
  changes?: Partial<CallOutLimits>,
  extensions?: string[],
) {
  const [net, clock, log] = [new MemoryNet(), new VirtualClock(), new RecordingLog()];
  const hosts = scripts.map((script, index) => {
    const host = new FakeHost(script, extensions);
    if (script) net.hosts.set(ipOf(index + 1), host);
    return host;
  });
  let drawn = 0;
  const callOuts = new CallOuts(
    {
      ...{ net, clock, log, greetingName: 'mail.springfield.test' },
      random: { bytes: (count) => new Uint8Array(count), below: (bound) => drawn++ % bound },
      findNextHops: async (domain) =>
        domain === 'nowhere.test'
          ? err({ permanent: false, status: '4.4.3', text: 'The DNS cannot be asked.' })
          : ok(scripts.map((_, index) => hop(index + 1))),
    },
    limits(changes),
  );
  return { callOuts, clock, hosts, net };
}

const kindsOf = async (callOuts: CallOuts, ...all: (typeof bart)[]) => {
  const kinds: string[] = [];
  for (const each of all) kinds.push((await callOuts.ask(each)).kind);
  return kinds;
};

describe('a call-out', () => {
  test('asks for the address, then for one that nobody has, and never sends anything', async () => {
    const { callOuts, hosts } = setUp([{ RCPT: knows('bart') }]);
    const finding = await callOuts.ask(bart);
    await idle();
    assert.equal(finding.kind, 'exists');
    assert.deepEqual(hosts[0]?.commands, [
      [
        'EHLO mail.springfield.test',
        'MAIL FROM:<>',
        'RCPT TO:<bart@krustylu.test>',
        'RSET',
        'MAIL FROM:<>',
        'RCPT TO:<nobody-0123456789abcdef@krustylu.test>',
        'QUIT',
      ],
    ]);
  });

  test('uses encryption where it is offered, and goes without where that fails', async () => {
    const { callOuts, hosts, net } = setUp([{ RCPT: knows('bart') }], {}, ['STARTTLS']);
    assert.equal((await callOuts.ask(bart)).kind, 'exists');
    assert.equal(hosts[0]?.sessions[0]?.isUnderTls, true);
    net.handshake = () => ({ failsWith: 'no common cipher' });
    assert.equal((await callOuts.ask(lisa)).kind, 'does-not-exist');
    assert.deepEqual(
      hosts[0]?.sessions.map(({ isUnderTls }) => isUnderTls),
      [true, false, false],
    );
  });

  test('asks for nobody else where the address is refused', async () => {
    const { callOuts, hosts } = setUp([{ RCPT: knows('bart') }]);
    const finding = await callOuts.ask(lisa);
    assert.deepEqual([finding.kind, finding.status], ['does-not-exist', '5.1.1']);
    assert.deepEqual(finding.reply?.lines, ['No such user here']);
    assert.equal(hosts[0]?.commands[0]?.filter((line) => line.startsWith('RCPT')).length, 1);
  });

  test('recognises a host that accepts everything', async () => {
    const { callOuts, hosts } = setUp([{}]);
    assert.deepEqual(await kindsOf(callOuts, bart, lisa), ['accepts-everything', 'accepts-everything']);
    assert.equal(hosts[0]?.sessions.length, 1, 'who accepts everybody need not be asked for each');
  });

  test('does not take the word of a host that hangs up over the second question', async () => {
    const { callOuts } = setUp([{ RSET: DROP }]);
    assert.equal((await callOuts.ask(bart)).kind, 'unknown');
  });

  test('learns nothing where the DNS is silent', async () => {
    const { callOuts } = setUp([{}]);
    const finding = await callOuts.ask(address('bart@nowhere.test'));
    assert.deepEqual([finding.kind, finding.text], ['unknown', 'The DNS cannot be asked.']);
  });
});

describe('the next host is asked', () => {
  const table: readonly [what: string, Script | undefined][] = [
    ['where the first is not there', undefined],
    ['where it has no greeting', { connect: '554 5.7.1 go away' }],
    ['where it hangs up', { connect: DROP }],
    ['where it refuses the null sender', { MAIL: '550 5.7.1 no bounces' }],
    ['where it is busy', { MAIL: '421 4.3.2 busy' }],
  ];
  for (const [what, script] of table) {
    test(what, async () => {
      const { callOuts } = setUp([script, { RCPT: knows('bart') }]);
      const finding = await callOuts.ask(bart);
      assert.deepEqual([finding.kind, finding.host], ['exists', 'mx2.test']);
    });
  }

  test('but not where the first has answered', async () => {
    const { callOuts, net } = setUp([{ RCPT: '450 4.2.0 later' }, {}]);
    assert.equal((await callOuts.ask(bart)).kind, 'unknown');
    assert.deepEqual(net.dialled, [ipOf(1)]);
  });

  test(`and no more than ${hostsAskedMax}`, async () => {
    const { callOuts, net } = setUp([undefined, undefined, {}]);
    const finding = await callOuts.ask(bart);
    assert.deepEqual([finding.kind, net.dialled.length], ['unknown', hostsAskedMax]);
    assert.match(finding.text, /connection refused/);
  });
});

describe('time', () => {
  for (const [what, script] of [
    ['a host that never greets', { connect: SILENCE }],
    ['a host that thinks about MAIL', { MAIL: SILENCE }],
    ['a host that thinks about the address', { RCPT: SILENCE }],
  ] as const) {
    test(`is up for ${what}`, async () => {
      const { callOuts, clock, hosts } = setUp([script, { RCPT: knows('bart') }]);
      const found: Finding[] = [];
      void callOuts.ask(bart).then((finding) => found.push(finding));
      await clock.pass(4_999);
      assert.equal(found.length, 0);
      await clock.pass(1);
      assert.deepEqual([found[0]?.kind, found[0]?.text], ['unknown', 'mx1.test did not answer in time.']);
      assert.equal(hosts[1]?.sessions.length, 0, 'there is none left for another host');
      assert.equal(clock.pending, 0);
    });
  }

  test('is up for a connection that does not come about', async () => {
    const { callOuts, clock, net } = setUp([{}]);
    net.silent.add(ipOf(1));
    const asked = callOuts.ask(bart);
    await clock.pass(5_000);
    assert.equal((await asked).kind, 'unknown');
  });
});

describe('hosts are spared', () => {
  test('what was answered is not asked again until it is old', async () => {
    const { callOuts, clock, hosts } = setUp([{ RCPT: knows('bart') }]);
    const sessions = () => hosts[0]?.sessions.length;
    await kindsOf(callOuts, bart, lisa, bart, lisa);
    assert.equal(sessions(), 2);
    await clock.pass(10 * minuteMs);
    await kindsOf(callOuts, bart, lisa);
    assert.equal(sessions(), 3, 'a no is believed for less time than a yes');
    await clock.pass(50 * minuteMs);
    await kindsOf(callOuts, bart);
    assert.equal(sessions(), 4);
  });

  test('two who ask the same are answered together', async () => {
    const { callOuts, hosts } = setUp([{ RCPT: knows('bart') }]);
    const both = await Promise.all([callOuts.ask(bart), callOuts.ask(bart)]);
    assert.deepEqual(
      both.map(({ kind }) => kind),
      ['exists', 'exists'],
    );
    assert.equal(hosts[0]?.sessions.length, 1);
  });

  test('a host gets so many questions in a minute, and the limit is no answer to remember', async () => {
    const { callOuts, clock } = setUp([{ RCPT: knows('bart', 'lisa') }], { perHostMax: 1 });
    assert.deepEqual(await kindsOf(callOuts, bart, lisa), ['exists', 'unknown']);
    assert.match((await callOuts.ask(lisa)).text, /mx1\.test was not asked/);
    await clock.pass(minuteMs);
    assert.deepEqual(await kindsOf(callOuts, lisa), ['exists']);
  });

  for (const [changes, atOnce] of [
    [{ atOncePerHostMax: 2 }, 2],
    [{ atOncePerHostMax: 10, atOnceMax: 3 }, 3],
  ] as const) {
    test(`a host has ${atOnce} of our sessions at once with ${JSON.stringify(changes)}`, async () => {
      const { callOuts, clock, hosts } = setUp([{ RCPT: SILENCE }], changes);
      const asked = ['a', 'b', 'c', 'd'].map((name) => callOuts.ask(address(`${name}@krustylu.test`)));
      await clock.pass(1_000);
      assert.equal(hosts[0]?.sessions.length, atOnce);
      await clock.pass(20_000);
      assert.ok((await Promise.all(asked)).every(({ kind }) => kind === 'unknown'));
    });
  }
});

test('whoever waits when the server goes down hears that there is no answer', async () => {
  const { callOuts, clock } = setUp([{ RCPT: SILENCE }]);
  const asked = callOuts.ask(bart);
  await clock.pass(1_000);
  callOuts.close();
  assert.equal((await asked).kind, 'unknown');
});
