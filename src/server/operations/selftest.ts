import * as v from 'valibot';
import type { BackscatterOutcome } from '../selftest/backscatter.ts';
import type { SelftestWatch } from '../selftest/watch.ts';
import { OperationError, type Operations, operation } from './operation.ts';

/** `selftest backscatter`. @param watch undefined while no server runs: it has no port to speak to */
export function selftestOperations(watch: () => Pick<SelftestWatch, 'run'> | undefined): Operations {
  return {
    'selftest.backscatter': operation(v.strictObject({}), async () => {
      const running = watch();
      if (!running)
        throw new OperationError(
          'the self-test speaks to the port of the running server: start it, then ask again',
        );
      return outcomeView(await running.run());
    }),
  };
}

export const outcomeView = ({ at, ...outcome }: BackscatterOutcome) => ({
  ...outcome,
  at: new Date(at).toISOString(),
});
