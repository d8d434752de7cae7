import type { Line } from '../languages/inline.ts';
import type { Direction } from '../languages/languages.ts';
import type { Block, Link, NoticeContent, Party } from './blocks.ts';
import { element, escaped, inline } from './html-inline.ts';
import { attributesOf, type Look, looks, sides, styleSheet, tones } from './html-look.ts';

/** The image that a notice may bring along, by the Content-ID of its part. */
export interface LogoReference {
  readonly contentId: string;
  readonly alternative: string;
}

/** The notice as HTML that needs nothing from elsewhere, no script, and of its style sheet only the dark colours. */
export function noticeHtml(content: NoticeContent, logo?: LogoReference): string {
  const { language, direction, kind, headline, tone, blocks } = content;
  const tongue = `lang="${language}" dir="${direction}"`;
  return [
    '<!DOCTYPE html>',
    `<html ${tongue}>`,
    '<head>',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    '<meta name="supported-color-schemes" content="light dark">',
    element('title', '', escaped(headline)),
    `<style>\n${styleSheet}\n</style>`,
    '</head>',
    '<body style="margin:0;padding:0">',
    // Mail programs drop the elements html and body; what counts is said again.
    `<table role="presentation"${attributesOf(looks.desk)}><tr><td${attributesOf(looks.room)}>`,
    `<div role="article" ${tongue}${attributesOf(looks.card, sides[direction].aligned)}>`,
    element('div', ` aria-hidden="true"${attributesOf(looks.stripe)}`, '&nbsp;'),
    `<div${attributesOf(looks.inside)}>`,
    ...(logo ? [image(logo)] : []),
    element('p', attributesOf(tones[tone], looks.kind), escaped(kind)),
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
      return list('ul', attributesOf(looks.addresses), looks.addressItem, each.items);
    case 'who-must-act':
      return `${titleHtml(each.title)}\n${partiesHtml(each.parties, direction)}`;
    case 'steps':
      return [
        titleHtml(each.title),
        list('ol', attributesOf(looks.steps, sides[direction].indent), looks.step, each.items),
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

function list(name: 'ul' | 'ol', attributes: string, itemLook: Look, items: readonly Line[]): string {
  const rows = items.map((item) => element('li', attributesOf(itemLook), inline(item)));
  // A list without bullets is none for some screen readers, unless it says so.
  return element(name, ` role="list"${attributes}`, `\n${rows.join('\n')}\n`);
}

function partiesHtml(parties: readonly Party[], direction: Direction): string {
  const arrow = `<td aria-hidden="true"${attributesOf(looks.arrow)}>${direction === 'rtl' ? '&#8592;' : '&#8594;'}</td>`;
  const cells = parties.map((party) =>
    element('td', ` role="listitem"${attributesOf(looks.party)}`, partyHtml(party)),
  );
  const row = `<tr role="presentation">\n${cells.join(`\n${arrow}\n`)}\n</tr>`;
  return element('table', ` role="list" dir="${direction}"${attributesOf(looks.parties)}`, row);
}

/** Told by shape as well as by colour: a ring around a dot, a dot, a cross, a ring. */
const dots: Readonly<Record<Party['mark'], readonly [shape: string, look: Look]>> = {
  acts: ['&#9673;', { text: 'go' }],
  done: ['&#9679;', { text: 'good' }],
  refused: ['&#10005;', { text: 'bad' }],
  idle: ['&#9675;', { text: 'soft' }],
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
      `<tr><th scope="row"${attributesOf(looks.label, sides[direction].aligned)}>${escaped(label)}</th>` +
      `<td${attributesOf(looks.value)}>${inline(value)}</td></tr>`,
  );
  const table = element('table', attributesOf(looks.facts), `\n${cells.join('\n')}\n`);
  return title === undefined ? table : `${titleHtml(title)}\n${table}`;
}

function tableHtml({ title, head, rows }: Extract<Block, { kind: 'table' }>, direction: Direction): string {
  const { aligned, alignedWithGap, gap } = sides[direction];
  const heads = head.map(
    (each) => `<th scope="col"${attributesOf(looks.hopHead, alignedWithGap)}>${escaped(each)}</th>`,
  );
  const lines = rows.map(
    (row) =>
      `<tr>${row.map((each) => `<td${attributesOf(looks.hop, gap)}>${inline(each)}</td>`).join('')}</tr>`,
  );
  const caption = element('caption', attributesOf(looks.caption, aligned), escaped(title));
  return element(
    'table',
    attributesOf(looks.hops),
    `\n${caption}\n<tr>${heads.join('')}</tr>\n${lines.join('\n')}\n`,
  );
}
