import { anyPhrase } from './phrase.ts';

/** A mail is late, and is still being tried. */
export const delayPhrase = anyPhrase({
  english: [
    String.raw`\b(?:has|have|was|were) (?:not|n't) (?:yet been|been able to be) (?:delivered|sent|relayed)|\bnot yet (?:been )?(?:delivered|sent)|\b(?:delivered|sent) yet\b|\bfailed temporarily\b|\b(?:state|status|action|result): ?(?:delayed|deferred|queued)|\bnext (?:try|attempt|retry)\b|\b(?:is|are|was|been) (?:queued|kept|held) (?:for|until|in)\b|\b(?:is|are|has been) (?:still )?(?:queued\b|in the queue)|\b(?:will|shall) (?:be )?(?:kept|keep)\b|\bnot delivered yet\b|\bstill (?:undelivered|not delivered|in (?:the )?queue|being (?:tried|retried)|waiting|trying)`,
    String.raw`\b(?:delivery|message|mail) (?:is |has been |was |will be |of .{0,60} )?(?:temporarily )?(?:delayed|deferred|suspended|postponed)\b|\bdelay(?:ed)? (?:in )?(?:the )?(?:delivery|mail|notification)|\bdelivery (?:of .{0,60} )?(?:status notification \(delay|delay)`,
    String.raw`\bwill (?:be )?(?:continue|keep|retry|retried|try again|attempt(?:ed)? (?:again|to (?:deliver|send))|continued|still be (?:tried|retried)|be (?:re)?tried)\b|\bcontinu(?:e|ing) (?:to )?(?:try|retry|attempt)|\bkeep (?:on )?(?:trying|retrying)`,
    String.raw`\b(?:do not|don't|no) need to (?:re-?send|do anything|take)|\bno action is required\b|\bnot a permanent (?:error|failure)|\bwarning message only|\bthis is (?:only |just )?a warning\b`,
    String.raw`\bcould not send (?:your )?message for past\b|\b(?:could not|cannot) .{0,40}for (?:the )?(?:past|last) \d+ (?:hour|minute|day)|\bnot (?:been )?delivered (?:within|in|after|for) .{0,20}(?:hour|minute)|\btransient (?:non-?fatal )?error|\bmessage(?:s)? (?:that )?(?:is|are) (?:still )?queued`,
  ],
  german: [
    String.raw`verzöger|(?:wird|werden) (?:weiter|weiterhin|erneut|nochmals?)\b.{0,60}(?:versuch|zustell)|noch nicht (?:zugestellt|ausgeliefert)|versucht.{0,30}weiter`,
  ],
  french: [
    String.raw`\b(?:est|a été|sera) (?:retard|différ)|retardée?s?\b|retard (?:de|dans|d')|n'a pas encore été|sera (?:de nouveau|à nouveau|réessay)|continuer(?:a|ons)? (?:à|d')|nouvelles? tentatives?`,
  ],
  iberian: [
    '(?:retrasad|retraso|demorad|diferid|aplazad)|aún no (?:se )?ha|(?:seguirá|continuará|continuaremos|seguiremos) (?:intent)|atrasad|atraso|ainda não (?:foi|pôde)|continuará tentando|adiad',
  ],
  italian: [
    String.raw`\bin ritardo|ritardat|ritardo (?:nella|nel)|non è (?:stato )?ancora|continuerà (?:a|ad) tentare|ulteriori tentativi`,
  ],
  others: [
    'vertraagd|vertraging|wordt opnieuw geprobeerd|försenad|forsinke|viiväst|opóźni|zpožd|odložen|késleltet|gecik',
    'задерж|отложен|ещ[её] не достав|попытки .{0,30}(?:продолж|будут)',
    '遅延|遅れて|再送を?(?:続け|試み|行い)|まだ(?:配信|送信|配送)|延迟|延遲|继续尝试|繼續嘗試|지연',
  ],
});

/** It is tried no more, whatever else the notice says about trying. */
export const finalPhrase = anyPhrase({
  english: [
    String.raw`\b(?:giving|gave|given) up\b|\bpermanent(?:ly)? (?:fatal )?(?:error|fail)|\bwill not (?:be )?(?:retr|try|attempt|continue|further)|\bno (?:further|more) (?:attempt|delivery attempt|retr)|\bnot (?:going to )?(?:try|retry) again|\bfinal(?:ly)? (?:fail|notice)|\bundeliverable\b|\breturned (?:to (?:the )?sender|mail)|(?:has been|was|is|being) returned|\bhas failed\b|\b(?:delivery|queue) time (?:expired|exceeded)`,
  ],
  others: ['endgültig|définitiv|definitiv|permanente|dauerhaft|配信を中止|不再'],
});
