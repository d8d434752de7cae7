/** Clients that keep sending, over the MX port and over submission, whether or not there is a server. */
import { setTimeout as sleep } from 'node:timers/promises';
import { ourDomain, type Ports } from '../testbed/config.ts';
import { ConnectionLost, type Reply, Talk } from '../testbed/talk.ts';
import type { Chance } from './chance.ts';
import { type Letter, writeLetter } from './letter.ts';
import { manners, remoteDomain } from './remote.ts';

const strangerAddress = 'stranger@elsewhere.test';
const lettersPerSessionMax = 6;
const pauseMsMax = 20;
const recipientsMax = 4;
/** Of 100 letters, those whose client gives up in the middle, and those that go by BDAT. */
const givenUpPercent = 5;
const chunkedPercent = 25;

export interface LoadWorld {
  readonly accounts: readonly [string, ...string[]];
  readonly password: string;
  /** Resolves when a server is up. */
  readonly ports: () => Promise<Ports>;
  readonly letters: Map<string, Letter>;
  /** Called when a client has seen a 250. */
  readonly onPromise: () => void;
}

export class LoadClient {
  readonly #world: LoadWorld;
  readonly #chance: Chance;
  readonly #name: string;
  readonly #isSubmitter: boolean;
  #isStopping = false;
  #written = 0;

  constructor(world: LoadWorld, name: string, isSubmitter: boolean, chance: Chance) {
    this.#world = world;
    this.#chance = chance;
    this.#name = name;
    this.#isSubmitter = isSubmitter;
  }

  stop(): void {
    this.#isStopping = true;
  }

  /** Sends until it is stopped. @throws Error if the server says what it should not */
  async run(): Promise<void> {
    while (!this.#isStopping) {
      const ports = await this.#world.ports();
      const from = this.#isSubmitter ? this.#chance.pick(this.#world.accounts) : strangerAddress;
      const talk = this.#isSubmitter ? Talk.openSecured(ports.submissions) : Talk.open(ports.mx);
      try {
        await this.#converse(talk, from);
      } catch (error) {
        if (!(error instanceof ConnectionLost)) throw error;
      } finally {
        talk.destroy();
      }
      await this.#pause();
    }
  }

  async #converse(talk: Talk, from: string): Promise<void> {
    demand(await talk.reply(), 220);
    demand(await talk.ask('EHLO client.test'), 250);
    if (this.#isSubmitter) {
      const response = Buffer.from(`\0${from}\0${this.#world.password}`).toString('base64');
      demand(await talk.ask(`AUTH PLAIN ${response}`), 235);
    }
    const count = 1 + this.#chance.below(lettersPerSessionMax);
    for (let sent = 0; sent < count && !this.#isStopping; sent++) {
      await this.#send(talk, from);
      await this.#pause();
    }
    await talk.ask('QUIT');
  }

  async #send(talk: Talk, from: string): Promise<void> {
    const letter = this.#write(from);
    this.#world.letters.set(letter.id, letter);
    try {
      demand(await talk.ask(`MAIL FROM:<${from}>`), 250);
      for (const recipient of letter.recipients) demand(await talk.ask(`RCPT TO:<${recipient}>`), 250);
      if (this.#chance.happens(givenUpPercent)) await this.#giveUp(talk, letter);
      else if (this.#chance.happens(chunkedPercent)) await this.#sendChunk(talk, letter);
      else await this.#sendData(talk, letter);
    } finally {
      if (letter.fate === 'under-way') letter.fate = 'void';
    }
  }

  async #sendData(talk: Talk, letter: Letter): Promise<void> {
    demand(await talk.ask('DATA'), 354);
    letter.fate = 'unknown';
    talk.send(`${letter.text.replace(/^\./gm, '..')}.\r\n`);
    this.#hear(letter, await talk.reply());
  }

  async #sendChunk(talk: Talk, letter: Letter): Promise<void> {
    letter.fate = 'unknown';
    talk.send(`BDAT ${letter.text.length} LAST\r\n${letter.text}`);
    this.#hear(letter, await talk.reply());
  }

  #hear(letter: Letter, reply: Reply): void {
    letter.fate = reply.code === 250 ? 'promised' : 'void';
    demand(reply, 250);
    this.#world.onPromise();
  }

  /** The client changes its mind, or its machine breaks down in the middle of the content. */
  async #giveUp(talk: Talk, letter: Letter): Promise<void> {
    if (this.#chance.happens(50)) {
      demand(await talk.ask('RSET'), 250);
      return;
    }
    demand(await talk.ask('DATA'), 354);
    talk.send(letter.text);
    throw new ConnectionLost('the client has hung up');
  }

  #write(from: string): Letter {
    const id = `${this.#name}-${++this.#written}`;
    const count = 1 + this.#chance.below(recipientsMax);
    const recipients = Array.from({ length: count }, (_, index) => this.#address(id, index));
    return writeLetter(id, from, [...new Set(recipients)], this.#chance);
  }

  #address(id: string, index: number): string {
    if (!this.#isSubmitter || this.#chance.happens(20)) return this.#chance.pick(this.#world.accounts);
    // Most are accepted, so that the queue moves.
    const manner = this.#chance.happens(50) ? 'accept' : this.#chance.pick(manners);
    return `${manner}.${id}.${index}@${remoteDomain}`;
  }

  #pause(): Promise<void> {
    return sleep(this.#chance.below(pauseMsMax));
  }
}

function demand(reply: Reply, code: number): void {
  if (reply.code !== code) throw new Error(`${code} was due, but the server said ${reply.text}`);
}

/** The mailboxes that the load goes to and comes from. */
export const people = [`homer@${ourDomain}`, `marge@${ourDomain}`, `lisa@${ourDomain}`] as const;
