import { ourDomain } from '../testbed/config.ts';
import { Talk } from '../testbed/talk.ts';
import { type Copy, fieldOf, idOfMessageId, readCopy } from './letter.ts';

/** A notice: the letter it is about, and who did not get it. */
export interface FoundNotice {
  readonly about: string;
  readonly recipients: readonly string[];
}

/** An inbox, read over POP3 as its owner would. What was read once is remembered. */
export class Maildrop {
  readonly account: string;
  readonly letters: Copy[] = [];
  readonly notices: FoundNotice[] = [];
  /** What is wrong with it. */
  readonly faults: string[] = [];
  readonly #password: string;
  readonly #known = new Set<string>();

  constructor(account: string, password: string) {
    this.account = account;
    this.#password = password;
  }

  /** Reads what is new, and sees whether the rest is still there. */
  async look(port: number): Promise<void> {
    const talk = Talk.openSecured(port);
    await talk.line();
    await demandOk(talk, `USER ${this.account}`);
    await demandOk(talk, `PASS ${this.#password}`);
    await demandOk(talk, 'UIDL');
    const listed = (await multiline(talk)).map((line) => line.split(' '));
    const there = new Set(listed.map(([, uid = '']) => uid));
    if (there.size !== listed.length) this.faults.push(`${this.account} has a UID twice`);
    const gone = this.#known.difference(there);
    if (gone.size > 0) this.faults.push(`${gone.size} messages of ${this.account} have vanished`);
    for (const [number = '', uid = ''] of listed)
      if (!this.#known.has(uid)) await this.#read(talk, number, uid);
    await demandOk(talk, 'QUIT');
    talk.end();
  }

  async #read(talk: Talk, number: string, uid: string): Promise<void> {
    await demandOk(talk, `RETR ${number}`);
    const message = (await multiline(talk)).map((line) => `${line}\r\n`).join('');
    this.#known.add(uid);
    const header = message.slice(0, message.indexOf('\r\n\r\n'));
    const copy = readCopy(message);
    const about = fieldOf(header, 'In-Reply-To');
    if (copy) this.letters.push(copy);
    else if (about !== undefined && fieldOf(header, 'From')?.includes(`@${ourDomain}`)) {
      const recipients = (fieldOf(header, 'X-Failed-Recipients') ?? '').split(/,\s*/);
      this.notices.push({ about: idOfMessageId(about), recipients });
    } else this.faults.push(`${this.account} has a message that is neither letter nor notice: ${header}`);
  }
}

async function demandOk(talk: Talk, command: string): Promise<void> {
  talk.send(`${command}\r\n`);
  const answer = await talk.line();
  if (!answer.startsWith('+OK')) throw new Error(`${command.split(' ')[0]} was answered by ${answer}`);
}

async function multiline(talk: Talk): Promise<string[]> {
  const lines: string[] = [];
  for (;;) {
    const line = await talk.line();
    if (line === '.') return lines;
    lines.push(line.startsWith('.') ? line.slice(1) : line);
  }
}
