import type { Dialect } from '../dialect.ts';

/** Managers of mailing lists, which send back what they do not pass on. */
export const lists: readonly Dialect[] = [
  {
    name: 'fml',
    isUnmistakable: true,
    subject:
      /^(?:NOT MEMBER article from|You .{1,300} are not member|reject mail relay|Loop Back Warning|Rejected mail)/i,
    recipient: /(?:\blist|manager of|ML) <(?<address>[^\s<>]{3,300}@[^\s<>]{3,300})>/,
  },
];
