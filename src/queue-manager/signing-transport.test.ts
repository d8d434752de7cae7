import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Bytes, concat, fromLatin1, latin1 } from '../base/bytes.ts';
import { VirtualClock } from '../base/testing/virtual-clock.ts';
import type { DkimSigner } from '../message/dkim/sign.ts';
import { type TestSigner, testSigner, verdicts } from '../message/dkim/testing/signers.ts';
import type { QueuedMessage } from '../queue/message.ts';
import { id, message, noon, recipient, relayed, relayIn } from '../queue/testing/samples.ts';
import type { DeliveryJob } from '../transports/transport.ts';
import { SigningTransport } from './signing-transport.ts';
import { report, ScriptedTransport } from './testing/scripted-transport.ts';

const rsa = testSigner('rsa-sha256', 'springfield.test');
const ed25519 = testSigner('ed25519-sha256', 'springfield.test');
const text = 'From: homer@springfield.test\r\nSubject: Hello\r\n\r\nHello\r\n';

/** What went out, and what it took. */
class World {
  signers: readonly DkimSigner[] = [rsa, ed25519];
  signatures = 0;
  reads = 0;
  piecesRead = 0;
  readonly logged: string[] = [];
  readonly sent: { readonly bytes: Bytes; readonly sizeBytes: number }[] = [];
  readonly transport: SigningTransport;

  constructor() {
    const clock = new VirtualClock(noon);
    const quiet = () => {};
    const error = (event: string) => void this.logged.push(event);
    const log = { debug: quiet, info: quiet, warn: quiet, error, with: () => log };
    const inner = new ScriptedTransport(clock, async (job) => {
      const pieces = await Array.fromAsync(job.content());
      this.sent.push({ bytes: concat(pieces), sizeBytes: job.message.sizeBytes });
      return report(job, relayed(true));
    });
    this.transport = new SigningTransport(inner, {
      clock,
      log,
      signersOf: (domain) =>
        domain === 'springfield.test' ? this.signers.map((each) => this.#counted(each)) : [],
    });
  }

  async send(content: string, about: Partial<QueuedMessage> = {}): Promise<string> {
    const pieces = content.match(/.{1,20}/gs) ?? [];
    const read = async function* (this: World) {
      this.reads++;
      for (const piece of pieces) {
        this.piecesRead++;
        yield fromLatin1(piece);
      }
    };
    const job: DeliveryJob = {
      message: message({ ...about, sizeBytes: content.length }),
      destination: 'krustylu.test',
      recipients: [recipient()],
      content: () => read.call(this),
      signal: new AbortController().signal,
      onConnected: () => {},
    };
    const { destination, results } = await this.transport.deliver(job);
    assert.equal(destination, 'ok');
    assert.equal(results.get(0)?.kind, 'relayed');
    const last = this.sent.at(-1);
    assert(last);
    assert.equal(last.sizeBytes, last.bytes.length);
    assert(latin1(last.bytes).endsWith(content));
    return latin1(last.bytes);
  }

  #counted(signer: DkimSigner): DkimSigner {
    return {
      ...signer,
      sign: (data) => {
        this.signatures++;
        return signer.sign(data);
      },
    };
  }
}

const verify = (sent: string, signers: readonly TestSigner[] = [rsa, ed25519]) =>
  verdicts(fromLatin1(sent), signers);

describe('what leaves us', () => {
  it('is signed by each key', async () => {
    const sent = await new World().send(text);
    assert.deepEqual(await verify(sent), ['rsa-sha256 pass', 'ed25519-sha256 pass']);
  });

  it('is signed if we wrote it ourselves', async () => {
    const origin = { kind: 'report', about: id('another') } as const;
    const sent = await new World().send(text.replace('homer', 'postmaster'), { origin });
    assert.deepEqual(await verify(sent), ['rsa-sha256 pass', 'ed25519-sha256 pass']);
  });

  it('is not signed if another host brought it, whoever it claims to be from', async () => {
    const world = new World();
    assert.equal(await world.send(text, { origin: relayIn }), text);
    assert.equal(world.reads, 1);
  });

  for (const from of [
    'burns@plant.test',
    'homer@mail.springfield.test',
    'homer@springfield.test, burns@plant.test',
    '',
  ])
    it(`is not signed if it is from ${from || 'nobody'}, and not read for it`, async () => {
      const world = new World();
      const other = `From: ${from}\r\nSubject: Hello\r\n\r\n${'Hello '.repeat(100)}\r\n`;
      assert.equal(await world.send(other), other);
      assert(world.piecesRead < 1.5 * (other.length / 20));
      assert.deepEqual(world.logged, []);
    });

  it('is not signed without a key', async () => {
    const world = new World();
    world.signers = [];
    assert.equal(await world.send(text), text);
    assert.equal(await world.send('From: homer@springfield.test'), 'From: homer@springfield.test');
  });

  it('goes without a signature if a key fails, and the operator hears of it', async () => {
    const world = new World();
    world.signers = [rsa, { ...ed25519, sign: () => Promise.reject(new Error('broken')) }];
    assert.equal(await world.send(text), text);
    assert.deepEqual(world.logged, ['a message could not be signed, and goes without']);
    world.signers = [rsa];
    assert.deepEqual(await verify(await world.send(text)), ['rsa-sha256 pass']);
  });
});

describe('a retry', () => {
  it('takes the signatures that were made', async () => {
    const world = new World();
    const sent = await world.send(text);
    assert.equal(await world.send(text), sent);
    assert.equal(world.signatures, 2);
    assert.equal(world.reads, 3);
  });

  it('signs anew after the key has changed', async () => {
    const world = new World();
    world.signers = [];
    await world.send(text);
    world.signers = [rsa];
    assert.deepEqual(await verify(await world.send(text)), ['rsa-sha256 pass']);
    world.signers = [ed25519];
    assert.deepEqual(await verify(await world.send(text)), ['ed25519-sha256 pass']);
  });

  it('is remembered for the last thousand messages', async () => {
    const world = new World();
    world.signers = [ed25519];
    for (let i = 0; i <= 1_000; i++) await world.send(text, { queueId: id(`m${i}`) });
    await world.send(text, { queueId: id('m1') });
    assert.equal(world.signatures, 1_001);
    await world.send(text, { queueId: id('m0') });
    assert.equal(world.signatures, 1_002);
  });
});
