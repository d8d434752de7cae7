import type { Context, Hono } from 'hono';
import { limitExceeded } from '../jmap/problem.ts';
import { paths } from '../jmap/session.ts';
import { MemoryBudget } from '../policy/limits.ts';
import { sessionOf } from './api.ts';
import { readBody } from './body.ts';
import { uploadsInMemoryMax } from './limits.ts';
import { isMediaType } from './media-type.ts';
import { Places } from './places.ts';
import { jsonResponse, problemResponse, refuse } from './problems.ts';
import type { DemandVisitor } from './visitor.ts';
import type { HttpEnv, HttpWorld } from './world.ts';

/** Uploads (RFC 8620 §6.1). */
export function addUpload(app: Hono<HttpEnv>, world: HttpWorld, demand: DemandVisitor): void {
  const { concurrentUploadsMax, uploadBytesMax } = world.limits;
  const places = new Places(concurrentUploadsMax);
  const memory = new MemoryBudget(uploadsInMemoryMax * uploadBytesMax);
  // The slash at the end is part of the template, and forgotten easily.
  for (const path of [`${paths.upload}/:account/`, `${paths.upload}/:account`])
    app.post(path, demand, async (c) => {
      const answer = await places.take(c.get('visitor').account.id, () => takeUpload(c, world, memory));
      return (
        answer ??
        problemResponse(
          limitExceeded('maxConcurrentUpload', `${concurrentUploadsMax} uploads are under way already.`, 429),
          { 'retry-after': '5' },
        )
      );
    });
}

async function takeUpload(c: Context<HttpEnv>, world: HttpWorld, memory: MemoryBudget): Promise<Response> {
  const { uploadBytesMax } = world.limits;
  const account = sessionOf(c, world).accounts.get(c.req.param('account') ?? '');
  if (!account) return refuse(404, 'You have no such account.');
  if (account.isReadOnly) return refuse(403, 'The account may only be read.');
  const announced = Number(c.req.header('content-length') ?? uploadBytesMax);
  const tooLarge = limitExceeded('maxSizeUpload', `An upload has ${uploadBytesMax} octets at most.`, 413);
  if (announced > uploadBytesMax) return problemResponse(tooLarge);
  if (!memory.reserve(announced))
    return refuse(503, 'Too much is being uploaded just now; try again later.', { 'retry-after': '5' });
  try {
    const content = await readBody(c.env.incoming, uploadBytesMax);
    if (!content) return problemResponse(tooLarge);
    const field = c.req.header('content-type') ?? '';
    const type = isMediaType(field) ? field : 'application/octet-stream';
    const blobId = await world.blobs.keep(account.id, content, type);
    if (blobId === undefined) return refuse(507, 'There is no room for it.');
    return jsonResponse({ accountId: account.id, blobId, type, size: content.length }, 201);
  } finally {
    memory.release(announced);
  }
}
