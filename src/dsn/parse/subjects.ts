/** Subjects under which mail systems report a failure, in the languages that they speak. */
export const failureSubject =
  /undeliver|non[- ]?deliver|returned mail|returned to sender|(?:delivery|mail|message) (?:status notification|has )?(?:\(?fail|error)|failure notice|delivery (?:failure|problem|error)|could not be (?:sent|delivered)|unzustellbar|nicht zugestellt|unable to deliver|non remis|no entregad|não entregue|mancata consegna/i;

/** Subjects under which they report that they still try. */
export const delaySubject =
  /\bdelayed|could not send message for|still being retried|warning: (?:message|mail)\b.{0,60}(?:delay|undeliver|not)/i;
