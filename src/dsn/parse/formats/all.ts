import type { Format } from '../format.ts';

/** The readers of notices that no standard describes, in the order in which they are asked: the surest first, the general one last. */
export const formats: readonly Format[] = [];
