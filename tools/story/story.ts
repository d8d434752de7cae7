/**
 * Plays the story that Evergreen exists for, on the real ports, with mail programs that are not ours: a typo comes home, and a
 * forgery does not. Exits with 1 if a step fails.
 */
import type { Email } from 'postal-mime';
import { isMendable } from '../../src/cli/mendable.ts';
import { tellCounterStory } from './counter-story.ts';
import { LogTail } from './log-events.ts';
import { MailProgram } from './mail-program.ts';
import { Printer } from './printer.ts';
import { findOrStartWorld, type StoryWorld } from './world.ts';

const wrongAddress = 'krustyClown@krustylu.test';
const rightAddress = 'krustyKlown@krustylu.test';
const stepTimeoutMs = 15_000;

async function tellStory(world: StoryWorld, print: Printer): Promise<void> {
  const people = peopleOf(world);
  const { homer, krusty } = people;
  await writeBefore(people, print);
  const springfield = await LogTail.fromEnd(`${world.folders['springfield.test']}/evergreen.log`);
  const subject = `Fan mail of ${new Date().toISOString()}`;
  const letter = { subject, text: 'Dear Krusty,\n\nI saw you on television!\n\nHomer\n' };

  print.title(`Homer writes to ${wrongAddress}; but it is ${rightAddress}.`);
  print.step('submitted', `${wrongAddress}, by nodemailer over STARTTLS`);
  const sent = await homer.send({ ...letter, to: wrongAddress });
  print.step('accepted', sent.response);
  const { queueId } = await springfield.waitFor(
    'accepted',
    (line) => line.msg === 'accepted' && line.messageId === sent.messageId,
    stepTimeoutMs,
  );
  const about = (event: string) =>
    springfield.waitFor(event, (line) => line.msg === event && line.queueId === queueId, stepTimeoutMs);
  print.step('queued', `as ${queueId}`);
  print.step('connected', `to ${(await about('connected')).remote}`);
  print.step('refused', String((await about('a recipient is settled')).reply));
  print.step('notice written', `as ${(await about('a report is written')).report}`);
  const isNotice = (mail: Email) => mail.inReplyTo === sent.messageId;
  const notice = await homer.waitFor('notice', isNotice, stepTimeoutMs);
  print.step('notice in the mailbox', `"${notice.subject}"`);
  print.mail(
    { From: notice.from?.address ?? '', To: homer.address, Subject: notice.subject ?? '' },
    notice.text ?? '',
  );
  if (!notice.text?.includes(wrongAddress))
    throw new Error('the notice does not name the address that failed');

  const again = await homer.send({ ...letter, to: suggestionIn(notice) });
  print.step('corrected', `${rightAddress}, as the notice suggests: ${again.response}`);
  const letterOfHomer = await krusty.waitFor(
    'letter',
    (mail) => mail.messageId === again.messageId,
    stepTimeoutMs,
  );
  print.step('delivered', "the letter is in Krusty's inbox");
  print.step('proven', resultsIn(letterOfHomer));
}

/** What Krusty's server found out of who sent the letter: it looked up SPF, DMARC and two DKIM keys, and verified two signatures. */
function resultsIn(letter: Email): string {
  const field = letter.headers.find(({ key }) => key === 'authentication-results')?.value ?? '';
  const results = field.match(/\b(?:spf|dkim|dmarc)=\w+/g) ?? [];
  if (results.join() !== 'spf=pass,dkim=pass,dkim=pass,dmarc=pass')
    throw new Error(`the letter is not proven to come from springfield.test: ${field}`);
  return results.join(', ');
}

/** Homer has written to the right address before: so Evergreen knows whom he may mean. */
async function writeBefore({ homer, krusty }: People, print: Printer): Promise<void> {
  print.title(`Last week Homer wrote to ${rightAddress}, and it arrived.`);
  const letter = {
    to: rightAddress,
    subject: 'A question',
    text: 'Dear Krusty,\n\nwhen are you on?\n\nHomer\n',
  };
  const sent = await homer.send(letter);
  print.step('submitted', `${rightAddress}: ${sent.response}`);
  await krusty.waitFor('letter', (mail) => mail.messageId === sent.messageId, stepTimeoutMs);
  print.step('delivered', "the letter is in Krusty's inbox");
}

/** The address that the notice offers. */
function suggestionIn({ text = '' }: Email): string {
  const suggested = /Did you mean\s+(\S+)\?/.exec(text)?.[1];
  if (suggested !== rightAddress) throw new Error(`the notice does not offer ${rightAddress}`);
  return suggested;
}

type People = ReturnType<typeof peopleOf>;

function peopleOf(world: StoryWorld) {
  const [homer, , krusty] = world.accounts.map((account) => new MailProgram(account, world));
  if (!homer || !krusty) throw new Error('the world lacks its people');
  return { homer, krusty };
}

const folderArgument = process.argv.indexOf('--data');
const folder = folderArgument === -1 ? 'data' : (process.argv[folderArgument + 1] ?? 'data');
const print = new Printer();
try {
  const world = await findOrStartWorld(folder);
  print.title(
    world.isOurs
      ? 'Two servers are started for the story.'
      : `The two servers that run on ${folder} are used.`,
  );
  try {
    await tellStory(world, print);
    await tellCounterStory(world, print);
    print.title('Told: the typo came home, and the forgery did not.');
  } finally {
    await world.stop();
  }
} catch (error) {
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(
    `\nThe story failed: ${isMendable(error) || !(error instanceof Error) ? message : error.stack}\n`,
  );
  process.exitCode = 1;
}
