import * as v from 'valibot';
import type { BadTarget, BadTargets } from '../../policy/bad-targets.ts';
import { addressArgument, OperationError, type Operations, operation } from './operation.ts';

/** `forwards list|retry`: the targets of forwards for which mail is refused at present. */
export function forwardOperations(targets: BadTargets): Operations {
  return {
    'forwards.list': operation(v.strictObject({}), async () => targets.list().map(badTargetView)),
    'forwards.retry': operation(v.strictObject({ address: addressArgument }), async ({ address }) => {
      if (!targets.forget(address))
        throw new OperationError(`mail for ${address.text} is not refused at present`);
      return { address: address.text };
    }),
  };
}

export const badTargetView = ({ address, why, until }: BadTarget) => ({
  address: address.text,
  why,
  until: new Date(until).toISOString(),
});
