import { headingPhrase } from '../phrases/heading.ts';
import type { Line } from './lines.ts';

/**
 * Where in the lines of a notice the message begins that it returns: at a line that announces it, or at its header section. The
 * number of the first line that is no longer the notice's own; undefined where nothing is returned in the text.
 */
export function returnedLine(lines: readonly Line[]): number | undefined {
  const announced = lines.findIndex(({ text }, i) => announces(text) && !isFollowedByReply(lines, i));
  const header = headerLine(lines);
  if (announced === -1) return header;
  return header === undefined ? announced : Math.min(announced, header);
}

/** IMail announces the message, and then tells the reply first. */
const isFollowedByReply = (lines: readonly Line[], at: number): boolean =>
  /generated response/i.test(lines[at + 1]?.text ?? '');

/** `--- Below this line is a copy of the message.`, `===== Unsent message follows =====`, … */
function announces(text: string): boolean {
  const line = text.trim();
  if (line.length < 10 || line.length > 160) return false;
  if (notAnnouncing.test(line)) return false;
  const isRuled = /^[-=*_#+~>|]{2,}|[-=*_#+~<|]{3,}$/.test(line);
  return isRuled ? ruled.test(line) : plain.test(line);
}

/** Headings of the notice itself that sound alike. */
const notAnnouncing =
  /\b(?:addresses|recipients?|following \w+|errors?|log|transcript|session|reason|explanation)\b.{0,20}(?:[:\]]|[-|=*]+|errors?)\s*$|\bgenerated response|\b(?:not|could|was|has|had|delivery) .{0,60}\b(?:to|for|because|since)\b/i;

// What stands between rules needs few words; in a plain line it must be said in full.
const ruled = anyOf(
  String.raw`\b(?:original|returned?|unsent|undelivered|undeliverable|rejected|bounced|failed|your|enclosed|attached|copy of (?:the|your)|start of (?:the )?(?:\w+ )?)\b.{0,40}\b(?:message|mail|e-mail|text|headers?)\b`,
  String.raw`\b(?:message|mail)\b.{0,30}\b(?:follows|following|not delivered|begins?|starts?|contents?|included|below|text|headers?)\b`,
  String.raw`\b(?:below this line|message header|headers? of|header follows|begin message|forwarded message|returned mail|included is a copy)\b`,
  'ursprüngliche.{0,20}nachricht|originalnachricht|weitergeleitete nachricht',
  "message d'origine|message original|message initial|message renvoyé|mensaje original|mensagem original|messaggio originale|oorspronkelijk bericht",
  '元のメール|オリジナル|送信メッセージ|原始邮件|原邮件|原始郵件|원본 ?메시지|원문|исходное (?:сообщение|письмо)|заголовки',
);
const plain = anyOf(
  '^(?:your |the )?(?:original|returned|unsent|undelivered|rejected|failed) (?:message|mail|e-mail)(?: text| headers?| contents?)?(?: is| are)?(?: included| attached)?(?: follows?| below| as follows)?[:.]*$',
  String.raw`^(?:the )?(?:original |returned |first \d+ (?:lines|bytes) of (?:the |your )?)?(?:message|mail|headers?)(?: header| headers| text)? (?:follows?|as follows|is below|is included below)[:.]*$`,
  String.raw`^(?:the )?(?:text|headers?|contents?|body|copy|start|first lines) of (?:the |your )?(?:original |returned |undelivered |failed |rejected )?(?:message|mail|e-mail)\b.{0,40}(?:follows?|below|is|:)[:.]*$`,
  String.raw`\b(?:below|following|here) (?:is|are) (?:a copy of |the (?:headers?|first|start|text) .{0,12})?(?:the |your )?(?:original |returned )?(?:message|mail|headers?)`,
  String.raw`\b(?:copy|text|headers?) of (?:the|your) (?:original )?(?:message|mail|letter)\b.{0,40}\b(?:follows?|is below|appears below|included below)\b`,
  String.raw`\byour (?:original )?(?:message|mail) (?:follows|is (?:included|appended|attached|returned) below|is below|reads)`,
);

function anyOf(...patterns: string[]): RegExp {
  return new RegExp(patterns.join('|'), 'i');
}

/** Names that stand in nearly every header section; with one of the first kind among them, a run of them is one. */
const certain =
  /^(?:received|return-path|x-mailer|mime-version|x-originating-ip|dkim-signature|delivered-to):/i;
/** So has this, but where it is indented it is told of a message. */
const usualAlone = /^message-id:/i;
const usual =
  /^(?:from|to|cc|date|subject|sender|reply-to|received|return-path|message-id|in-reply-to|references|mime-version|content-[a-z-]{1,30}|x-[\w-]{1,60}|list-[\w-]{1,30}|resent-[\w-]{1,20}|dkim-signature|domainkey-signature|authentication-results|delivered-to|importance|priority|precedence|organi[sz]ation|user-agent|thread-[a-z]{1,10}|errors-to|envelope-to|lines|via|arc-[\w-]{1,40}|received-spf|bcc|apparently-to|encoding|disposition-notification-to|return-receipt-to|autocrypt|feedback-id):/i;

/** Fields that a header section has at least, if it is to be one. */
const fieldsMin = 3;

/** The first line of a run of header fields, one of them such that only a message has it. */
function headerLine(lines: readonly Line[]): number | undefined {
  for (let at = 0; at < lines.length; at++) {
    if (!isField(lines[at])) continue;
    let fields = 0;
    let isCertain = false;
    let end = at;
    for (; end < lines.length; end++) {
      const text = unquoted(lines[end]?.text ?? '');
      if (usual.test(text) || text.startsWith('From ')) {
        fields++;
        isCertain ||= certain.test(text) || usualAlone.test(lines[end]?.text ?? '');
      } else if (end === at || !/^[ \t]+\S/.test(text)) break;
    }
    const isTold = /^[ \t]/.test(lines[at]?.text ?? '') && hasListBelow(lines, end);
    if (fields >= fieldsMin && isCertain && !isTold) return at;
    at = end;
  }
  return undefined;
}

/** Some gateways tell the fields of the message first, indented, and then whom it did not reach. */
const hasListBelow = (lines: readonly Line[], from: number): boolean =>
  lines.slice(from, from + listDistanceMax).some(({ text }) => headingPhrase.isIn(text));

const listDistanceMax = 6;

const isField = (line: Line | undefined): boolean => {
  const text = unquoted(line?.text ?? '');
  return usual.test(text) || /^From \S{1,100} /.test(text);
};

/** Some gateways quote what they return. */
const unquoted = (text: string): string => text.replace(/^(?:> ?|\| ?| {1,4}(?=[A-Z]))/, '');
