import * as v from 'valibot';
import type { SigningKeys, SigningKeyView } from '../signing-keys.ts';
import { type Operations, operation } from './operation.ts';

/** `keys list|roll`: the keys by which we know what we wrote ourselves. */
export function keyOperations(keys: SigningKeys): Operations {
  const list = () => keys.list().map(keyView);
  return {
    'keys.list': operation(v.strictObject({}), async () => list()),
    'keys.roll': operation(v.strictObject({}), async () => {
      await keys.roll();
      return list();
    }),
  };
}

export const keyView = ({ name, madeAt, knownUntil }: SigningKeyView) => ({
  name,
  madeAt: new Date(madeAt).toISOString(),
  ...(knownUntil !== undefined && { knownUntil: new Date(knownUntil).toISOString() }),
});
