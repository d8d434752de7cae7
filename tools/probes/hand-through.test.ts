import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { after, before, beforeEach, describe, it } from 'node:test';
import { homer, marge, Testbed } from '../testbed/running-server.ts';
import { Talk } from '../testbed/talk.ts';
import { waitUntil } from '../testbed/wait.ts';

const domain = 'target.test';
const sales = 'sales@evergreen.test';
const refused = /^550 5\.0\.0 This address is forwarded, and the message was refused where it leads$/;
const timeoutMs = 1_000;

/** What the host says to each verb, and to the end of the content. Undefined: nothing, and it says no more. */
type Script = Readonly<Record<string, string | undefined>>;
const willing: Script = {
  EHLO: '250-target\r\n250 8BITMIME',
  DATA: '354 go',
  '.': '250 2.0.0 mine now',
};

/** A host by hand: one line, one answer. */
class Target {
  script: Script = willing;
  readonly taken: string[] = [];
  readonly #sockets = new Set<Socket>();
  readonly #server = createServer((socket) => this.#serve(socket));

  async start(): Promise<number> {
    this.#server.listen(0);
    await once(this.#server, 'listening');
    return (this.#server.address() as AddressInfo).port;
  }

  stop(): void {
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
  }

  #serve(socket: Socket): void {
    this.#sockets.add(socket);
    let unread = '';
    let content: string | undefined;
    socket.on('error', () => {});
    socket.write('220 target\r\n');
    const answer = (verb: string) => {
      const said = verb in this.script ? this.script[verb] : '250 2.0.0 ok';
      if (said === 'hang up') socket.destroy();
      else if (said !== undefined) socket.write(`${said}\r\n`);
      if (verb === '.' && said?.startsWith('250')) this.taken.push(content ?? '');
      return said;
    };
    socket.on('data', (octets) => {
      unread += octets.toString('latin1');
      for (let end = unread.indexOf('\r\n'); end !== -1; end = unread.indexOf('\r\n')) {
        const line = unread.slice(0, end);
        unread = unread.slice(end + 2);
        if (content !== undefined && line !== '.') content += `${line}\r\n`;
        else if (content !== undefined) {
          answer('.');
          content = undefined;
        } else if (answer(line.slice(0, 4).toUpperCase())?.startsWith('354')) content = '';
      }
    });
  }
}

describe('a message for an address that is forwarded to one other', () => {
  const target = new Target();
  let testbed: Testbed;
  before(async () => {
    const port = await target.start();
    const routes = Object.fromEntries(
      Array.from({ length: 20 }, (_, i) => [`${i}.${domain}`, `127.0.0.${i + 1}:${port}`]),
    );
    testbed = await Testbed.start({
      settings: {
        'relay.routes': routes,
        forwarding: { hand_through_timeout: `${timeoutMs / 1_000}s` },
        retry: { delays: ['1s'] },
        limits: { shutdown_grace: '1s' },
      },
    });
  });
  after(async () => {
    target.stop();
    await testbed.stop();
  });
  let count = 0;
  /** Each test has a destination of its own, for one that fails rests for a while. */
  beforeEach(async () => {
    target.script = willing;
    target.taken.length = 0;
    count++;
    await testbed.operate('alias.add', {
      address: sales,
      targets: [`krusty@${count}.${domain}`],
      owner: marge,
    });
  });

  async function send(text = 'Hello', mail = ''): Promise<string> {
    const talk = await Talk.begin(testbed.ports.mx);
    await talk.ask(`MAIL FROM:<bart@author.test>${mail}`);
    assert.equal((await talk.ask(`RCPT TO:<${sales}>`)).code, 250);
    await talk.ask('DATA');
    talk.send(`From: bart@author.test\r\nSubject: mail ${count}\r\n\r\n${text}\r\n.\r\n`);
    const reply = await talk.reply();
    await talk.ask('QUIT');
    return reply.text;
  }

  const standing = async () => {
    const message = (await testbed.messages()).find(({ subject }) => subject === `mail ${count}`);
    return message?.recipients.map(({ state, outcome }) => outcome?.kind ?? state);
  };
  const arrival = () => waitUntil('the message through the queue', async () => target.taken[0], 10_000);

  it('is at its target before the sending host has its answer, and remembered as relayed', async () => {
    assert.match(await send(), /^250 2\.0\.0 Handed on as /);
    assert.equal(target.taken.length, 1);
    assert.match(
      target.taken[0] ?? '',
      /\r\nReceived: [\s\S]*\r\nFrom: bart@author\.test\r\nSubject: mail \d+\r\n\r\nHello\r\n$/,
    );
    assert.deepEqual(await standing(), ['expanded', 'relayed']);
    const [queued] = (await testbed.messages()).filter(({ subject }) => subject === `mail ${count}`);
    const trace = JSON.stringify(await testbed.operate('trace', { id: queued?.queueId }));
    assert.match(trace, /Relayed to [^"]*: 250 2\.0\.0 mine now/);
  });

  it('is refused where its target is, in words that do not name it', async () => {
    for (const [at, said] of [
      ['MAIL', '550 5.1.8 not you'],
      ['RCPT', '550 5.1.1 no krusty here'],
    ] as const) {
      target.script = { ...willing, [at]: said };
      assert.match(await send(), refused, at);
    }
    assert.equal(await standing(), undefined, 'nothing was accepted');
    assert.deepEqual(await testbed.inbox(marge), [], 'and nobody has to be told');
  });

  it('is refused at once for a while after that, until the operator knows better', async () => {
    target.script = { ...willing, RCPT: '550 5.1.1 no krusty here' };
    assert.match(await send(), refused);
    target.script = willing;
    const [bad] = (await testbed.operate('forwards.list', {})) as readonly { readonly address: string }[];
    assert.equal(bad?.address, `krusty@${count}.${domain}`);
    const talk = await Talk.begin(testbed.ports.mx);
    await talk.ask('MAIL FROM:<bart@author.test>');
    assert.match((await talk.ask(`RCPT TO:<${sales}>`)).text, /^550 5\.2\.1 This address is forwarded/);
    await testbed.operate('forwards.retry', { address: bad.address });
    assert.equal((await talk.ask(`RCPT TO:<${sales}>`)).code, 250);
    talk.destroy();
  });

  it('is refused with the status of its target where that is about the message', async () => {
    target.script = { ...willing, '.': '552 5.3.4 too much' };
    assert.match(await send(), /^550 5\.3\.4 This address is forwarded/);
  });

  it('is refused if its target takes no mail of this kind', async () => {
    target.script = { ...willing, EHLO: '250 target' };
    assert.match(await send('\xe4', ' BODY=8BITMIME'), /^550 5\.6\.3 This address is forwarded/);
    assert.match(await send('plain'), /^250 2\.0\.0 Handed on/);
  });

  for (const [what, script] of [
    ['says 4yz', { RCPT: '451 4.7.1 come again' }],
    ['says 4yz to the end of the content', { '.': '451 4.3.0 come again' }],
    ['hangs up before the content', { DATA: 'hang up' }],
    ['hangs up after it', { '.': 'hang up' }],
    ['is slow to begin', { EHLO: undefined }],
    ['is slow to say what it thinks of the content', { '.': undefined }],
  ] as const) {
    it(`goes through the queue if its target ${what}`, async () => {
      target.script = { ...willing, ...script };
      const begun = Date.now();
      assert.match(await send(), /^250 2\.0\.0 Queued as /);
      assert.ok(Date.now() - begun < 3 * timeoutMs, 'nobody waits for long');
      assert.match((await standing())?.join() ?? '', /^expanded,(?:waiting|attempting)$/);
      target.script = willing;
      if (what.startsWith('is slow')) return;
      assert.match(await arrival(), /Hello/);
    });
  }

  it('keeps nobody waiting again for a target that did not answer', async () => {
    target.script = { ...willing, EHLO: undefined };
    await send();
    const begun = Date.now();
    assert.match(await send('again'), /^250 2\.0\.0 Queued as /);
    assert.ok(Date.now() - begun < timeoutMs / 2);
  });

  it('comes alone, or with a reply for each recipient', async () => {
    const talk = await Talk.begin(testbed.ports.mx);
    await talk.ask('MAIL FROM:<bart@author.test>');
    assert.equal((await talk.ask(`RCPT TO:<${sales}>`)).code, 250);
    assert.match((await talk.ask(`RCPT TO:<${homer}>`)).text, /^452 4\.5\.3 /);
    await talk.ask('RSET');
    target.script = { ...willing, '.': '554 5.7.1 no' };
    await talk.ask('MAIL FROM:<bart@author.test> PRDR');
    for (const to of [sales, homer]) assert.equal((await talk.ask(`RCPT TO:<${to}>`)).code, 250);
    await talk.ask('DATA');
    talk.send('Subject: to both\r\n\r\nHello\r\n.\r\n');
    const replies: string[] = [];
    for (let i = 0; i < 4; i++) replies.push((await talk.reply()).text);
    assert.match(replies.join(' | '), /^353 .* \| 550 5\.7\.1 .* \| 250 2\.1\.5 .* \| 250 2\.0\.0 Queued as/);
    await testbed.waitForMail(homer, 'Subject: to both');
    talk.destroy();
  });
});
