/** Whom to ask, where to read more: the addresses behind these words are such as nobody has written to. */
export const contact = new RegExp(
  [
    String.raw`\b(?:contact|questions?|assistance|help ?desk|support|for (?:more|further) (?:help|information|details)|write to|reply to|administrator|postmaster at)`,
    String.raw`\b(?:send|sending|forward|direct|address) (?:\w+ ){0,4}(?:e-?mail|mail|message|report|copy|complaint|comment|request|inquir\w{1,5}) to\b`,
    String.raw`\b(?:e-?mail|mail|ask|call|notify) (?:us|me|the)\b`,
    'kontakt|wenden sie|contactez|contacter|contacte|póngase|contatt|联系|聯繫|お問い合わせ|обра[тщ]',
  ].join('|'),
  'i',
);
