/** Something that was given to a command cannot be used. The message is one line for whoever gave it. */
export class InputError extends Error {
  override readonly name = 'InputError';
}
