import type { Context, Hono } from 'hono';
import type { Bytes } from '../base/bytes.ts';
import type { StoredBlob } from '../jmap/blobs/blobs.ts';
import { paths } from '../jmap/session.ts';
import { sessionOf } from './api.ts';
import { attachment } from './disposition.ts';
import { isMediaType } from './media-type.ts';
import { refuse } from './problems.ts';
import { type ByteRange, parseRange } from './range.ts';
import type { DemandVisitor } from './visitor.ts';
import type { HttpEnv, HttpWorld } from './world.ts';

/** Downloads (RFC 8620 §6.2). */
export function addDownload(app: Hono<HttpEnv>, world: HttpWorld, demand: DemandVisitor): void {
  for (const path of [`${paths.download}/:account/:blob/:name`, `${paths.download}/:account/:blob/`])
    app.get(path, demand, (c) => sendBlob(c, world));
}

async function sendBlob(c: Context<HttpEnv>, world: HttpWorld): Promise<Response> {
  const { account: accountId = '', blob: blobId = '', name = '' } = c.req.param() as Record<string, string>;
  const account = sessionOf(c, world).accounts.get(accountId);
  const blob = account && (await world.blobs.find(account.id, blobId));
  if (!blob) return refuse(404, 'There is no such blob.');
  const type = c.req.query('accept') ?? '';
  const fields = {
    'content-type': isMediaType(type) ? type : 'application/octet-stream',
    'content-disposition': attachment(name),
    // What an id stands for never changes.
    'cache-control': 'private, immutable, max-age=31536000',
    etag: `"${blobId}"`,
    'accept-ranges': 'bytes',
  };
  if (c.req.header('if-none-match')?.includes(fields.etag))
    return new Response(null, { status: 304, headers: fields });
  const range = parseRange(c.req.header('range'), blob.sizeBytes);
  if (range === 'unsatisfiable')
    return refuse(416, 'The blob is shorter than that.', { 'content-range': `bytes */${blob.sizeBytes}` });
  const part = range === 'all' ? { offset: 0, length: blob.sizeBytes } : range;
  const isHead = c.req.method === 'HEAD';
  return new Response(isHead ? null : streamOf(blob, part), {
    status: range === 'all' ? 200 : 206,
    headers: {
      ...fields,
      'content-length': String(part.length),
      ...(range !== 'all' && {
        'content-range': `bytes ${part.offset}-${part.offset + part.length - 1}/${blob.sizeBytes}`,
      }),
    },
  });
}

/** The octets as the client takes them: what it does not read is not read from the disk either. */
function streamOf(blob: StoredBlob, { offset, length }: ByteRange): ReadableStream<Uint8Array> {
  let pieces: AsyncIterator<Bytes> | undefined;
  let missing = length;
  return new ReadableStream({
    pull: async (controller) => {
      pieces ??= blob.read(offset)[Symbol.asyncIterator]();
      while (missing > 0) {
        const { value, done } = await pieces.next();
        if (done) break;
        missing -= value.length;
        if (value.length === 0) continue;
        controller.enqueue(missing < 0 ? value.subarray(0, missing) : value);
        return;
      }
      await pieces.return?.();
      controller.close();
    },
    cancel: async () => {
      await pieces?.return?.();
    },
  });
}
