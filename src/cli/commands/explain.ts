import { readFile } from 'node:fs/promises';
import { type Command, InvalidArgumentError } from 'commander';
import type { Bytes } from '../../base/bytes.ts';
import { printable, printableJson } from '../../base/printable.ts';
import { noticeFieldName, readNoticeField } from '../../dsn/correlate/notice-field.ts';
import { explain } from '../../dsn/explain/explain.ts';
import type { AttemptFacts } from '../../dsn/explain/explanation.ts';
import { Dates } from '../../dsn/languages/dates.ts';
import { type Language, languageFor, languages } from '../../dsn/languages/languages.ts';
import { Words } from '../../dsn/languages/words.ts';
import { type ReadingWords, readingOf, readingOfReply } from '../../dsn/notice/reading.ts';
import { noticeText } from '../../dsn/notice/text.ts';
import { parseReport } from '../../dsn/parse/parse-report.ts';
import { replyInText } from '../../dsn/parse/reply-in-text.ts';
import { parseHeader } from '../../message/fields.ts';
import { InputError } from '../input-error.ts';
import { type GlobalOptions, print, type Streams } from '../output.ts';
import { explainedCause, explainedFile } from './explain-view.ts';

interface Options {
  readonly reply?: string;
  readonly host?: string;
  readonly lang: Language;
}

export function addExplainCommand(program: Command, streams: Streams): void {
  program
    .command('explain')
    .description(
      'what a notice of any mail server says, and what to do; needs no configuration and no server',
    )
    .argument('[file...]', 'mails that may be notices; - is standard input')
    .option('--reply <text>', 'explain one answer of a mail server instead, such as "550 5.1.1 No such user"')
    .option('--host <name>', 'the host that gave the answer')
    .option('--lang <tag>', `the language of the explanation: ${languages.join(', ')}`, languageTag, 'en')
    .addHelpText('after', '\nWith --json, each file becomes one line of JSON.')
    .action(async (files: string[], { reply, host, lang }: Options, command: Command) => {
      const words = new Words(lang);
      const reading = { words, dates: new Dates(words, { zoneMinutes: 0 }) };
      if (reply !== undefined && files.length === 0)
        return explainReply(reply, host, reading, command, streams);
      if (reply !== undefined || host !== undefined)
        throw new InputError('--reply and --host explain one answer, without files');
      if (files.length === 0) throw new InputError('name a file, or - for standard input, or use --reply');
      await explainFiles(files, reading, command, streams);
    });
}

async function explainFiles(
  files: readonly string[],
  reading: ReadingWords,
  command: Command,
  streams: Streams,
): Promise<void> {
  const { json } = command.optsWithGlobals<GlobalOptions>();
  let unread = 0;
  for (const file of files) {
    const bytes = await contentOf(file, streams);
    if (bytes === undefined) {
      unread++;
      continue;
    }
    const reports = parseReport(bytes);
    const verdict = readNoticeField(parseHeader(bytes).value(noticeFieldName) ?? '');
    if (json) streams.out(`${printableJson(explainedFile(file, reports, verdict))}\n`);
    else
      streams.out(
        textOf(
          file,
          files.length,
          reports.map((report) => noticeText(readingOf(report, reading, verdict))),
        ),
      );
  }
  if (unread > 0) throw new InputError(`${unread} of ${files.length} could not be read`);
}

const textOf = (file: string, count: number, texts: readonly string[]): string =>
  `${count > 1 ? `# ${printable(file)}\n\n` : ''}${texts.join('\n')}${count > 1 ? '\n' : ''}`;

/** Undefined, and said so, for what cannot be read: the other files are still worth it. */
async function contentOf(file: string, streams: Streams): Promise<Bytes | undefined> {
  try {
    return file === '-' ? await streams.readInput() : await readFile(file);
  } catch (error) {
    streams.err(`evergreen: ${printable(file)}: ${printable((error as Error).message)}\n`);
    return undefined;
  }
}

function explainReply(
  text: string,
  host: string | undefined,
  reading: ReadingWords,
  command: Command,
  streams: Streams,
): void {
  const facts: AttemptFacts = { ...replyInText(text), text, ...(host !== undefined && { host }) };
  const { status = null, replyCode = null } = facts;
  const result = { reply: text, host: host ?? null, replyCode, status, ...explainedCause(explain(facts)) };
  print(command, streams, result, () => noticeText(readingOfReply(facts, reading)));
}

function languageTag(tag: string): Language {
  const language = languageFor(tag);
  if (language === 'en' && !/^en\b/i.test(tag))
    throw new InvalidArgumentError(`Evergreen speaks ${languages.join(', ')}.`);
  return language;
}
