import type { Format } from '../format.ts';
import { formatOf } from './dialect.ts';
import { gateways } from './dialects/gateways.ts';
import { groupware } from './dialects/groupware.ts';
import { lists } from './dialects/lists.ts';
import { providers } from './dialects/providers.ts';
import { unix } from './dialects/unix.ts';
import { general } from './general/general.ts';

/**
 * The readers of notices that no standard describes, in the order in which they are asked: providers first, since they are known by
 * their name even where they run a program that others run too; the general one last.
 */
export const formats: readonly Format[] = [
  ...[...providers, ...lists, ...gateways, ...groupware, ...unix].map(formatOf),
  general,
];
