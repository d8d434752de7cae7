import type { IncomingMessage } from 'node:http';
import { type Bytes, concat } from '../base/bytes.ts';

/** The content of a request, or undefined if it is longer than `bytesMax`. @throws if the client breaks off */
export async function readBody(request: IncomingMessage, bytesMax: number): Promise<Bytes | undefined> {
  if (Number(request.headers['content-length'] ?? 0) > bytesMax) return undefined;
  const pieces: Bytes[] = [];
  let bytes = 0;
  for await (const piece of request as AsyncIterable<Buffer>) {
    bytes += piece.length;
    if (bytes > bytesMax) return undefined;
    pieces.push(piece);
  }
  return concat(pieces);
}
