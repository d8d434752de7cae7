/** One query to one server, over UDP or TCP: sent once, answered or not. */
import { randomInt } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { connect } from 'node:net';
import { isIpv6 } from '../../address/ip.ts';
import type { Bytes } from '../../base/bytes.ts';
import { encodeQuery, type Query, type Reply, readReply } from './codec.ts';
import { FrameReader, frame } from './frames.ts';
import type { DnsServerAddress } from './servers.ts';

export type Question = Omit<Query, 'id'>;

export type ExchangeResult =
  | Exclude<Reply, { kind: 'stray' }>
  | { readonly kind: 'timeout' }
  | { readonly kind: 'unreachable'; readonly detail: string };

/**
 * Each query has a socket of its own: the system gives it a random port, which together with the id is what somebody who wants to
 * forge a response has to guess (RFC 5452 §9). The socket is connected, so that only the server's own address gets through.
 */
export function askByUdp(
  server: DnsServerAddress,
  question: Question,
  timeoutMs: number,
): Promise<ExchangeResult> {
  const { promise, resolve } = Promise.withResolvers<ExchangeResult>();
  const query = withId(question);
  const socket = createSocket(isIpv6(server.ip) ? 'udp6' : 'udp4');
  const timer = setTimeout(resolve, timeoutMs, { kind: 'timeout' });
  socket.on('connect', () => socket.send(encodeQuery(query)));
  socket.on('error', (error) => resolve({ kind: 'unreachable', detail: error.message }));
  socket.on('message', (bytes) => {
    const reply = readReply(bytes, query);
    if (reply.kind !== 'stray') resolve(reply);
  });
  socket.connect(server.port, server.ip);
  return promise.finally(() => {
    clearTimeout(timer);
    socket.close();
  });
}

export function askByTcp(
  server: DnsServerAddress,
  question: Question,
  timeoutMs: number,
): Promise<ExchangeResult> {
  const { promise, resolve } = Promise.withResolvers<ExchangeResult>();
  const query = withId(question);
  const frames = new FrameReader();
  const socket = connect(server.port, server.ip);
  const timer = setTimeout(resolve, timeoutMs, { kind: 'timeout' });
  socket.on('connect', () => socket.write(frame(encodeQuery(query))));
  socket.on('error', (error) => resolve({ kind: 'unreachable', detail: error.message }));
  socket.on('end', () => resolve({ kind: 'unreachable', detail: 'the server closed the connection' }));
  socket.on('data', (chunk) => {
    const [message] = frames.push(chunk);
    if (message !== undefined) resolve(settled(message, query));
  });
  return promise.finally(() => {
    clearTimeout(timer);
    socket.destroy();
  });
}

/** Over TCP there is no stranger's packet to wait past, and no excuse for leaving something out. */
function settled(message: Bytes, query: Query): ExchangeResult {
  const reply = readReply(message, query);
  if (reply.kind !== 'stray' && reply.kind !== 'truncated') return reply;
  return { kind: 'error', code: 'malformed', detail: `a ${reply.kind} response over TCP` };
}

const withId = (question: Question): Query => ({ ...question, id: randomInt(0x10000) });
