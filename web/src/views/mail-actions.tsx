import { type Email, keyword } from '../jmap/mail.ts';
import { plainTextOf } from '../reading/text-of.ts';
import type { EmailUpdates } from '../state/email-updates.ts';
import type { Mail } from '../state/mail.ts';
import { endSessionIfOver } from '../state/session.ts';
import { longMoment } from '../words/moments.ts';
import type { Key, Words } from '../words/words.ts';
import { useWords } from '../words/words-context.ts';
import { addressText } from '../writing/addresses.ts';
import type { DeskWriting } from '../writing/desk-writing.ts';
import { draftOf, forward, type QuoteWords, replyTo } from '../writing/draft.ts';
import { displayName } from './mail-row.tsx';

interface MailActionsProps {
  readonly email: Email;
  readonly mail: Mail;
  readonly writing: DeskWriting;
}

/** What can be done with a mail that is open. */
export function MailActions({ email, mail, writing }: MailActionsProps) {
  const words = useWords();
  const text = () => plainTextOf(email);
  const reply = (all: boolean) => async () => {
    const own = (await writing.identities()).map(({ name, email: address }) => ({ name, email: address }));
    await writing.open(replyTo(email, text(), { all, own, words: quoteWords(words) }));
  };
  const passOn = () => writing.open(forward(email, text(), forwardedFacts(email, words), quoteWords(words)));
  const goOn = () => writing.open(draftOf(email, text()), email.id);
  const isDraft = keyword.draft in email.keywords;
  return (
    <div class="actions">
      {isDraft ? (
        <Action label="mail.continue" act={goOn} />
      ) : (
        <>
          <Action label="mail.reply" act={reply(false)} />
          <Action label="mail.reply-all" act={reply(true)} />
          <Action label="mail.forward" act={passOn} />
        </>
      )}
      {flagsOf(email).map(([label, patch]) => (
        <Action key={label} label={label} act={() => mail.update({ [email.id]: patch })} />
      ))}
    </div>
  );
}

function Action({ label, act }: { readonly label: Key; readonly act: () => Promise<void> }) {
  const words = useWords();
  return (
    <button type="button" class="button" onClick={() => void act().catch(endSessionIfOver)}>
      {words.say(label)}
    </button>
  );
}

/** What can be remembered of a mail. */
function flagsOf({ keywords }: Email): [label: Key, patch: EmailUpdates[string]][] {
  const flag = `keywords/${keyword.flagged}` as const;
  return [
    keyword.flagged in keywords ? ['mail.unflag', { [flag]: null }] : ['mail.flag', { [flag]: true }],
    ['mail.mark-unread', { [`keywords/${keyword.seen}` as const]: null }],
  ];
}

const quoteWords = (words: Words): QuoteWords => ({
  wrote: ({ from, sentAt, receivedAt }) =>
    words.say('mail.wrote', {
      date: longMoment(new Date(sentAt ?? receivedAt), words.language),
      name: (from ?? []).map(displayName).join(', '),
    }),
  forwarded: words.say('mail.forwarded'),
});

function forwardedFacts({ from, to, subject, sentAt, receivedAt }: Email, words: Words): string[] {
  return [
    `${words.say('mail.from')}: ${(from ?? []).map(addressText).join(', ')}`,
    `${words.say('mail.to')}: ${(to ?? []).map(addressText).join(', ')}`,
    `${words.say('mail.subject')}: ${subject ?? ''}`,
    longMoment(new Date(sentAt ?? receivedAt), words.language),
  ];
}
