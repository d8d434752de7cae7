import type { Recipient } from '../queue/message.ts';

/** True of a recipient at its acceptance whose mail has gone to another host, or will go. */
export const isForOthers = ({ state }: Recipient): boolean =>
  state.kind !== 'settled' || state.outcome.kind === 'relayed';
