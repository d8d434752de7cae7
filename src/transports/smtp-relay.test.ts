import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { NULL_PATH } from '../address/path.ts';
import { err, ok } from '../base/result.ts';
import type { AttemptResult } from '../queue/attempt-result.ts';
import { address, notifyOf } from '../queue/testing/samples.ts';
import { hostsTriedMax } from './limits.ts';
import { DROP, type Script } from './testing/fake-host.ts';
import { chunksOf, RelayWorld, words } from './testing/relay-world.ts';
import type { DeliveryReport } from './transport.ts';

const bart = { address: 'bart@krustylu.test' };
const lisa = { address: 'lisa@krustylu.test' };
const milhouse = { address: 'milhouse@krustylu.test' };

function diagnosticOf({ results }: DeliveryReport, index = 0) {
  const result = results.get(index);
  assert.ok(result?.kind === 'transient' || result?.kind === 'permanent', result?.kind);
  return result.diagnostic;
}

/** Refuses the recipient whose local part it is. */
const refusing = (localPart: string, reply: string): Script => ({
  RCPT: (line) => (line.includes(`<${localPart}@`) ? reply : undefined),
});

describe('a host that is well', () => {
  test('takes the message, octet by octet, for all recipients together', async () => {
    const world = new RelayWorld();
    const host = world.host();
    const content = () => chunksOf('Subject: x\r\n\r\n.dot\r', '\n..\r\n', 'end without line end');
    const report = await world.deliver([bart, lisa], { content });
    assert.deepEqual(words(report), [
      'relayed mx1.test 250 2.0.0 taken',
      'relayed mx1.test 250 2.0.0 taken',
      'ok',
    ]);
    assert.deepEqual(host.taken, [
      {
        mail: 'MAIL FROM:<homer@springfield.test>',
        rcpts: ['RCPT TO:<bart@krustylu.test>', 'RCPT TO:<lisa@krustylu.test>'],
        content: 'Subject: x\r\n\r\n..dot\r\n...\r\nend without line end\r\n',
        isUnderTls: false,
      },
    ]);
    assert.deepEqual(world.connected, [{ name: 'mx1.test', ip: '192.0.2.1', port: 25 }]);
  });

  test('two recipients with equal addresses stay two', async () => {
    const world = new RelayWorld();
    const host = world.host();
    const report = await world.deliver([bart, bart]);
    assert.equal(report.results.size, 2);
    assert.equal(host.taken[0]?.rcpts.length, 2);
  });

  test('each recipient has its own reply', async () => {
    const world = new RelayWorld();
    world.host(refusing('lisa', '550-5.1.1 No such user.\r\n550 5.1.1 Try another'));
    const report = await world.deliver([bart, lisa]);
    assert.deepEqual(words(report), [
      'relayed mx1.test 250 2.0.0 taken',
      'permanent rcpt 5.1.1 mx1.test',
      'ok',
    ]);
    assert.deepEqual(diagnosticOf(report, 1), {
      at: world.clock.now(),
      stage: 'rcpt',
      status: '5.1.1',
      text: 'The host does not take mail for this recipient.',
      reply: { code: 550, status: '5.1.1', lines: ['No such user.', 'Try another'] },
      remote: { name: 'mx1.test', ip: '192.0.2.1', port: 25 },
    });
  });

  test('the result says whether DSN requests went on, and under what encryption', async () => {
    for (const [extensions, expected] of [
      [['DSN'], { dsnPassedOn: true }],
      [['STARTTLS'], { dsnPassedOn: false, tls: 'TLSv1.3 TLS_MEMORY' }],
    ] as const) {
      const world = new RelayWorld();
      world.host({}, extensions);
      const result = (await world.deliver([bart])).results.get(0) as AttemptResult & { kind: 'relayed' };
      assert.equal(result.dsnPassedOn, expected.dsnPassedOn);
      assert.equal(result.tls, 'tls' in expected ? expected.tls : undefined);
    }
  });
});

describe('the next host is tried', () => {
  const spoilt: readonly [name: string, script: Script | undefined, expected: string][] = [
    ['nobody is there', undefined, 'transient connect 4.4.1 mx1.test'],
    ['it hangs up at once', { connect: DROP }, 'transient greeting 4.4.2 mx1.test'],
    ['its greeting is 4yz', { connect: '450 4.3.2 busy' }, 'transient greeting 4.3.2 mx1.test'],
    ['its greeting is 421', { connect: '421 4.3.2 busy\r\nDROP' }, 'transient greeting 4.3.2 mx1.test'],
    ['its greeting is 554', { connect: '554 5.3.2 no mail here' }, 'permanent greeting 5.3.2 mx1.test'],
    ['it is no mail host', { connect: 'HTTP/1.1 400 Bad Request' }, 'transient greeting 4.5.0 mx1.test'],
    ['it refuses our name', { EHLO: '550 5.7.1 who?' }, 'permanent ehlo 5.7.1 mx1.test'],
    ['it hangs up after EHLO', { EHLO: DROP }, 'transient ehlo 4.4.2 mx1.test'],
    ['MAIL is put off', { MAIL: '451 4.7.1 greylisted' }, 'transient mail 4.7.1 mx1.test'],
    ['421 to MAIL', { MAIL: '421 4.7.0 slow down\r\nDROP' }, 'transient mail 4.7.0 mx1.test'],
    ['it hangs up after MAIL', { MAIL: DROP }, 'transient mail 4.4.2 mx1.test'],
    ['421 to RCPT', { RCPT: '421 4.7.0 too fast\r\nDROP' }, 'transient rcpt 4.7.0 mx1.test'],
    ['it hangs up after RCPT', { RCPT: DROP }, 'transient rcpt 4.4.2 mx1.test'],
    ['it hangs up after DATA', { DATA: DROP }, 'transient data 4.4.2 mx1.test'],
    ['it hangs up within the content', { content: DROP }, 'transient content 4.4.2 mx1.test'],
    ['it confuses RCPT with DATA', { RCPT: '354 go' }, 'transient rcpt 4.5.0 mx1.test'],
  ];
  for (const [name, script, alone] of spoilt) {
    test(`when ${name}`, async () => {
      const world = new RelayWorld();
      if (script) world.host(script, []);
      else world.absent();
      assert.deepEqual(words(await world.deliver([bart])).slice(0, 1), [alone], 'without another host');
      const second = world.host();
      const report = await world.deliver([bart, lisa]);
      assert.deepEqual(words(report), [
        'relayed mx2.test 250 2.0.0 taken',
        'relayed mx2.test 250 2.0.0 taken',
        'ok',
      ]);
      assert.equal(second.taken.length, 1);
    });
  }

  test('only for those whom the first one did not serve', async () => {
    const world = new RelayWorld();
    world.host({
      RCPT: (line) =>
        line.includes('bart') ? '550 5.1.1 no' : line.includes('lisa') ? '421 4.3.2 bye' : undefined,
    });
    const second = world.host();
    assert.deepEqual(words(await world.deliver([bart, milhouse, lisa])), [
      'permanent rcpt 5.1.1 mx1.test',
      'relayed mx2.test 250 2.0.0 taken',
      'relayed mx2.test 250 2.0.0 taken',
      'ok',
    ]);
    assert.equal(second.taken[0]?.rcpts.length, 2);
  });

  test('as often as the limit says, and no more', async () => {
    const world = new RelayWorld();
    for (let number = 1; number < hostsTriedMax; number++) world.absent();
    world.host();
    assert.equal(words(await world.deliver([bart])).at(-1), 'ok');
    assert.equal(world.net.dialled.length, hostsTriedMax);

    const more = new RelayWorld();
    for (let number = 1; number <= hostsTriedMax; number++) more.absent();
    const last = more.host();
    assert.deepEqual(words(await more.deliver([bart])), ['transient connect 4.4.1 mx1.test', 'dead']);
    assert.equal(last.sessions.length, 0);
  });
});

describe('no other host is tried', () => {
  const final: readonly [name: string, script: Script, expected: string][] = [
    ['MAIL is refused', { MAIL: '550 5.7.1 no' }, 'permanent mail 5.7.1 mx1.test'],
    ['RCPT is refused', { RCPT: '550 5.1.1 no' }, 'permanent rcpt 5.1.1 mx1.test'],
    ['RCPT is put off', { RCPT: '450 4.2.1 later' }, 'transient rcpt 4.2.1 mx1.test'],
    ['DATA is put off', { DATA: '451 4.3.0 later' }, 'transient data 4.3.0 mx1.test'],
    ['the content is refused', { '.': '554 5.6.0 spam' }, 'permanent content 5.6.0 mx1.test'],
    ['the content is put off', { '.': '451 4.3.0 later' }, 'transient content 4.3.0 mx1.test'],
    ['the answer is 421', { '.': '421 4.3.2 bye\r\nDROP' }, 'transient content 4.3.2 mx1.test'],
    ['no answer came to the whole content', { '.': DROP }, 'transient content 4.4.2 mx1.test'],
  ];
  for (const [name, script, expected] of final) {
    test(`when ${name}`, async () => {
      const world = new RelayWorld();
      world.host(script);
      const second = world.host();
      assert.equal(words(await world.deliver([bart]))[0], expected);
      assert.equal(second.sessions.length, 0);
    });
  }

  test('whoever hears nothing after the whole content says that a second copy may follow', async () => {
    const world = new RelayWorld();
    world.host({ '.': DROP });
    const { text } = diagnosticOf(await world.deliver([bart]));
    assert.match(text, /^The connection was lost\. By then the whole message had been sent/);
  });
});

describe('what is told when no host did it', () => {
  test('the failure that leaves most hope', async () => {
    const world = new RelayWorld();
    world.host({ connect: '554 5.3.2 never' });
    world.absent();
    world.host({ connect: '450 4.3.2 later' });
    world.host({ MAIL: '451 4.7.1 greylisted' });
    const report = await world.deliver([bart]);
    assert.deepEqual(words(report), ['transient greeting 4.3.2 mx3.test', 'trouble']);
  });

  test('a no is final if all hosts say so', async () => {
    const world = new RelayWorld();
    world.host({ connect: '554 5.3.2 never' });
    world.host({ EHLO: '550 5.7.1 who?' });
    assert.deepEqual(words(await world.deliver([bart])), ['permanent greeting 5.3.2 mx1.test', 'dead']);
  });

  test('but not if there are hosts that were not asked', async () => {
    const world = new RelayWorld();
    for (let number = 0; number <= hostsTriedMax; number++) world.host({ connect: '554 5.3.2 never' });
    assert.deepEqual(words(await world.deliver([bart])), ['transient greeting 4.3.2 mx1.test', 'dead']);
  });
});

describe('the health of the destination', () => {
  const cases: readonly [name: string, script: Script | undefined, expected: string][] = [
    ['nobody is there', undefined, 'dead'],
    ['nobody gets further than the greeting', { connect: '421 busy\r\nDROP' }, 'dead'],
    ['421 within a transaction', { RCPT: '421 4.7.0 no\r\nDROP' }, 'trouble'],
    ['MAIL is put off', { MAIL: '450 4.7.1 later' }, 'trouble'],
    ['the connection breaks', { '.': DROP }, 'trouble'],
    ['a recipient is refused', { RCPT: '550 5.1.1 no' }, 'ok'],
    ['a recipient is put off', { RCPT: '450 4.2.1 no' }, 'ok'],
    ['the sender is refused', { MAIL: '550 5.7.1 no' }, 'ok'],
    ['all is well', {}, 'ok'],
  ];
  for (const [name, script, expected] of cases) {
    test(`${expected} when ${name}`, async () => {
      const world = new RelayWorld();
      if (script) world.host(script);
      else world.absent();
      assert.equal((await world.deliver([bart])).destination, expected);
    });
  }

  test('one host that serves is enough', async () => {
    const world = new RelayWorld();
    world.host({ MAIL: '450 4.7.1 later' });
    world.absent();
    assert.equal((await world.deliver([bart])).destination, 'trouble');
    world.host();
    assert.equal((await world.deliver([bart])).destination, 'ok');
  });
});

describe('routing', () => {
  test('that finds no way for ever is a failure', async () => {
    const world = new RelayWorld();
    const text = 'The domain krustylu.test does not exist.';
    world.findNextHops = async () => err({ permanent: true, status: '5.1.2', text });
    const report = await world.deliver([bart, lisa]);
    assert.deepEqual(words(report), ['permanent routing 5.1.2', 'permanent routing 5.1.2', 'ok']);
    assert.equal(diagnosticOf(report).text, text);
  });

  test('that finds none for now leaves the destination alone for a while', async () => {
    const world = new RelayWorld();
    world.findNextHops = async () => err({ permanent: false, status: '4.4.3', text: 'The DNS is silent.' });
    assert.deepEqual(words(await world.deliver([bart])), ['transient routing 4.4.3', 'dead']);
  });

  test('is asked for the first recipient: the others go the same way', async () => {
    const world = new RelayWorld();
    const asked: string[] = [];
    world.host();
    world.findNextHops = async (one) => {
      asked.push(one.address.text);
      return ok(world.hops);
    };
    await world.deliver([bart, lisa]);
    assert.deepEqual(asked, ['bart@krustylu.test']);
  });
});

describe('delivery status notifications (RFC 3461 §5.2)', () => {
  const never = { address: 'ned@krustylu.test', notify: 'never' } as const;
  const failure = { address: 'moe@krustylu.test', notify: notifyOf('failure') };

  test('NEVER goes on to a host that knows it', async () => {
    const world = new RelayWorld();
    const host = world.host({}, ['PIPELINING', 'DSN']);
    await world.deliver([never, failure]);
    assert.deepEqual(
      host.taken.map(({ mail, rcpts }) => [mail, ...rcpts]),
      [
        [
          'MAIL FROM:<homer@springfield.test>',
          'RCPT TO:<ned@krustylu.test> NOTIFY=NEVER',
          'RCPT TO:<moe@krustylu.test> NOTIFY=FAILURE',
        ],
      ],
    );
  });

  test('towards one that does not, it becomes a transaction with the null reverse-path', async () => {
    const world = new RelayWorld();
    const host = world.host({}, ['PIPELINING']);
    const report = await world.deliver([never, failure, bart]);
    assert.deepEqual(
      host.taken.map(({ mail, rcpts }) => [mail, ...rcpts]),
      [
        ['MAIL FROM:<>', 'RCPT TO:<ned@krustylu.test>'],
        ['MAIL FROM:<homer@springfield.test>', 'RCPT TO:<moe@krustylu.test>', 'RCPT TO:<bart@krustylu.test>'],
      ],
    );
    assert.equal(host.sessions.length, 1, 'on the same connection');
    assert.equal(report.results.size, 3);
    assert.equal(report.destination, 'ok');
  });

  test('a report of ours goes with the null reverse-path anyway', async () => {
    const world = new RelayWorld();
    const host = world.host({}, ['SIZE']);
    await world.deliver([never, bart], { message: { reversePath: NULL_PATH } });
    assert.deepEqual(
      host.taken.map(({ mail }) => mail),
      ['MAIL FROM:<> SIZE=1000', 'MAIL FROM:<> SIZE=1000'],
    );
  });
});

describe('more recipients than a transaction takes', () => {
  const crowd = Array.from({ length: 5 }, (_, index) => ({ address: `r${index}@krustylu.test` }));
  const counts = (host: { readonly taken: readonly { readonly rcpts: readonly string[] }[] }) =>
    host.taken.map(({ rcpts }) => rcpts.length);

  test('go in several, as RCPTMAX says', async () => {
    const world = new RelayWorld();
    const host = world.host({}, ['PIPELINING', 'LIMITS RCPTMAX=2']);
    const report = await world.deliver(crowd);
    assert.deepEqual(counts(host), [2, 2, 1]);
    assert.equal(host.sessions.length, 1);
    assert.equal([...report.results.values()].filter(({ kind }) => kind === 'relayed').length, 5);
  });

  test('or as 452 says, at once', async () => {
    const world = new RelayWorld();
    const host = world.host({
      RCPT: (_, { rcptCount }) => (rcptCount >= 2 ? '452 4.5.3 too many' : undefined),
    });
    const report = await world.deliver(crowd);
    assert.deepEqual(counts(host), [2, 2, 1]);
    assert.equal([...report.results.values()].filter(({ kind }) => kind === 'relayed').length, 5);
  });

  test('a host for which even one is too many is not asked for ever', async () => {
    const world = new RelayWorld();
    const host = world.host({ RCPT: '452 4.5.3 too many' });
    const report = await world.deliver([bart, lisa]);
    assert.deepEqual(words(report), ['transient rcpt 4.5.3 mx1.test', 'transient rcpt 4.5.3 mx1.test', 'ok']);
    assert.equal(host.commands[0]?.filter((line) => line.startsWith('MAIL')).length, 1);
  });
});

describe('content that a host cannot take is not sent', () => {
  const eightBit = { message: { facts: { is8bit: true, isHeaderUtf8: false } } };
  const utf8 = { message: { facts: { is8bit: false, isHeaderUtf8: true } } };

  test('8-bit text (RFC 6152 §3)', async () => {
    const world = new RelayWorld();
    const host = world.host({}, ['PIPELINING']);
    const second = world.host({}, ['8BITMIME']);
    assert.deepEqual(words(await world.deliver([bart], eightBit)), ['permanent mail 5.6.3 mx1.test', 'ok']);
    assert.deepEqual(host.commands, [['EHLO relay.test']]);
    assert.equal(second.sessions.length, 0);
  });

  test('a header that is not ASCII (RFC 6531 §3.5)', async () => {
    const world = new RelayWorld();
    world.host({}, ['8BITMIME']);
    assert.deepEqual(words(await world.deliver([bart], utf8)), ['permanent mail 5.6.7 mx1.test', 'ok']);
    const able = new RelayWorld();
    const host = able.host({}, ['8BITMIME', 'SMTPUTF8']);
    assert.equal(words(await able.deliver([bart], utf8))[0], 'relayed mx1.test 250 2.0.0 taken');
    assert.equal(host.taken[0]?.mail, 'MAIL FROM:<homer@springfield.test> BODY=8BITMIME SMTPUTF8');
  });

  test('an address that is not ASCII fails alone', async () => {
    const world = new RelayWorld();
    world.host({}, ['8BITMIME']);
    const krusty = { address: 'krüsty@krustylu.test' };
    assert.deepEqual(words(await world.deliver([krusty, bart])), [
      'permanent mail 5.6.7 mx1.test',
      'relayed mx1.test 250 2.0.0 taken',
      'ok',
    ]);
  });

  test('more octets than the host takes', async () => {
    const world = new RelayWorld();
    world.host({}, ['SIZE 999']);
    assert.deepEqual(words(await world.deliver([bart])), ['permanent mail 5.3.4 mx1.test', 'ok']);
  });
});

describe('TLS', () => {
  const withTls = ['STARTTLS', 'PIPELINING'];

  test('is used where it is offered, with whatever certificate', async () => {
    const world = new RelayWorld();
    const host = world.host({}, withTls);
    const options: unknown[] = [];
    world.net.handshake = (wanted) => {
      options.push(wanted);
      return 'done';
    };
    await world.deliver([bart]);
    assert.equal(host.taken[0]?.isUnderTls, true);
    assert.deepEqual(options, [{ name: 'mx1.test', verify: false }]);
  });

  test('that fails gives way to plain text, on a new connection', async () => {
    const world = new RelayWorld();
    const host = world.host({}, withTls);
    world.net.handshake = () => ({ failsWith: 'wrong version number' });
    assert.equal(words(await world.deliver([bart])).at(-1), 'ok');
    assert.deepEqual(
      host.taken.map(({ isUnderTls }) => isUnderTls),
      [false],
    );
    assert.equal(host.sessions.length, 2);
    assert.deepEqual(host.commands[1]?.slice(0, 2), [
      'EHLO relay.test',
      'MAIL FROM:<homer@springfield.test>',
    ]);
    assert.ok(world.log.events.includes('encryption failed, going on in plain text'));
  });

  for (const tls of ['required', 'implicit'] as const) {
    test(`that is ${tls} does not give way, and wants a certificate that is trusted`, async () => {
      const world = new RelayWorld();
      const host = world.host({}, withTls, { tls, name: '[192.0.2.1]' });
      const options: unknown[] = [];
      world.net.handshake = (wanted) => {
        options.push(wanted);
        return { failsWith: 'the certificate is self-signed' };
      };
      const report = await world.deliver([bart]);
      assert.deepEqual(words(report), ['transient starttls 4.7.5 [192.0.2.1]', 'dead']);
      assert.equal(
        diagnosticOf(report).text,
        'The encryption could not be set up (the certificate is self-signed).',
      );
      assert.deepEqual(options, [{ name: '192.0.2.1', verify: true }]);
      assert.equal(host.sessions.length, 1);
      world.net.handshake = () => 'done';
      await world.deliver([bart]);
      assert.equal(host.taken[0]?.isUnderTls, true);
    });
  }

  test('that is not offered where it is required', async () => {
    const world = new RelayWorld();
    world.host({}, [], { tls: 'required' });
    assert.deepEqual(words(await world.deliver([bart])), ['transient starttls 4.7.4 mx1.test', 'dead']);
  });

  test('that is not wanted', async () => {
    const world = new RelayWorld();
    const host = world.host({}, withTls, { tls: 'none' });
    await world.deliver([bart]);
    assert.equal(host.taken[0]?.isUnderTls, false);
  });
});

describe('a smart host that wants to know us', () => {
  const auth = { username: 'evergreen', password: 'terrace' };

  test('is told, under TLS', async () => {
    const world = new RelayWorld();
    const host = world.host({}, ['STARTTLS', 'AUTH PLAIN'], { auth, tls: 'required' });
    assert.equal(words(await world.deliver([bart])).at(-1), 'ok');
    assert.ok(host.commands[0]?.includes('AUTH PLAIN AGV2ZXJncmVlbgB0ZXJyYWNl'));
  });

  test('is never told in plain text, even if TLS fails', async () => {
    const world = new RelayWorld();
    const host = world.host({}, ['STARTTLS', 'AUTH PLAIN'], { auth });
    world.net.handshake = () => ({ failsWith: 'no' });
    assert.equal(words(await world.deliver([bart]))[0], 'transient auth 4.7.4 mx1.test');
    assert.ok(!host.commands.flat().some((line) => line.startsWith('AUTH')));
  });

  test('and does not: the mail waits for the operator', async () => {
    const world = new RelayWorld();
    world.host({ AUTH: '535 5.7.8 wrong' }, ['AUTH PLAIN'], { auth, tls: 'implicit' });
    assert.deepEqual(words(await world.deliver([bart])), ['transient auth 4.7.8 mx1.test', 'dead']);
  });
});

test('a bare address is sent as it came, a quoted one too', async () => {
  const world = new RelayWorld();
  const host = world.host();
  const reversePath = address('"Homer J"@Springfield.Test');
  await world.deliver([{ address: 'BART+x@KrustyLu.test' }], { message: { reversePath } });
  assert.equal(host.taken[0]?.mail, 'MAIL FROM:<"Homer J"@Springfield.Test>');
  assert.deepEqual(host.taken[0]?.rcpts, ['RCPT TO:<BART+x@KrustyLu.test>']);
});
