import type { Instant } from '../../base/instant.ts';
import { parseHeader } from '../../message/fields.ts';
import { type Hop, hopsOf } from '../../message/hops.ts';
import { type Inline, type Line, quotedCode, quotedHost } from '../languages/inline.ts';
import type { Report } from '../report.ts';
import type { Block } from './blocks.ts';
import type { Telling } from './telling.ts';

/** Hops that are told; a message that goes round in a circle has made a hundred. */
const hopsShownMax = 20;

/** Where the message was until it came to us, and how long it stayed, as its Received fields say; then the host that we tried. */
export function wayOfMessage(report: Report, telling: Telling): Block[] {
  const { words } = telling;
  const hops = [...hopsOf(parseHeader(report.original?.message ?? new Uint8Array())), ...ownHop(report)];
  const rows = hops.slice(-hopsShownMax).map((hop, i, shown) => row(hop, shown[i - 1]?.at, telling));
  if (rows.length === 0) return [];
  return [
    {
      kind: 'table',
      title: words.plain('hops.title'),
      head: [words.plain('hops.server'), words.plain('hops.at'), words.plain('hops.delay')],
      rows,
    },
  ];
}

/** The way from us to the next host, if there is one next host for all. */
function ownHop({ reportingMta, recipients }: Report): Hop[] {
  const [first] = recipients;
  const isOne = recipients.every(({ remoteMta }) => remoteMta?.name === first?.remoteMta?.name);
  if (!first?.remoteMta || !isOne) return [];
  const { lastAttemptDate } = first;
  return [
    {
      from: reportingMta.name,
      by: first.remoteMta.name,
      ...(lastAttemptDate !== undefined && { at: lastAttemptDate }),
    },
  ];
}

function row(
  { from, by, ip, with: protocol, at }: Hop,
  before: Instant | undefined,
  telling: Telling,
): Line[] {
  const { words, dates } = telling;
  const source = from ?? ip;
  const hosts: Line =
    source === undefined || by === undefined
      ? [quotedHost(by ?? source ?? '?')]
      : words.say('hops.passage', { from: quotedHost(source), by: quotedHost(by) });
  const how: Inline[] = protocol === undefined ? [] : [' (', quotedCode(protocol), ')'];
  return [
    [...hosts, ...how],
    at === undefined ? [] : [dates.exactlyAt(at)],
    at === undefined || before === undefined ? [] : [dates.delay(at - before)],
  ];
}
