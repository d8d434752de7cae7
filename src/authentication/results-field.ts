import type { Domain } from '../address/domain.ts';
import { writeField } from '../message/write-fields.ts';
import type { DkimVerdict, DmarcVerdict, SpfVerdict, Verdict } from './verdict.ts';

/** Signatures that are told of; the verdict holds no more either. */
export const signaturesMax = 10;

/** The Authentication-Results field (RFC 8601 §2.2), with its CRLF. @param by our name, as authserv-id */
export function writeResults(by: Domain, { spf, dkim, arc, seal, dmarc }: Verdict): string {
  const results = [
    spfText(spf),
    ...(dkim.length === 0 ? ['dkim=none'] : dkim.slice(0, signaturesMax).map(dkimText)),
    dmarcText(dmarc),
    ...(arc === 'none' ? [] : [`arc=${arc}${seal === undefined ? '' : ` (sealed by ${seal.domain})`}`]),
  ];
  return writeField('Authentication-Results', [by, ...results].join(';\n').split('\n'));
}

const spfText = ({ result, domain, identity }: SpfVerdict): string =>
  `spf=${result}${property(`smtp.${identity}`, domain)}`;

/** RFC 8601 §2.7.1: tags of the signature as properties of the header. */
const dkimText = ({ result, domain, selector, algorithm }: DkimVerdict): string =>
  `dkim=${result}${property('header.d', domain)}${property('header.s', selector)}${property('header.a', algorithm)}`;

/** RFC 8601 §2.3: what the policy asks for is nothing that we tested, so it stands in a comment. */
const dmarcText = ({ result, policy, domain }: DmarcVerdict): string =>
  `dmarc=${result}${policy === undefined ? '' : ` (p=${policy})`}${property('header.from', domain)}`;

/** RFC 8601 §2.2: a value is a token or a quoted string. */
function property(name: string, value: string | undefined): string {
  if (value === undefined || value === '') return '';
  return ` ${name}=${/^[A-Za-z0-9._-]+$/.test(value) ? value : `"${value.replace(/[^ !#-[\]-~]/g, '?')}"`}`;
}

/**
 * Octets that are kept free for the field of a message that is written to its file while it comes in: the field is known only when
 * all of it is there. The longest takes `signaturesMax` signatures with the longest names.
 */
export const reservedResultsBytes = 8 * 1024;

/** Blanks out to exactly `length` octets with comments, which mean nothing (RFC 8601 §2.2 allows CFWS at the end). */
export function padField(field: string, length: number): string {
  const lines: string[] = [];
  let missing = length - field.length;
  while (missing > paddingLineMax + paddingLineMin) {
    lines.push(paddingLine(paddingLineMax));
    missing -= paddingLineMax;
  }
  if (missing >= 2 * paddingLineMin) {
    const half = Math.floor(missing / 2);
    lines.push(paddingLine(half), paddingLine(missing - half));
    missing = 0;
  } else if (missing >= paddingLineMin) {
    lines.push(paddingLine(missing));
    missing = 0;
  }
  // What is too short for a comment becomes blanks at the end of the last line.
  return `${field.slice(0, -2)}${' '.repeat(Math.max(missing, 0))}\r\n${lines.join('')}`;
}

const paddingLineMin = ' ()\r\n'.length;
const paddingLineMax = 78;
const paddingLine = (length: number): string => ` (${'-'.repeat(length - paddingLineMin)})\r\n`;
