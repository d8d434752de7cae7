import assert from 'node:assert/strict';
import { userInfo } from 'node:os';
import { describe, it } from 'node:test';
import { type Command, CommanderError } from 'commander';
import { fromLatin1, toBase64 } from '../base/bytes.ts';
import type { QueueId } from '../queue/message.ts';
import { message, recipient } from '../queue/testing/samples.ts';
import { messageView } from '../server/operations/queue-view.ts';
import { buildProgram } from './program.ts';
import { harmless, hostile, run } from './testing/run.ts';

const id = '01m851e6xxxv1tqe67';
const who = userInfo().username;

describe('a command line asks the server', () => {
  delete process.env.SUDO_USER;
  const changed = { changed: 2 };
  const homer = { address: 'homer@springfield.test', createdAt: '2026-11-23T12:00:00.000Z' };
  const example = {
    at: '2026-11-23T12:00:00.000Z',
    to: 'homer@x.test',
    host: 'mx.y.test',
    subject: 'Undeliverable',
    queueId: '01m851e6xxxv1tqe67',
  };
  const surge = {
    account: 'homer',
    addresses: ['homer@x.test'],
    notices: 40,
    forged: 2,
    filed: 3,
    refused: 17,
    firstAt: '2026-11-23T12:00:00.000Z',
    lastAt: '2026-11-23T13:00:00.000Z',
    hosts: ['mx.y.test'],
    subjects: ['Undeliverable', 'failure notice'],
    card: '01m851e6xxxv1tqe67',
  };
  const cases: readonly [line: string, answer: unknown, asked: [string, unknown], out: string][] = [
    [
      'account add homer@x.test',
      { ...homer, password: 'kamo' },
      ['account.add', { address: 'homer@x.test' }],
      'Added homer@springfield.test\nPassword: kamo\n',
    ],
    [
      'account passwd homer@x.test',
      homer,
      ['account.passwd', { address: 'homer@x.test' }],
      'New password set for homer@springfield.test\n',
    ],
    [
      'account list',
      [homer],
      ['account.list', {}],
      'address                 language  since\nhomer@springfield.test            2026-11-23 12:00:00\n',
    ],
    [
      'account add homer@x.test --language de',
      { ...homer, password: 'kamo' },
      ['account.add', { address: 'homer@x.test', language: 'de' }],
      'Added homer@springfield.test\nPassword: kamo\n',
    ],
    [
      'account language homer@x.test pt-br',
      { ...homer, language: 'pt-BR' },
      ['account.language', { address: 'homer@x.test', language: 'pt-br' }],
      'homer@springfield.test: pt-BR\n',
    ],
    [
      'account language homer@x.test none',
      homer,
      ['account.language', { address: 'homer@x.test', language: null }],
      'homer@springfield.test: no language of its own\n',
    ],
    [
      'account remove homer@x.test',
      homer,
      ['account.remove', { address: 'homer@x.test' }],
      'Removed homer@springfield.test and its mail\n',
    ],
    [
      'verify krusty@x.test',
      [
        {
          address: 'krusty@x.test',
          verdict: 'good',
          reason: 'It has a mailbox.',
          status: null,
          didYouMean: ['k@x.test'],
        },
      ],
      ['verify', { addresses: ['krusty@x.test'] }],
      'good     krusty@x.test\n         It has a mailbox.\n         did you mean k@x.test?\n',
    ],
    [
      'verify krusty@x.test --call-out',
      [
        {
          ...{ address: 'krusty@x.test', verdict: 'good', reason: 'He is there.', status: null },
          callOut: { found: 'exists', host: 'mx.x.test', reply: '250 2.1.5 ok\u001b[2J' },
          didYouMean: [],
        },
      ],
      ['verify', { addresses: ['krusty@x.test'], callOut: true }],
      'good     krusty@x.test\n         He is there.\n         it said: 250 2.1.5 ok\\x1b[2J\n',
    ],
    [
      'alias add f@x.test a@x.test b@x.test',
      { address: 'f@x.test', targets: ['a@x.test', 'b@x.test'] },
      ['alias.add', { address: 'f@x.test', targets: ['a@x.test', 'b@x.test'] }],
      'f@x.test now stands for a@x.test, b@x.test\n',
    ],
    [
      'alias add f@x.test b@y.test --owner a@x.test',
      { address: 'f@x.test', targets: ['b@y.test'], owner: 'a@x.test' },
      ['alias.add', { address: 'f@x.test', targets: ['b@y.test'], owner: 'a@x.test' }],
      'f@x.test now stands for b@y.test\n',
    ],
    [
      'alias list',
      [
        { address: 'f@x.test', targets: ['a@x.test'] },
        { address: 'g@x.test', targets: ['b@y.test'], owner: 'a@x.test' },
      ],
      ['alias.list', {}],
      'address   stands for  owner\nf@x.test  a@x.test\ng@x.test  b@y.test    a@x.test\n',
    ],
    [
      'forwards list',
      [{ address: 'k@x.test', why: '550 5.1.1 no clown', until: '2026-11-24T12:00:00.000Z' }],
      ['forwards.list', {}],
      'target    refused until (UTC)  because\nk@x.test  2026-11-24 12:00:00  550 5.1.1 no clown\n',
    ],
    [
      'forwards retry k@x.test',
      { address: 'k@x.test' },
      ['forwards.retry', { address: 'k@x.test' }],
      'Mail goes to k@x.test again\n',
    ],
    ...['list', 'roll'].map((verb): [string, unknown, [string, unknown], string] => [
      `keys ${verb}`,
      [
        { name: 'q7', madeAt: '2026-11-24T12:00:00.000Z' },
        { name: '12', madeAt: '2026-11-23T12:00:00.000Z', knownUntil: '2026-12-13T12:00:00.000Z' },
      ],
      [`keys.${verb}`, {}],
      'key  made (UTC)\nq7   2026-11-24 12:00:00  signs\n12   2026-11-23 12:00:00  known until 2026-12-13 12:00:00\n',
    ]),
    [
      'batv status --days 30',
      {
        mode: 'monitor',
        taggedSince: '2026-11-01T12:00:00.000Z',
        days: 30,
        counts: { tagged: 7, yours: 2, doubtful: 1, strange: 3 },
        examples: { doubtful: [example], strange: [] },
        surges: [],
      },
      ['batv.status', { days: 30 }],
      `Mode monitor: tags are written and read, and nothing is refused for the lack of one.
Tags are written since 2026-11-01 12:00:00 UTC.

In the last 30 days, 7 notices came under a good tag, and 6 without one.
Of those 6, 2 were about mail that was sent from here: they are taken in any case.
4 others would be refused if tags are enforced. 1 of them may be about mail that was sent from here: enforcing would have lost it.
These may be real:
came (UTC)           to            from the host  subject        id
2026-11-23 12:00:00  homer@x.test  mx.y.test      Undeliverable  01m851e6xxxv1tqe67

No address is being forged just now.
`,
    ],
    [
      'batv status',
      {
        mode: 'enforce',
        taggedSince: '2026-11-01T12:00:00.000Z',
        enforcesFrom: '2026-11-13T12:00:00.000Z',
        days: 7,
        counts: { tagged: 1, yours: 0, doubtful: 0, strange: 0 },
        examples: { doubtful: [], strange: [] },
        surges: [surge],
      },
      ['batv.status', { days: 7 }],
      `Mode enforce: what comes without a tag, and is not known otherwise, is forged.
Tags are written since 2026-11-01 12:00:00 UTC.
Mail from before that may still come back: nothing is refused for its tag until 2026-11-13 12:00:00 UTC.

In the last 7 days, 1 notice came under a good tag, and 0 without one.
Enforcing would have lost nothing.

Somebody forges homer@x.test: 40 notices that nobody can prove came to the account homer,
  the first 2026-11-23 12:00:00, the latest 2026-11-23 13:00:00 UTC; 2 were surely forged.
  3 were filed as samples, 17 refused since the surge began. Its owner was told once, by message 01m851e6xxxv1tqe67.
  Hosts: mx.y.test
  Subjects: Undeliverable; failure notice
`,
    ],
    ...['batv exceptions', 'batv exceptions list'].map((line): (typeof cases)[number] => [
      line,
      { configured: [], learnt: [] },
      ['batv.exceptions', {}],
      'There are no exceptions: everybody is shown tags.\n',
    ]),
    [
      'batv exceptions remove lists.test',
      {
        configured: ['.services.test'],
        learnt: [
          {
            domain: 'old.test',
            learntAt: '2026-11-23T12:00:00.000Z',
            until: '2027-02-21T12:00:00.000Z',
            reply: '550 no',
          },
        ],
      },
      ['batv.remove', { domain: 'lists.test' }],
      `to              learnt (UTC)         until (UTC)          what the host said to a tag
.services.test  by batv.exceptions
old.test        2026-11-23 12:00:00  2027-02-21 12:00:00  550 no
`,
    ],
    [
      'alias remove f@x.test',
      { address: 'f@x.test' },
      ['alias.remove', { address: 'f@x.test' }],
      'Removed the alias f@x.test\n',
    ],
    ['queue retry --all', changed, ['queue.retry', { all: true, who }], '2 recipients made due\n'],
    [`queue hold ${id}`, { changed: 1 }, ['queue.hold', { id, who }], '1 recipient held\n'],
    [
      `queue hold ${id} --recipient 0 12`,
      changed,
      ['queue.hold', { id, recipients: [0, 12], who }],
      '2 recipients held\n',
    ],
    [
      'queue release --destination x.test',
      changed,
      ['queue.release', { destination: 'x.test', who }],
      '2 recipients released\n',
    ],
    [
      `queue fail ${id}`,
      changed,
      ['queue.fail', { id, who }],
      `2 recipients of ${id} failed, and its sender is told\n`,
    ],
    [
      `queue drop ${id} --recipient 1`,
      changed,
      ['queue.drop', { id, recipients: [1], who }],
      `2 recipients of ${id} dropped\n`,
    ],
    ['queue list', { messages: [], statistics: {} }, ['queue.list', {}], 'The queue is empty.\n'],
    [
      'suppression list homer@x.test',
      [],
      ['suppression.list', { account: 'homer@x.test' }],
      'No address is known to which mail of homer@x.test has failed for good.\n',
    ],
    ['inbox homer@x.test', [], ['inbox.list', { address: 'homer@x.test' }], 'The inbox is empty.\n'],
    [
      'inbox homer@x.test --junk',
      [],
      ['inbox.list', { address: 'homer@x.test', mailbox: 'junk' }],
      'The junk mailbox is empty.\n',
    ],
    [
      'inbox homer@x.test -1 --junk',
      { contentBase64: '' },
      ['inbox.show', { address: 'homer@x.test', mailbox: 'junk', number: -1 }],
      '\n',
    ],
    [
      'inbox homer@x.test 3',
      { contentBase64: toBase64(fromLatin1('Subject: x\r\n\r\nHi\r\n')) },
      ['inbox.show', { address: 'homer@x.test', number: 3 }],
      'Subject: x\n\nHi\n\n',
    ],
    [
      'inbox homer@x.test -1',
      { contentBase64: '' },
      ['inbox.show', { address: 'homer@x.test', number: -1 }],
      '\n',
    ],
  ];
  for (const [line, answer, asked, out] of cases) {
    it(line, async () => {
      assert.deepEqual(await run(line.split(' '), answer), { out, err: '', asked: [asked] });
    });

    it(`${line} --json`, async () => {
      const ran = await run([...line.split(' '), '--json'], answer);
      assert.deepEqual(ran.asked, [asked]);
      assert.deepEqual(JSON.parse(ran.out), answer);
      assert.match(ran.out, /^[^\n]*\n$/);
    });
  }

  it('queue list with everything', async () => {
    const line = `queue list --all --destination x.test --address a@x.test --limit 5 --after ${id}`;
    const { asked } = await run(line.split(' '), { messages: [], statistics: {} });
    const args = { all: true, destination: 'x.test', address: 'a@x.test', limit: 5, after: id };
    assert.deepEqual(asked, [['queue.list', args]]);
  });

  it('account add --password-stdin', async () => {
    const line = ['account', 'add', 'homer@x.test', '--password-stdin'];
    for (const [input, password] of [
      ['mmm donut\n', 'mmm donut'],
      ['mmm donut\r\n', 'mmm donut'],
      [' mmm donut \n\n', ' mmm donut \n'],
      ['', ''],
    ] as const) {
      const { asked } = await run(line, homer, input);
      assert.deepEqual(asked, [['account.add', { address: 'homer@x.test', password }]]);
    }
  });

  it('names who did it, behind sudo as well', async () => {
    process.env.SUDO_USER = 'lisa';
    try {
      const { asked } = await run(['queue', 'hold', '--all'], changed);
      assert.deepEqual(asked, [['queue.hold', { all: true, who: `lisa (as ${who})` }]]);
    } finally {
      delete process.env.SUDO_USER;
    }
  });
});

describe('what strangers wrote', () => {
  const view = messageView({
    message: message({
      queueId: id as QueueId,
      sizeBytes: 5,
      facts: { subject: hostile, is8bit: false, isHeaderUtf8: false },
    }),
    recipients: [recipient()],
  });

  it('of a list that was cut says how to go on', async () => {
    const statistics = { waiting: 2, attempting: 0, held: 0 };
    const { out } = await run(['queue', 'list'], { messages: [view], isCut: true, statistics });
    assert.match(out, new RegExp(`\\nThere are more: go on with --after ${id}\\n`));
  });

  it('is harmless in a list of the queue', async () => {
    const { out } = await run(['queue', 'list'], {
      messages: [{ ...view, reversePath: hostile }],
      statistics: { waiting: 1, attempting: 0, held: 0 },
    });
    assert.equal(
      out,
      `${id}  2026-11-23 12:00:00  5 B  from ${harmless}
    krustyklown@krustylu.test  being attempted since 2026-11-23 12:00:00

waiting  attempting  held
1        0           0
`,
    );
  });

  it('is harmless in an inbox', async () => {
    const entry = {
      number: 1,
      receivedAt: '2026-11-23T12:00:00.000Z',
      sizeBytes: 2_048,
      from: hostile,
      subject: 'x'.repeat(100),
    };
    const { out } = await run(['inbox', 'homer@x.test'], [entry]);
    const [, line] = out.split('\n');
    assert.equal(line, `1  2026-11-23 12:00:00  2.0 KiB  ${harmless}  ${'x'.repeat(60)}…`);
    const shown = await run(['inbox', 'homer@x.test', '1'], {
      contentBase64: toBase64(Buffer.from(hostile)),
    });
    assert.equal(shown.out, `${harmless.replace('\\x0d\\x0a', '\n').replace('\\ud800', '\ufffd')}\n`);
  });

  it('is harmless in JSON, and still the same', async () => {
    const { out } = await run(['queue', 'show', id, '--json'], view);
    assert.doesNotMatch(out.trimEnd(), /[\p{Cc}\p{Cf}\p{Cs}]/u);
    assert.equal(JSON.parse(out).subject, hostile);
  });

  it('is harmless in what became of a command', async () => {
    for (const line of [
      'account add a@x.test',
      'account passwd a@x.test',
      'account remove a@x.test',
      'account list',
      'alias add a@x.test b@x.test',
      'alias remove a@x.test',
      'alias list',
    ]) {
      const one = { address: hostile, targets: [hostile], createdAt: '2026-11-23T12:00:00.000Z' };
      const { out } = await run(line.split(' '), line.endsWith('list') ? [one] : one);
      assert.doesNotMatch(out.replaceAll('\n', ''), /[\p{Cc}\p{Cf}\p{Cs}]/u, line);
      assert.ok(out.includes(harmless), line);
    }
  });
});

describe('help', () => {
  const commands = (command: Command): Command[] => [command, ...command.commands.flatMap(commands)];
  const all = commands(
    buildProgram({ out: () => {}, err: () => {}, readInput: async () => new Uint8Array() }),
  );

  it('describes every command and every option', () => {
    assert.ok(all.length > 20);
    for (const command of all) {
      assert.notEqual(command.description(), '', command.name());
      for (const option of command.options) assert.notEqual(option.description, '', option.flags);
      for (const argument of command.registeredArguments) {
        const isPlain = ['address', 'account', 'queue-id', 'targets'].includes(argument.name());
        assert.ok(isPlain || argument.description !== '', `${command.name()} ${argument.name()}`);
      }
    }
  });

  it('names the options of all commands in the help of each', () => {
    for (const command of all.slice(1)) assert.match(command.helpInformation(), /--json/, command.name());
  });

  it('is printed where it is asked for', async () => {
    let out = '';
    const program = buildProgram({
      out: (text) => {
        out += text;
      },
      err: () => {},
      readInput: async () => new Uint8Array(),
    });
    await assert.rejects(program.parseAsync(['--help'], { from: 'user' }), { exitCode: 0 });
    for (const name of ['serve', 'try', 'account', 'alias', 'queue', 'trace', 'inbox'])
      assert.match(out, new RegExp(`^  ${name} `, 'm'));
  });

  it('is pointed to where a command line makes no sense', async () => {
    for (const line of [
      'frobnicate',
      'queue',
      'queue shwo',
      'account add',
      'queue hold --recipient x',
      'queue list --limit -1',
      'inbox homer@x.test 0',
      'inbox homer@x.test one',
      'try --port-offset 5',
      'try --port-offset 64001',
    ]) {
      await assert.rejects(run(line.split(' ')), (error) => {
        assert(error instanceof CommanderError, line);
        assert.equal(error.exitCode, 1);
        return true;
      });
    }
  });
});
