/** The dark twin: mail with a forged sender to nobody must be refused on the line, and nothing may leave. */
import { createTransport } from 'nodemailer';
import { askServer } from '../../src/server/control.ts';
import { MailProgram } from './mail-program.ts';
import type { Printer } from './printer.ts';
import type { StoryWorld } from './world.ts';

/** Long enough for a notice to be written and delivered, if one were. */
const quietMs = 1_000;

export async function tellCounterStory(world: StoryWorld, print: Printer): Promise<void> {
  const [homer, , krusty] = world.accounts;
  if (!homer || !krusty) throw new Error('the world lacks its people');
  print.title('A stranger forges Homer as the sender and writes to nobody at krustylu.test.');
  const program = new MailProgram(homer, world);
  const before = await countMessages(world);
  const inboxBefore = (await program.read()).length;
  const refusal = await forge(krusty.ip, world.ports.mx, homer.address);
  print.step('refused', refusal);
  if (!refusal.startsWith('550 5.1.1'))
    throw new Error('an unknown recipient must be refused with 550 5.1.1');
  await new Promise((resolve) => setTimeout(resolve, quietMs));
  const after = await countMessages(world);
  if (after !== before) throw new Error(`${after - before} message(s) were queued for a forgery`);
  if ((await program.read()).length !== inboxBefore)
    throw new Error('Homer got mail about a letter that he never wrote');
  print.step('silence', 'no mail left either server, and Homer heard nothing');
}

/** @returns the reply to RCPT */
async function forge(host: string, port: number, from: string): Promise<string> {
  const transport = createTransport({
    host,
    port,
    tls: { rejectUnauthorized: false, servername: 'localhost' },
  });
  try {
    await transport.sendMail({
      from,
      to: 'nobody@krustylu.test',
      subject: 'You have won',
      text: 'Click here.',
    });
  } catch (error) {
    return (error as { readonly response?: string }).response ?? String(error);
  } finally {
    transport.close();
  }
  throw new Error('a mail to nobody was accepted');
}

async function countMessages(world: StoryWorld): Promise<number> {
  let count = 0;
  for (const folder of Object.values(world.folders)) {
    const answer = await askServer(folder, 'queue.list', { all: true, limit: 100_000 });
    if (!answer) throw new Error(`the server of ${folder} has gone`);
    count += (answer.result as { readonly messages: readonly unknown[] }).messages.length;
  }
  return count;
}
