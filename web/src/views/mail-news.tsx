import { useEffect } from 'preact/hooks';
import type { Email } from '../jmap/mail.ts';
import type { Notice } from '../jmap/news.ts';
import { plainTextOf } from '../reading/text-of.ts';
import type { Mail } from '../state/mail.ts';
import type { News } from '../state/news.ts';
import { endSessionIfOver } from '../state/session.ts';
import { useWords } from '../words/words-context.ts';
import type { DeskWriting } from '../writing/desk-writing.ts';
import { again, emptyDraft } from '../writing/draft.ts';
import { originalOf } from '../writing/resend.ts';
import { NoticeCard } from './notice-card.tsx';
import { Timeline } from './timeline.tsx';

export interface MailNewsProps {
  readonly email: Email;
  readonly mail: Mail;
  readonly news: News;
  readonly writing: DeskWriting;
}

/** What a mail that was sent has come to. */
export function Fate({ email, mail, news }: MailNewsProps) {
  const isSent = (mail.mailboxOf('sent')?.id ?? '') in email.mailboxIds;
  useEffect(() => {
    if (isSent) news.loadDeliveries(email.id).catch(endSessionIfOver);
  }, [email.id, isSent]);
  return (
    <>
      {news.deliveries(email.id).value.map((delivery) => (
        <Timeline delivery={delivery} key={delivery.id} />
      ))}
    </>
  );
}

/** The card of a mail that is a notice. */
export function NoticeOf({
  notice,
  email,
  mail,
  news,
  writing,
}: MailNewsProps & { readonly notice: Notice }) {
  const words = useWords();
  const { queueId } = notice;
  useEffect(() => {
    if (queueId !== null) news.loadAbout(queueId).catch(endSessionIfOver);
  }, [queueId]);
  const delivery = queueId === null ? undefined : news.about(queueId).value;
  const resend = async (addresses: readonly string[]) => {
    const original = await originalOf(notice, mail.jmap, news);
    if (!original) return 'not-found' as const;
    const to = addresses.map((address) => ({ name: null, email: address }));
    await writing.open(again(original, plainTextOf(original), to));
    return 'opened' as const;
  };
  const tellPostmaster = async () => {
    const [own] = await writing.identities();
    const domain = own?.email.slice(own.email.lastIndexOf('@') + 1) ?? '';
    await writing.open({
      ...emptyDraft,
      to: [{ name: null, email: `postmaster@${domain}` }],
      subject: [notice.content.headline, notice.queueId].filter(Boolean).join(' – '),
      attachments: [
        { blobId: email.blobId, name: words.say('notice.raw'), type: 'message/rfc822', size: email.size },
      ],
    });
  };
  return (
    <NoticeCard
      notice={notice}
      email={email}
      delivery={delivery}
      onResend={resend}
      onTellPostmaster={tellPostmaster}
    />
  );
}
