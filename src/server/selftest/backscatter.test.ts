import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { countingRandom } from '../../accounts/testing/doubles.ts';
import type { Domain } from '../../address/domain.ts';
import { minuteMs } from '../../base/instant.ts';
import { VirtualClock } from '../../base/testing/virtual-clock.ts';
import { noon } from '../../queue/testing/samples.ts';
import { acceptance } from '../../storage/conformance/fixtures.ts';
import { createMemoryStore } from '../../storage/memory/store.ts';
import { type BackscatterWorld, testBackscatter, triedDomainsMax } from './backscatter.ts';
import { type Answers, doorNet } from './testing/door.ts';

const domains = ['springfield.test', 'shelbyville.test'] as Domain[];

/** A door that does as it should, but for what `otherwise` says. */
const door =
  (otherwise: Answers = () => undefined): Answers =>
  (line) => {
    const own = otherwise(line);
    if (own !== undefined) return own;
    if (line === '') return '220 mail.springfield.test';
    if (line.endsWith('@selftest.invalid>') && line.startsWith('RCPT')) return '550 5.7.1 Relaying denied';
    return line.startsWith('RCPT') ? '550 5.1.1 No such user here' : '250 2.0.0 OK';
  };

async function test(answers: Answers | 'refused', change: Partial<BackscatterWorld> = {}) {
  const { net, lines } = doorNet(answers);
  const clock = new VirtualClock(noon);
  const { queue } = createMemoryStore();
  const world = {
    net,
    clock,
    random: countingRandom(),
    queue,
    domains,
    doors: [{ ip: '127.0.0.1', port: 25 }],
  };
  const outcome = testBackscatter({ ...world, ...change });
  await clock.pass(minuteMs);
  return { ...(await outcome), lines };
}

describe('the self-test for backscatter', () => {
  it('passes where each forged mail is refused at RCPT and nothing comes of it', async () => {
    const { verdict, findings, lines } = await test(door());
    assert.equal(verdict, 'passed');
    assert.equal(findings.length, 4);
    const tag = /nobody-(\w{12})@/.exec(lines[2] ?? '')?.[1];
    assert.deepEqual(lines, [
      'EHLO selftest.invalid',
      `MAIL FROM:<victim-${tag}@selftest.invalid>`,
      `RCPT TO:<nobody-${tag}@springfield.test>`,
      `RCPT TO:<nobody-${tag}@shelbyville.test>`,
      'RCPT TO:<nobody@selftest.invalid>',
      'RSET',
      'QUIT',
    ]);
    assert.ok(
      findings[0]?.includes('was refused at RCPT at port 25: 550 5.1.1 No such user here'),
      findings[0],
    );
  });

  it('fails where somebody who does not exist is taken, and says so first', async () => {
    const { verdict, findings } = await test(
      door((line) => (/nobody-.*shelby/.test(line) ? '250 OK' : undefined)),
    );
    assert.equal(verdict, 'failed');
    assert.match(
      findings[0] ?? '',
      /^Mail for nobody-\w+@shelbyville\.test, who does not exist, was taken at port 25: 250 OK$/,
    );
  });

  it('fails where strangers may relay', async () => {
    const { verdict, findings } = await test(
      door((line) => (/^RCPT.*invalid/.test(line) ? '250 OK' : undefined)),
    );
    assert.equal(verdict, 'failed');
    assert.match(findings[0] ?? '', /^Mail of a stranger for another host was taken/);
  });

  it('fails where something came of it', async () => {
    const { queue } = createMemoryStore();
    const watching = {
      list: async (filter: Parameters<typeof queue.list>[0]) => {
        const address = filter.address ?? '';
        await queue.accept([acceptance({ number: 1, from: '<>', to: [{ address }] })]);
        return await queue.list(filter);
      },
    };
    const { verdict, findings } = await test(door(), { queue: watching });
    assert.equal(verdict, 'failed');
    assert.equal(findings[0], 'Message q00000001 came of it, from or to the forged sender.');
  });

  const obstacles: [string, Answers | 'refused', RegExp][] = [
    ['nobody answers', 'refused', /broke off: connection refused\.$/],
    [
      'it is turned away',
      door((line) => (line === '' ? '421 4.7.0 Too many sessions' : undefined)),
      /turned away at port 25: 421/,
    ],
    [
      'the connection breaks',
      (line) => (line === '' ? '220 hello' : undefined),
      /has closed the connection\.$/,
    ],
    ['the server is silent', () => '', /does not answer\.$/],
    [
      'it is put off',
      door((line) => (line.startsWith('RCPT') ? '451 4.3.0 later' : undefined)),
      /was put off at port 25: 451/,
    ],
  ];
  for (const [what, answers, expected] of obstacles) {
    it(`is unclear where ${what}`, async () => {
      const { verdict, findings } = await test(answers);
      assert.equal(verdict, 'unclear');
      assert.match(findings[0] ?? '', expected);
    });
  }

  it('is unclear where no stranger can come', async () => {
    const { verdict, findings } = await test(door(), { doors: [] });
    assert.equal(verdict, 'unclear');
    assert.match(findings[0] ?? '', /^No listener has the role "mx"/);
  });

  it('tries so many domains, and each door', async () => {
    const many = Array.from({ length: triedDomainsMax + 1 }, (_, i) => `d${i}.test` as Domain);
    const { findings } = await test(door(), { domains: many });
    assert.equal(findings.length, triedDomainsMax + 2);
    const doors = [25, 2525].map((port) => ({ ip: '127.0.0.1', port }));
    const both = await test(door(), { doors });
    assert.equal(both.findings.filter((text) => text.includes('port 2525')).length, domains.length + 1);
  });
});
