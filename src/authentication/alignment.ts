/** Which domains count as one. Names are in lower case and ASCII, without a dot at the end. */

export const isSameOrBelow = (name: string, parent: string): boolean =>
  name === parent || name.endsWith(`.${parent}`);

const hasSeveralLabels = (name: string): boolean => name.includes('.');

/**
 * Whether a signature of `signer` speaks for addresses in `domain`: it is the same, or lies above it and so decides what stands
 * in the DNS below. Not the other way round: without a look-up nobody knows that `a.example` does not belong to somebody else
 * than `example`.
 */
export const speaksFor = (signer: string, domain: string): boolean =>
  hasSeveralLabels(signer) && isSameOrBelow(domain, signer);
