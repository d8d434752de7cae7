import { fromLatin1 } from '../../base/bytes.ts';
import { ForwardPaths } from '../forward-paths.ts';
import { springfield } from './springfield.ts';

/** The secret of testing/mail-srs.txt, and its days. */
export const testForwardPaths = (): ForwardPaths =>
  new ForwardPaths({ daysMax: 21, ours: springfield, secrets: () => [fromLatin1('doughnut')] });
