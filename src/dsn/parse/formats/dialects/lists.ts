import type { Dialect } from '../dialect.ts';

/** Managers of mailing lists, which send back what they do not pass on. */
export const lists: readonly Dialect[] = [
  {
    name: 'fml',
    isUnmistakable: true,
    subject: /^(?:NOT MEMBER article from \S|You \S{3,300} are not member \(.{1,100} ML\)$)/i,
    recipient: /(?:\blist|manager of|ML) <(?<address>[^\s<>]{3,300}@[^\s<>]{3,300})>/,
  },
  { name: 'majordomo', from: /^(?:owner-|majordomo)/, subject: /^BOUNCE / },
  { name: 'ezmlm', words: /^Hi! This is the ezmlm program/m },
  { name: 'listserv', from: /^listserv@/ },
  {
    name: 'mailman',
    from: /-(?:bounces|owner|request)@/,
    subject: /^(?:Your message to|Request to mailing list) /,
  },
];
