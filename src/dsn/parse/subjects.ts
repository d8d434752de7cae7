/** Subjects under which mail systems report a failure, in the languages that they speak. */
export const failureSubject =
  /undeliver|non[- ]?deliver|returned mail|returned to sender|(?:delivery|mail|message) (?:status notification|has )?(?:\(?fail|error)|failure notice|delivery (?:failure|problem|error)|could not be (?:sent|delivered)|unzustellbar|nicht zugestellt|unable to deliver|non remis|no entregad|não entregue|mancata consegna/i;

/** Subjects under which they report that they still try. */
export const delaySubject =
  /\bdelayed|could not send message for|still being retried|warning: (?:message|mail)\b.{0,60}(?:delay|undeliver|not)/i;

/** Subjects about deliveries of another kind. */
export const goodsSubject =
  /\b(?:parcels?|packages?|shipments?|couriers?|orders?|pakete?s?|colis|paquetes?|pacch[io]\w*|encomenda)\b/i;

/** What systems tell of more than one mail: logs, what a filter holds, how full a mailbox is. */
export const overviewSubject =
  /\b(?:log(?:watch| summary)|quarantine (?:digest|summary|report|notification)|(?:daily|weekly|spam) (?:digest|summary|report)|statistics|mailbox (?:is )?(?:almost|nearly) full|quota (?:warning|notification))\b/i;
