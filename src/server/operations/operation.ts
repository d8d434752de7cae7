import * as v from 'valibot';
import { type MailboxAddress, parseMailboxAddress } from '../../address/mailbox-address.ts';
import { printable } from '../../base/printable.ts';
import { withoutSignature } from '../../dsn/correlate/signature.ts';
import { parseQueueId } from '../../queue/queue-id.ts';

/**
 * One thing that the operator can do. Arguments and results are JSON, because they may come through the control socket; each
 * operation checks its arguments. @throws OperationError
 */
export type Operation = (args: unknown) => Promise<unknown>;

export type Operations = Readonly<Record<string, Operation>>;

/** The operation cannot be done as asked. The message is one line for the operator. */
export class OperationError extends Error {
  override readonly name = 'OperationError';
}

/** Makes an operation of a schema and a function. */
export function operation<S extends v.GenericSchema>(
  schema: S,
  run: (args: v.InferOutput<S>) => Promise<unknown>,
): Operation {
  return async (args) => {
    const result = v.safeParse(schema, args, { abortEarly: true });
    if (!result.success) throw new OperationError(result.issues[0].message);
    return await run(result.output);
  };
}

/** An address as an argument. */
export const addressArgument = v.pipe(
  v.string(),
  v.rawTransform(({ dataset, addIssue, NEVER }): MailboxAddress => {
    const parsed = parseMailboxAddress(dataset.value, { utf8: true });
    if (parsed.ok) return parsed.value;
    addIssue({ message: `${printable(dataset.value, 300)}: ${parsed.error}` });
    return NEVER;
  }),
);

/** A queue id as an argument, bare or as it stands in a Received field. */
export const queueIdArgument = v.pipe(
  v.string(),
  v.rawTransform(({ dataset, addIssue, NEVER }) => {
    const id = parseQueueId(withoutSignature(dataset.value.trim()));
    if (id !== undefined) return id;
    addIssue({ message: `${printable(dataset.value, 100)} is not a queue id` });
    return NEVER;
  }),
);

/** Entries of one list. */
const listedMax = 100_000;
const limitWords = `a list has 1 to ${listedMax} entries`;

/** How many entries a list may have, as an argument. */
export const limitArgument = v.pipe(
  v.number(limitWords),
  v.integer(limitWords),
  v.minValue(1, limitWords),
  v.maxValue(listedMax, limitWords),
);
