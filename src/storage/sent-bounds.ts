/**
 * Recipients of an address, the latest first, among which `findSent` looks: one of ours may have received any number of messages, and
 * a forged notice about it must not make us go through all of them.
 */
export const sentLookBackMax = 50;
