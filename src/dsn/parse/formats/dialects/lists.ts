import type { Dialect } from '../dialect.ts';

/** Managers of mailing lists, which send back what they do not pass on. */
export const lists: readonly Dialect[] = [
  {
    name: 'fml',
    subject: /^(?:NOT MEMBER article from|reject mail relay|Loop Back Warning|Rejected mail)/i,
    recipient: /(?:the list|manager of|ML) <(?<address>[^\s<>]{3,300}@[^\s<>]{3,300})>/,
  },
];
