import type { StatusCode } from './status-code.ts';

/** An SMTP reply (RFC 5321 §4.2): `550 5.1.1 text`. Of several lines, each stands in `lines` without code and status. */
export interface Reply {
  readonly code: number;
  /** Absent where the host gave none (RFC 2034). */
  readonly status?: StatusCode;
  readonly lines: readonly string[];
}

export function reply(code: number, status: StatusCode | undefined, ...lines: string[]): Reply {
  return status === undefined ? { code, lines } : { code, status, lines };
}

// Replies are judged by their first digit alone: a client must cope with codes that it has never seen (RFC 5321 §4.2, §4.3.2).
export const isCompletion = (r: Reply): boolean => r.code >= 200 && r.code < 300;
export const isIntermediate = (r: Reply): boolean => r.code >= 300 && r.code < 400;
export const isTransient = (r: Reply): boolean => r.code >= 400 && r.code < 500;
export const isPermanent = (r: Reply): boolean => r.code >= 500 && r.code < 600;

/** The reply in one line, as people quote it: `550 5.1.1 No such user here`. */
export function replyText(r: Reply): string {
  return [r.code, r.status, r.lines.join(' ')].filter((part) => part !== undefined && part !== '').join(' ');
}
