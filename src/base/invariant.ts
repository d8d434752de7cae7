/** A broken promise of our own code: never the fault of input, a peer or the machine. */
export class InvariantError extends Error {
  override readonly name = 'InvariantError';
}

/** Asserts what must be true if this program is right. @throws InvariantError */
export function invariant(condition: unknown, message: string): asserts condition {
  if (!condition) throw new InvariantError(message);
}

/** Marks a case that the types rule out. @throws InvariantError */
export function unreachable(value: never): never {
  throw new InvariantError(`unreachable: ${JSON.stringify(value)}`);
}
