// Loaded before each test file: the random inputs of property tests are the same in every run, so that a run says something of the
// change at hand. To look for new ones: EVERGREEN_SEED=random npm test; a seed that fast-check printed is repeated the same way.
import { configureGlobal } from 'fast-check';

const { EVERGREEN_SEED: wanted = '20261123' } = process.env;
if (wanted !== 'random') configureGlobal({ seed: Number(wanted) });
