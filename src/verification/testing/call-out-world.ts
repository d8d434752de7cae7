import assert from 'node:assert/strict';
import { type MailboxAddress, parseMailboxAddress } from '../../address/mailbox-address.ts';
import { minuteMs, secondMs } from '../../base/instant.ts';
import type { CallOutLimits } from '../call-outs.ts';

export const address = (text: string): MailboxAddress => {
  const parsed = parseMailboxAddress(text, { utf8: true });
  return parsed.ok ? parsed.value : assert.fail(text);
};

export const limits = (changes: Partial<CallOutLimits> = {}): CallOutLimits => ({
  patienceMs: 5 * secondMs,
  atOnceMax: 10,
  atOncePerHostMax: 2,
  perHostMax: 100,
  inAllMax: 1_000,
  goodMs: 60 * minuteMs,
  badMs: 10 * minuteMs,
  findingsMax: 100,
  ...changes,
});

/** A host that knows bart, and says what it likes of others. */
export const knows =
  (...names: readonly string[]) =>
  (line: string): string =>
    names.some((name) => line.startsWith(`RCPT TO:<${name}@`))
      ? '250 2.1.5 ok'
      : '550 5.1.1 No such user here';
