import { invariant } from '../base/invariant.ts';
import type { RecipientIndex } from './message.ts';
import type { Cap } from './notice-caps.ts';
import type { CapReason } from './recipient-state.ts';

/** Why the store did not write a settlement: a report in it must not be. Only the store can tell, as others settle at the same time. */
export type Objection = CapObjection | ToldObjection;

/** As many reports have been written in the last hour as may be. */
export interface CapObjection {
  readonly kind: 'capped';
  readonly because: Cap['because'];
}

/** The sender has had his last word on these original recipients. */
export interface ToldObjection {
  readonly kind: 'told';
  readonly originals: readonly RecipientIndex[];
}

/** All that was objected to a settlement so far: what it must not report. */
export interface Objections {
  readonly cap?: CapReason;
  readonly told: readonly RecipientIndex[];
  /** Nothing for those who are responsible for forwards. */
  readonly isOwnerCapped: boolean;
  /** No copies for the postmaster either. */
  readonly isPostmasterCapped: boolean;
}

export const noObjections: Objections = {
  told: [],
  isOwnerCapped: false,
  isPostmasterCapped: false,
};

/** @throws InvariantError if this was objected before: then it was not heeded, and asking again would never end */
export function withObjection(known: Objections, objection: Objection): Objections {
  if (objection.kind === 'told') {
    const told = objection.originals.filter((original) => !known.told.includes(original));
    invariant(told.length > 0, 'a settlement does not repeat a last word to which the store has objected');
    return { ...known, told: [...known.told, ...told] };
  }
  const { because } = objection;
  if (because === 'cap-postmaster') {
    invariant(!known.isPostmasterCapped, 'a settlement writes no copy where the cap on copies is reached');
    return { ...known, isPostmasterCapped: true };
  }
  if (because === 'cap-owner') {
    invariant(
      !known.isOwnerCapped,
      'a settlement tells no owner of a forward where the cap on that is reached',
    );
    return { ...known, isOwnerCapped: true };
  }
  invariant(known.cap === undefined, 'a settlement writes no report where a cap is reached');
  return { ...known, cap: because };
}
