import type { Direction } from '../languages/languages.ts';
import type { Tone } from './blocks.ts';

/**
 * How the notice looks in HTML. Every element carries its style itself, since many mail programs read no style sheet; the sheet adds
 * what cannot be said otherwise: the dark colours and the narrow window. Nothing is fetched from anywhere.
 */

/** Text on its ground has a contrast of 4.5 at least, in either light (WCAG 2.2, 1.4.3). */
const colours = {
  desk: { light: '#f1efe9', dark: '#14161a' },
  paper: { light: '#fffdf8', dark: '#1d2026' },
  ink: { light: '#22252b', dark: '#e8e6e1' },
  soft: { light: '#5c616d', dark: '#a9aeb9' },
  line: { light: '#dcd8cd', dark: '#3a404c' },
  bad: { light: '#b3261e', dark: '#ff8a80' },
  wait: { light: '#7d5800', dark: '#e8b95a' },
  good: { light: '#256b41', dark: '#7fd3a0' },
  go: { light: '#1f5fbf', dark: '#8ab4f8' },
  goInk: { light: '#ffffff', dark: '#10131a' },
  hint: { light: '#eef4fd', dark: '#1b2636' },
  badMark: { light: '#ffe1dc', dark: '#54231f' },
  goodMark: { light: '#dcf3e3', dark: '#1d4029' },
} as const;

type Colour = keyof typeof colours;

const sans = "system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans',sans-serif";
const mono = "ui-monospace,SFMono-Regular,Menlo,Consolas,'Noto Sans Mono',monospace";

/** What an element looks like: its colours, which change in the dark, and the rest. */
export interface Look {
  readonly text?: Colour;
  readonly ground?: Colour;
  readonly edge?: Colour;
  readonly style?: string;
  readonly class?: string;
}

const table = 'border-collapse:collapse;width:100%';
const breaking = 'overflow-wrap:anywhere;word-break:break-word';
const title = `margin:22px 0 6px;font-size:14px;line-height:20px;font-weight:600`;
const cell = 'padding:2px 0;vertical-align:top;font-size:14px;line-height:20px';

export const looks = {
  desk: { ground: 'desk', style: `${table};border-spacing:0` },
  room: { style: 'padding:16px 8px' },
  card: {
    ground: 'paper',
    text: 'ink',
    edge: 'line',
    style: `max-width:640px;margin:0 auto;border-width:1px;border-style:solid;border-radius:10px;overflow:hidden;font-family:${sans};font-size:16px;line-height:24px;${breaking}`,
  },
  stripe: { ground: 'line', class: 'stripe', style: 'height:5px;font-size:0;line-height:5px' },
  inside: { class: 'inside', style: 'padding:20px 24px 24px' },
  logo: { style: 'display:block;max-height:48px;max-width:200px;margin:0 0 14px;border:0' },
  kind: {
    style: 'margin:0;font-size:13px;line-height:18px;font-weight:600;letter-spacing:.04em',
  },
  headline: { style: 'margin:2px 0 10px;font-size:22px;line-height:29px;font-weight:700' },
  heading: { style: 'margin:26px 0 8px;font-size:18px;line-height:25px;font-weight:700' },
  title: { text: 'soft', style: title },
  paragraph: { style: 'margin:10px 0' },
  strong: { style: 'margin:10px 0;font-weight:600' },
  quiet: { text: 'soft', style: 'margin:22px 0 0;font-size:13px;line-height:19px' },
  addresses: { style: 'list-style:none;margin:6px 0;padding:0' },
  addressItem: { style: `margin:2px 0;padding:0;font-size:17px;line-height:25px;font-weight:600` },
  parties: { class: 'parties', style: `${table};margin:4px 0 0;table-layout:fixed` },
  party: {
    class: 'party',
    style: 'padding:4px 2px;vertical-align:top;text-align:center;font-size:13px;line-height:18px',
  },
  partyName: { class: 'party-name', style: 'display:block;font-weight:600;font-size:14px;line-height:20px' },
  partyDid: { text: 'soft', style: 'display:block' },
  partyActs: { text: 'go', style: 'display:block;font-weight:600' },
  dot: { class: 'dot', style: 'display:block;font-size:17px;line-height:22px' },
  arrow: {
    text: 'soft',
    class: 'arrow',
    style: 'width:22px;padding:4px 0;vertical-align:middle;text-align:center;font-size:16px',
  },
  steps: { style: 'margin:0;padding:0' },
  step: { style: 'margin:4px 0' },
  suggestion: { ground: 'hint', style: 'margin:16px 0;padding:14px 16px;border-radius:8px' },
  suggestionText: { style: 'margin:0 0 10px' },
  button: {
    text: 'goInk',
    ground: 'go',
    style:
      'display:inline-block;padding:10px 16px;border-radius:8px;font-weight:600;text-decoration:none;line-height:22px',
  },
  quietButton: {
    text: 'go',
    edge: 'line',
    style:
      'display:inline-block;padding:8px 14px;border-width:1px;border-style:solid;border-radius:8px;text-decoration:none;line-height:22px',
  },
  facts: { style: `${table};margin:0 0 12px` },
  label: { text: 'soft', class: 'label', style: `${cell};width:104px;font-weight:400` },
  value: { style: cell },
  folded: {
    edge: 'line',
    style: 'margin:22px 0 0;padding:14px 0 0;border-width:1px 0 0;border-style:solid',
  },
  summary: { text: 'soft', style: 'cursor:pointer;font-size:15px;line-height:22px' },
  inFolded: { style: 'margin:12px 0 0' },
  hops: { style: `${table};margin:18px 0 0` },
  caption: { text: 'soft', style: `${title};margin:0;padding:0 0 4px;font-size:14px` },
  hopHead: {
    text: 'soft',
    edge: 'line',
    class: 'hop-head',
    style:
      'padding:2px 0;font-size:12px;line-height:17px;font-weight:400;border-width:0 0 1px;border-style:solid',
  },
  hop: { class: 'hop', style: 'padding:4px 0;vertical-align:top;font-size:13px;line-height:18px' },
  address: { class: 'whole', style: `font-family:${mono};font-size:.95em;font-weight:600` },
  host: { class: 'whole' },
  code: { style: `font-family:${mono};font-size:.92em` },
  wrong: { text: 'bad', ground: 'badMark', style: 'text-decoration:line-through' },
  right: { text: 'good', ground: 'goodMark', style: 'text-decoration:underline' },
} as const satisfies Readonly<Record<string, Look>>;

/** Where lines begin and end; sides that follow the direction by themselves are unknown to many mail programs. */
const sided = (start: 'left' | 'right', end: 'left' | 'right') => ({
  aligned: { style: `text-align:${start}` },
  alignedWithGap: { style: `text-align:${start};padding-${end}:10px` },
  gap: { style: `padding-${end}:10px` },
  indent: { style: `padding-${start}:24px` },
});

export const sides: Readonly<Record<Direction, Readonly<Record<keyof ReturnType<typeof sided>, Look>>>> = {
  ltr: sided('left', 'right'),
  rtl: sided('right', 'left'),
};

/** The colour of the kind of news. */
export const tones: Readonly<Record<Tone, Look>> = {
  bad: { text: 'bad' },
  waiting: { text: 'wait' },
  good: { text: 'good' },
};

const written = new Map<Look, Map<Look | undefined, string>>();

/** The attributes of an element that looks so; looks are constants, so that each pair is written once. */
export function attributesOf(look: Look, more?: Look): string {
  const pairs = written.get(look) ?? new Map<Look | undefined, string>();
  written.set(look, pairs);
  const known = pairs.get(more);
  if (known !== undefined) return known;
  const attributes = writeAttributes(more === undefined ? [look] : [look, more]);
  pairs.set(more, attributes);
  return attributes;
}

function writeAttributes(all: readonly Look[]): string {
  const classes = all.flatMap((look) => [
    ...(look.class === undefined ? [] : [look.class]),
    ...paints(look).map(([use, colour]) => `${use}-${colour}`),
  ]);
  const styles = all.flatMap((look) => [
    ...paints(look).map(([use, colour]) => `${properties[use]}:${colours[colour].light}`),
    ...(look.style === undefined ? [] : [look.style]),
  ]);
  const classAttribute = classes.length === 0 ? '' : ` class="${classes.join(' ')}"`;
  return styles.length === 0 ? classAttribute : `${classAttribute} style="${styles.join(';')}"`;
}

type Use = 'text' | 'ground' | 'edge';
const properties = { text: 'color', ground: 'background-color', edge: 'border-color' } as const;

const paints = (look: Look): [Use, Colour][] =>
  (['text', 'ground', 'edge'] as const).flatMap((use): [Use, Colour][] => {
    const colour = look[use];
    return colour === undefined ? [] : [[use, colour]];
  });

const dark = (Object.keys(properties) as Use[]).flatMap((use) =>
  (Object.keys(colours) as Colour[]).map(
    (colour) => `.${use}-${colour}{${properties[use]}:${colours[colour].dark}!important}`,
  ),
);

const used = new Set(
  Object.values<Look>(looks)
    .flatMap((look) => paints(look).map(([use, colour]) => `.${use}-${colour}{`))
    .concat(['bad', 'wait', 'good', 'go', 'soft'].map((colour) => `.text-${colour}{`)),
);

/** Letters of an air mail run along the upper edge. */
const stripe = (bad: string, go: string): string =>
  `repeating-linear-gradient(-45deg,${bad} 0 14px,transparent 14px 26px,${go} 26px 40px,transparent 40px 52px)`;

export const styleSheet = [
  ':root{color-scheme:light dark}',
  // A name goes to the next line as a whole, and is broken only where a line cannot hold it.
  '.whole{display:inline-block;max-width:100%}',
  `.stripe{background-image:${stripe(colours.bad.light, colours.go.light)}}`,
  '@media (max-width:440px){.inside{padding:16px!important}.label{width:84px!important}.arrow{width:12px!important}.party-name{font-size:13px!important}.hop-head{display:none}.hop{display:block;padding:0!important}.hop:first-child{padding-top:8px!important}}',
  '@media (prefers-color-scheme:dark){',
  ...dark.filter((rule) => used.has(`${rule.split('{')[0]}{`)),
  `.stripe{background-image:${stripe(colours.bad.dark, colours.go.dark)}}`,
  '}',
].join('\n');
