import { err, ok, type Result } from '../../../base/result.ts';
import type { Reply } from '../../../envelope/reply.ts';
import type { Conversation } from '../conversation.ts';
import * as replies from '../replies.ts';
import { command } from './command.ts';

/** What BDAT announces. */
interface Announcement {
  readonly sizeBytes: number;
  readonly isLast: boolean;
}

/** BDAT (RFC 3030 §2) brings a chunk. Its octets follow in any case, so that they are read also where they are not wanted. */
export const bdat = command({
  check: readAnnouncement,
  proceed(announcement, conversation) {
    const { phase } = conversation;
    if (phase === 'rcpt') askForContent(conversation, announcement);
    else if (phase === 'between-chunks') startChunk(conversation, announcement);
    else if (phase === 'mail') drain(conversation, announcement, replies.noRecipients);
    else drain(conversation, announcement, replies.outOfOrder('BDAT', phase));
  },
});

function askForContent(conversation: Conversation, announcement: Announcement): void {
  conversation.ask(
    { kind: 'data', transaction: conversation.transactionAsKnown() },
    {
      accepted() {
        conversation.openContent(false);
        startChunk(conversation, announcement);
      },
      refused: (reply) => drain(conversation, announcement, reply),
    },
  );
}

/** bdat-cmd = "BDAT" SP chunk-size [ SP end-marker ] */
function readAnnouncement(argument: string): Result<Announcement, Reply> {
  const [, size = '', marker] = /^(\d{1,16})( +LAST)?$/i.exec(argument) ?? [];
  const sizeBytes = Number(size);
  if (size === '' || !Number.isSafeInteger(sizeBytes)) return err(replies.badBdat);
  return ok({ sizeBytes, isLast: marker !== undefined });
}

function startChunk(conversation: Conversation, announcement: Announcement): void {
  const { sizeBytes, isLast } = announcement;
  const before = conversation.contentInHand.sizeBytes;
  if (before + sizeBytes > conversation.setup.limits.contentBytesMax) {
    drain(conversation, announcement, replies.tooLarge);
    return;
  }
  conversation.take('start-chunk');
  conversation.chunk = { sizeBytes, remainingBytes: sizeBytes, isLast };
}

/** RFC 3030 §2: accept and discard the data, then say why. The transaction is over, as after a failed DATA. */
function drain(conversation: Conversation, { sizeBytes }: Announcement, refusal: Reply): void {
  conversation.dropTransaction();
  conversation.take('start-drain');
  conversation.unwanted = { remainingBytes: sizeBytes, refusal };
}
