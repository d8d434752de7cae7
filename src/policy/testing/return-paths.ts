import { fromLatin1 } from '../../base/bytes.ts';
import type { TagKey } from '../prvs.ts';
import { ReturnPaths, type TagRules } from '../return-paths.ts';
import { springfield } from './springfield.ts';

export const doughnut: TagKey = { number: 0, secret: fromLatin1('doughnut') };

/** Those of Springfield, by the key `doughnut`, good for a week. */
export const testReturnPaths = (change: Partial<TagRules> = {}): ReturnPaths =>
  new ReturnPaths({
    mode: 'monitor',
    days: 7,
    exceptions: new Set(),
    ours: springfield,
    keys: () => [doughnut],
    ...change,
  });
