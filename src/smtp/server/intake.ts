import { type Bytes, fromLatin1 } from '../../base/bytes.ts';
import { invariant } from '../../base/invariant.ts';
import type { Conversation } from './conversation.ts';
import * as replies from './replies.ts';

const lineEnd = fromLatin1('\r\n');

/** Reads what DATA brings (RFC 5321 §4.1.1.4). @returns false if there is nothing to read yet */
export function readData(conversation: Conversation): boolean {
  if (conversation.input.length === 0) return false;
  readContent(conversation, conversation.input.peek());
  if (conversation.contentInHand.isComplete) decide(conversation);
  return true;
}

/** Reads what BDAT brings (RFC 3030 §2). @returns false if there is nothing to read yet */
export function readChunk(conversation: Conversation): boolean {
  const { chunk, input } = conversation;
  invariant(chunk, 'there is a chunk in this phase');
  if (chunk.remainingBytes > 0) {
    if (input.length === 0) return false;
    const bytes = input.peek().subarray(0, chunk.remainingBytes);
    chunk.remainingBytes -= bytes.length;
    readContent(conversation, bytes);
  }
  if (chunk.remainingBytes === 0) {
    if (chunk.isLast) endChunks(conversation);
    else endChunk(conversation, chunk.sizeBytes);
  }
  return true;
}

/** Reads a chunk that nobody wants. @returns false if there is nothing to read yet */
export function readUnwanted(conversation: Conversation): boolean {
  const { unwanted, input } = conversation;
  invariant(unwanted, 'there is a chunk in this phase');
  if (unwanted.remainingBytes > 0) {
    const length = Math.min(unwanted.remainingBytes, input.length);
    if (length === 0) return false;
    input.skip(length);
    unwanted.remainingBytes -= length;
  }
  if (unwanted.remainingBytes === 0) {
    conversation.unwanted = undefined;
    conversation.take('end-drain');
    conversation.sayJunk(unwanted.refusal);
  }
  return true;
}

function readContent(conversation: Conversation, bytes: Bytes): void {
  const reader = conversation.contentInHand;
  const count = reader.read(bytes, (chunk) => conversation.outbox.push({ kind: 'content', chunk }));
  conversation.input.skip(count);
  // The rest is still read, but it need not be stored.
  if (reader.flaw !== undefined) conversation.discard();
}

function endChunk(conversation: Conversation, sizeBytes: number): void {
  if (refuseFlawed(conversation)) return;
  conversation.take('end-chunk');
  conversation.say(replies.chunkTaken(sizeBytes));
}

function endChunks(conversation: Conversation): void {
  const isLineEndMissing = conversation.contentInHand.finish();
  if (isLineEndMissing && conversation.contentInHand.flaw === undefined) {
    conversation.outbox.push({ kind: 'content', chunk: lineEnd });
  }
  decide(conversation);
}

/** The content is complete: is it accepted? */
function decide(conversation: Conversation): void {
  if (refuseFlawed(conversation)) return;
  conversation.take('complete-content');
  conversation.ask(
    { kind: 'message', transaction: conversation.transactionAsKnown() },
    {
      accepted(reply = replies.messageOk, each) {
        conversation.sayOfEach(each, replies.takenForRecipient);
        conversation.endAccepted();
        conversation.say(reply);
      },
      refused(reply, each) {
        // What is wrong with the message itself needs no block: 4yz or 5yz in place of 353 is for all of them.
        if (each) conversation.sayOfEach(each, reply);
        conversation.say(reply);
        conversation.dropTransaction();
      },
    },
  );
}

function refuseFlawed(conversation: Conversation): boolean {
  const { flaw } = conversation.contentInHand;
  if (flaw === undefined) return false;
  conversation.say(replies.flawed(flaw));
  conversation.dropTransaction();
  return true;
}
