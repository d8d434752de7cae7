import { type Bytes, concat, fromLatin1, indexOfBytes } from '../base/bytes.ts';
import type { Original } from '../dsn/report.ts';
import { headerBytesMax } from '../message/header-reader.ts';
import type { QueuedMessage } from '../queue/message.ts';

/** Reads the content of a queued message from an offset. */
export type ReadContent = (offset: number) => AsyncIterable<Bytes>;

export interface ReturnWish {
  /** The report may bring back all of the message. */
  readonly isWhole: boolean;
  /** Whoever reads it has to see the reverse-path. */
  readonly withReturnPath: boolean;
}

/** As much of a message as its report can use: all of it, or its header section. @throws StoreError */
export async function readOriginal(
  { sizeBytes, returnPathBytes }: QueuedMessage,
  readContent: ReadContent,
  { isWhole, withReturnPath }: ReturnWish,
): Promise<Original> {
  const content = readContent(withReturnPath ? 0 : returnPathBytes);
  const allBytes = sizeBytes + (withReturnPath ? returnPathBytes : 0);
  const message = isWhole
    ? await readUpTo(content, allBytes)
    : headerOf(await readUpTo(content, headerBytesMax));
  return { message, sizeBytes: allBytes };
}

async function readUpTo(content: AsyncIterable<Bytes>, bytesMax: number): Promise<Bytes> {
  const pieces: Bytes[] = [];
  let length = 0;
  for await (const piece of content) {
    pieces.push(piece.slice(0, bytesMax - length));
    length += piece.length;
    if (length >= bytesMax) break;
  }
  return concat(pieces);
}

const emptyLine = fromLatin1('\r\n\r\n');

/** Without the empty line, and without what follows it. */
function headerOf(bytes: Bytes): Bytes {
  const end = indexOfBytes(bytes, emptyLine);
  return end === -1 ? bytes : bytes.subarray(0, end + 2);
}
