/**
 * What the SMTP server session costs by itself: one session, messages of 4 KiB, each of four segments, everything accepted.
 *
 *     node bench/server-session.ts
 */
import { fromLatin1 } from '../src/base/bytes.ts';
import { instant } from '../src/base/instant.ts';
import type { Input } from '../src/smtp/server/dialogue.ts';
import { ServerSession } from '../src/smtp/server/session.ts';

const messageBytes = 4_096;
const messages = 20_000;
const now = instant(0);

const line = `${'x'.repeat(70)}\r\n`;
const content = `Subject: bench\r\n\r\n${line.repeat(Math.floor(messageBytes / line.length))}`;
const segments = [
  'MAIL FROM:<a@b.test> SIZE=4096\r\n',
  'RCPT TO:<c@d.test>\r\n',
  'DATA\r\n',
  `${content}.\r\n`,
].map(fromLatin1);

const session = new ServerSession({
  hostname: 'mx.test',
  role: 'relay-in',
  limits: { transactionsMax: Number.POSITIVE_INFINITY },
});

function input(given: Input): void {
  const outputs = session.handle(given, now);
  if (outputs.some(({ kind }) => kind === 'ask')) input({ kind: 'answer', answer: { kind: 'accept' } });
}

function sendAll(): number {
  const start = performance.now();
  for (let i = 0; i < messages; i++) for (const bytes of segments) input({ kind: 'bytes', bytes });
  return ((performance.now() - start) * 1_000) / messages;
}

input({ kind: 'connected' });
input({ kind: 'bytes', bytes: fromLatin1('EHLO b.test\r\n') });
sendAll();
const best = Math.min(...Array.from({ length: 5 }, sendAll));
console.log(`${best.toFixed(1)} µs a message of ${content.length} octets`);
