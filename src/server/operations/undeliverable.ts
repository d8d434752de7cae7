import * as v from 'valibot';
import { pathText } from '../../address/path.ts';
import { toBase64 } from '../../base/bytes.ts';
import { replyText } from '../../envelope/reply.ts';
import { type Filed, filedReasons, type UndeliverableStore } from '../../queue/undeliverable.ts';
import { limitArgument, OperationError, type Operations, operation, queueIdArgument } from './operation.ts';

/** Filings that one `undeliverable list` shows unless it is asked for more. */
const listLimit = 100;

/** `undeliverable list|show`: what failed, and nobody may be told of. */
export function undeliverableOperations(undeliverable: UndeliverableStore): Operations {
  return {
    'undeliverable.list': operation(
      v.strictObject({
        reason: v.optional(v.picklist(filedReasons, `a reason is one of ${filedReasons.join(', ')}`)),
        before: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
        limit: v.optional(limitArgument, listLimit),
      }),
      async ({ reason, before, limit }) => {
        const found = await undeliverable.list({
          ...(reason !== undefined && { reason }),
          ...(before !== undefined && { before }),
          limit: limit + 1,
        });
        return {
          filed: found.slice(0, limit).map(filedView),
          isCut: found.length > limit,
          counts: await undeliverable.counts(),
        };
      },
    ),
    'undeliverable.show': operation(v.strictObject({ id: queueIdArgument }), async ({ id }) => {
      const found = await undeliverable.ofMessage(id);
      if (found.length === 0) throw new OperationError(`nothing is filed of message ${id} (any more)`);
      return found.map((filed) => ({ ...filedView(filed), headerBase64: toBase64(filed.header) }));
    }),
  };
}

/** A filing as the CLI's JSON shows it; times are ISO 8601 in UTC, strings as they came. */
export function filedView({ number, at, reason, message, recipients }: Filed) {
  const { queueId, envelope, origin, arrival, arrivedAt, sizeBytes, verdict, facts } = message;
  return {
    number,
    at: new Date(at).toISOString(),
    reason,
    queueId,
    reversePath: pathText(envelope.reversePath),
    origin,
    ...(arrival && { arrival }),
    arrivedAt: new Date(arrivedAt).toISOString(),
    sizeBytes,
    ...facts,
    ...(verdict && { verdict }),
    recipients: recipients.map(({ index, address, alias, diagnostic }) => ({
      index,
      address: address.text,
      ...(alias && { alias: alias.text }),
      status: diagnostic.status,
      text: diagnostic.text,
      ...(diagnostic.reply && { reply: replyText(diagnostic.reply) }),
    })),
  };
}
