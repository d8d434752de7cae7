import { anyPhrase } from './phrase.ts';

/** A machine asks the sender to prove himself, or holds the mail for somebody's consent: nothing has failed yet. */
export const challengePhrase = anyPhrase({
  english: [
    String.raw`\b(?:boxbe|spamarrest|spam arrest|qurb|choicemail|mailblocks|bluebottle|tagged message delivery agent)\b`,
    String.raw`\b(?:click|follow|visit|reply to|respond to|answer) .{0,80}\b(?:confirm|verify|verif\w{1,8}|authenticate|validate|release|complete|prove) .{0,60}\b(?:message|mail|e-?mail|sender|address|yourself|human|delivery|delivered|identity)`,
    String.raw`\b(?:confirm|verify|prove) (?:that )?(?:you|your|yourself).{0,60}(?:human|real person|sender|not (?:a )?spam|identity|this (?:mail|message|e-?mail))`,
    String.raw`\b(?:awaiting|awaits|waiting for|held for|pending) (?:\w+ ){0,3}(?:moderat|approval|confirmation)|\bapproved senders?(?: list)?\b|\bchallenge[-/ ]response\b|\bone[- ]time (?:confirmation|verification)`,
  ],
  others: ['confirmez que|bestätigen sie|подтвердите|確認してください.{0,20}送信者'],
});

/** A person is away, or gone: a machine answers for him, and the mail is in his mailbox. */
export const absencePhrase = anyPhrase({
  english: [
    String.raw`\b(?:out of (?:the )?office|on (?:vacation|holiday|annual leave|maternity leave|leave|a business trip)|away from (?:my|the) (?:office|desk|mail|email|e-mail)|(?:i am|i'm|i will be|i'll be) (?:currently )?(?:out|away|absent|travel)|vacation (?:reply|message))`,
  ],
  others: [
    'abwesen|nicht im (?:büro|haus)|im urlaub|absent du bureau|en congé|actuellement absent|fuera de (?:la )?oficina|de vacaciones|estoy de|fora do escrit|de férias|fuori (?:ufficio|sede)|in ferie|assente|afwezig|niet aanwezig|op vakantie|nie ma mnie|urlop|в отпуске|не в офисе|отсутств|休暇|不在|出差|休假|不在办公|부재|휴가',
  ],
});

/** What programs put before the subject of the mail that they answer for somebody. */
export const absenceSubject =
  /^(?:auto(?:matic|matische)?[- ]?(?:reply|response|antwort)|(?:réponse|respuesta|resposta|risposta) automá?a?tic\w*|out of office|abwesenheits?\w*|自动回复|自動応答|自動回覆|автоответ)\s*(?::|：|$)/i;
