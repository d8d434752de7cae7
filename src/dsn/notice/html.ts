import type { Line, Quote } from '../languages/inline.ts';
import type { Direction } from '../languages/languages.ts';
import type { Block, Link, NoticeContent, Party } from './blocks.ts';
import { attributesOf, type Look, looks, styleSheet } from './html-look.ts';

/** The image that a notice may bring along, by the Content-ID of its part. */
export interface LogoReference {
  readonly contentId: string;
  readonly alternative: string;
}

/** The notice as HTML that needs nothing from elsewhere, no script, and of its style sheet only the dark colours. */
export function noticeHtml(content: NoticeContent, logo?: LogoReference): string {
  const { language, direction, kind, headline, tone, blocks } = content;
  const tongue = `lang="${language}" dir="${direction}"`;
  const tones = { bad: 'bad', waiting: 'wait', good: 'good' } as const;
  return [
    '<!DOCTYPE html>',
    `<html ${tongue}>`,
    '<head>',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    element('title', '', escaped(headline)),
    `<style>\n${styleSheet}\n</style>`,
    '</head>',
    '<body style="margin:0;padding:0">',
    // Mail programs drop the elements html and body; what counts is said again.
    `<table role="presentation"${attributesOf(looks.desk)}><tr><td${attributesOf(looks.room)}>`,
    `<div role="article" ${tongue}${attributesOf(looks.card, startAligned(direction))}>`,
    element('div', ` aria-hidden="true"${attributesOf(looks.stripe)}`, '&nbsp;'),
    `<div${attributesOf(looks.inside)}>`,
    ...(logo ? [image(logo)] : []),
    element('p', attributesOf({ text: tones[tone] }, looks.kind), escaped(kind)),
    element('h1', attributesOf(looks.headline), escaped(headline)),
    ...blocks.map((each) => blockHtml(each, direction)),
    '</div></div>',
    '</td></tr></table>',
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

const image = ({ contentId, alternative }: LogoReference): string =>
  `<img src="cid:${escaped(contentId)}" alt="${escaped(alternative)}"${attributesOf(looks.logo)}>`;

function blockHtml(each: Block, direction: Direction): string {
  switch (each.kind) {
    case 'heading':
      return element('h2', attributesOf(looks.heading), escaped(each.text));
    case 'paragraph':
      return element('p', attributesOf(looks[each.weight ?? 'paragraph']), inline(each.text));
    case 'addresses':
      return list('ul', [looks.addresses], looks.addressItem, each.items);
    case 'who-must-act':
      return `${titleHtml(each.title)}\n${partiesHtml(each.parties, direction)}`;
    case 'steps':
      return [
        titleHtml(each.title),
        list('ol', [looks.steps, startPadded(direction, 24)], looks.step, each.items),
        ...(each.link
          ? [element('p', attributesOf(looks.paragraph), linkHtml(each.link, looks.quietButton))]
          : []),
      ].join('\n');
    case 'suggestion':
      return suggestionHtml(each);
    case 'facts':
      return factsHtml(each, direction);
    case 'table':
      return tableHtml(each, direction);
    case 'folded': {
      const inner = each.blocks.map((block) => blockHtml(block, direction)).join('\n');
      const summary = element('summary', attributesOf(looks.summary), escaped(each.title));
      // Mail programs that know no folding show all of it.
      return element(
        'details',
        attributesOf(looks.folded),
        `${summary}\n${element('div', attributesOf(looks.inFolded), inner)}`,
      );
    }
  }
}

const titleHtml = (title: string | undefined): string =>
  title === undefined ? '' : element('h2', attributesOf(looks.title), escaped(title));

function list(name: 'ul' | 'ol', look: readonly Look[], itemLook: Look, items: readonly Line[]): string {
  const rows = items.map((item) => element('li', attributesOf(itemLook), inline(item)));
  // A list without bullets is none for some screen readers, unless it says so.
  return element(name, ` role="list"${attributesOf(...look)}`, `\n${rows.join('\n')}\n`);
}

function partiesHtml(parties: readonly Party[], direction: Direction): string {
  const arrow = `<td aria-hidden="true"${attributesOf(looks.arrow)}>${direction === 'rtl' ? '←' : '→'}</td>`;
  const cells = parties.map((party) =>
    element('td', ` role="listitem"${attributesOf(looks.party)}`, partyHtml(party)),
  );
  const row = `<tr role="presentation">\n${cells.join(`\n${arrow}\n`)}\n</tr>`;
  return element('table', ` role="list" dir="${direction}"${attributesOf(looks.parties)}`, row);
}

/** Told by shape as well as by colour. */
const dots: Readonly<Record<Party['mark'], readonly [shape: string, look: Look]>> = {
  acts: ['◉', { text: 'go' }],
  done: ['●', { text: 'good' }],
  refused: ['✕', { text: 'bad' }],
  idle: ['○', { text: 'soft' }],
};

function partyHtml({ name, mark, did, acts }: Party): string {
  const [shape, look] = dots[mark];
  return [
    element('span', ` aria-hidden="true"${attributesOf(look, looks.dot)}`, shape),
    element('span', attributesOf(looks.partyName), inline(name)),
    ...(did === undefined ? [] : [element('span', attributesOf(looks.partyDid), escaped(did))]),
    ...(acts === undefined ? [] : [element('span', attributesOf(looks.partyActs), escaped(acts))]),
  ].join('\n');
}

function suggestionHtml({ text, link }: Extract<Block, { kind: 'suggestion' }>): string {
  const question = element('p', attributesOf(looks.suggestionText), inline(text));
  return element('div', attributesOf(looks.suggestion), `\n${question}\n${linkHtml(link, looks.button)}\n`);
}

const linkHtml = ({ href, text }: Link, look: Look): string =>
  element('a', ` href="${escaped(href)}"${attributesOf(look)}`, inline(text));

function factsHtml({ title, rows }: Extract<Block, { kind: 'facts' }>, direction: Direction): string {
  const cells = rows.map(
    ({ label, value }) =>
      `<tr><th scope="row"${attributesOf(looks.label, startAligned(direction))}>${escaped(label)}</th>` +
      `<td${attributesOf(looks.value)}>${inline(value)}</td></tr>`,
  );
  const table = element('table', attributesOf(looks.facts), `\n${cells.join('\n')}\n`);
  return title === undefined ? table : `${titleHtml(title)}\n${table}`;
}

function tableHtml({ title, head, rows }: Extract<Block, { kind: 'table' }>, direction: Direction): string {
  const start = startAligned(direction);
  const gap = endPadded(direction, 10);
  const heads = head.map(
    (each) => `<th scope="col"${attributesOf(looks.hopHead, start, gap)}>${escaped(each)}</th>`,
  );
  const lines = rows.map(
    (row) =>
      `<tr>${row.map((each) => `<td${attributesOf(looks.hop, gap)}>${inline(each)}</td>`).join('')}</tr>`,
  );
  const caption = element('caption', attributesOf(looks.caption, start), escaped(title));
  return element(
    'table',
    attributesOf(looks.hops),
    `\n${caption}\n<tr>${heads.join('')}</tr>\n${lines.join('\n')}\n`,
  );
}

/** Where a line begins; sides that follow the direction by themselves are unknown to many mail programs. */
const startOf = (direction: Direction): 'left' | 'right' => (direction === 'rtl' ? 'right' : 'left');
const endOf = (direction: Direction): 'left' | 'right' => (direction === 'rtl' ? 'left' : 'right');

const startAligned = (direction: Direction): Look => ({ style: `text-align:${startOf(direction)}` });
const startPadded = (direction: Direction, px: number): Look => ({
  style: `padding-${startOf(direction)}:${px}px`,
});
const endPadded = (direction: Direction, px: number): Look => ({
  style: `padding-${endOf(direction)}:${px}px`,
});

const inline = (line: Line): string =>
  line.map((part) => (typeof part === 'string' ? escaped(part) : quoteHtml(part))).join('');

/** Apart from the sentence in its direction, whatever letters it has. */
function quoteHtml(quote: Quote): string {
  switch (quote.kind) {
    case 'address':
      return element('bdi', ` dir="ltr"${attributesOf(looks.address)}`, marked(quote));
    case 'code':
      return `<bdi dir="ltr"><code${attributesOf(looks.code)}>${escaped(quote.text)}</code></bdi>`;
    case 'host':
      return `<bdi dir="ltr">${breakable(escaped(quote.text))}</bdi>`;
    case 'words':
      return `<bdi>${escaped(quote.text)}</bdi>`;
  }
}

/** Names may be broken before a dot or the `@`, rather than anywhere. */
const breakable = (html: string): string => html.replace(/(?<=[^.@\s])[.@](?=\w)/g, '<wbr>$&');

function marked({ text, marks = [], isWrong = false }: Quote): string {
  const look = isWrong ? looks.wrong : looks.right;
  const pieces = marks.flatMap(({ from, to }, i) => [
    breakable(escaped(text.slice(marks[i - 1]?.to ?? 0, from))),
    element('span', attributesOf(look), escaped(text.slice(from, to))),
  ]);
  return pieces.concat(breakable(escaped(text.slice(marks.at(-1)?.to ?? 0)))).join('');
}

const element = (name: string, attributes: string, content: string): string =>
  `<${name}${attributes}>${content}</${name}>`;

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escaped = (text: string): string => text.replace(/[&<>"']/g, (c) => entities[c] ?? c);
