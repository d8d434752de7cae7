import type { IpAddress } from '../../address/ip.ts';
import { type Bytes, fromLatin1 } from '../../base/bytes.ts';
import type { Log, LogFields } from '../../base/ports.ts';
import { ok } from '../../base/result.ts';
import { VirtualClock } from '../../base/testing/virtual-clock.ts';
import { replyText } from '../../envelope/reply.ts';
import type { AttemptResult } from '../../queue/attempt-result.ts';
import type { RemoteHost } from '../../queue/recipient-state.ts';
import { type MessageSample, message, type RecipientSample, recipient } from '../../queue/testing/samples.ts';
import type { NextHop } from '../../routing/next-hop.ts';
import type { PoolLimits } from '../limits.ts';
import { type FindNextHops, SmtpRelay } from '../smtp-relay.ts';
import type { DeliveryJob, DeliveryReport } from '../transport.ts';
import { FakeHost, type Script } from './fake-host.ts';
import { MemoryNet } from './memory-net.ts';

const hop = (number: number, changes: Partial<NextHop> = {}): NextHop => ({
  name: `mx${number}.test`,
  ip: `192.0.2.${number}` as IpAddress,
  port: 25,
  tls: 'opportunistic',
  ...changes,
});

/** A relay in a world of its own: hosts mx1.test, mx2.test … in memory, and a clock that is moved by hand. */
export class RelayWorld {
  readonly clock = new VirtualClock();
  readonly net = new MemoryNet();
  readonly log = new RecordingLog();
  readonly connected: RemoteHost[] = [];
  readonly relay: SmtpRelay;
  hops: readonly NextHop[] = [];
  findNextHops: FindNextHops = async () => ok(this.hops);

  constructor(limits?: PoolLimits) {
    const { clock, net, log } = this;
    const findNextHops: FindNextHops = (one) => this.findNextHops(one);
    this.relay = new SmtpRelay({ clock, net, log, greetingName: 'relay.test', findNextHops }, limits);
  }

  /** Adds the next host, as the least preferred one. */
  host(script: Script = {}, extensions?: readonly string[], changes: Partial<NextHop> = {}): FakeHost {
    const host = new FakeHost(script, extensions);
    this.absent(changes);
    this.net.hosts.set(this.hops.at(-1)?.ip ?? '', host);
    return host;
  }

  /** The same, but nobody is there. */
  absent(changes: Partial<NextHop> = {}): NextHop {
    const next = hop(this.hops.length + 1, changes);
    this.hops = [...this.hops, next];
    return next;
  }

  deliver(...parts: Parameters<typeof jobOf>): Promise<DeliveryReport> {
    return this.relay.deliver({ ...jobOf(...parts), onConnected: (host) => this.connected.push(host) });
  }
}

export interface JobSample {
  readonly message?: MessageSample;
  readonly content?: DeliveryJob['content'] | string;
  readonly signal?: AbortSignal;
}

export function jobOf(recipients: readonly RecipientSample[], sample: JobSample = {}): DeliveryJob {
  const { content = 'Subject: hi\r\n\r\nHello\r\n' } = sample;
  return {
    message: message(sample.message),
    destination: 'krustylu.test',
    recipients: recipients.map((one, index) => recipient({ index, ...one })),
    content: typeof content === 'string' ? () => chunksOf(content) : content,
    signal: sample.signal ?? new AbortController().signal,
    onConnected: () => {},
  };
}

export async function* chunksOf(...texts: readonly string[]): AsyncGenerator<Bytes> {
  for (const text of texts) yield fromLatin1(text);
}

/** The report in few words: of each recipient the kind, and host and reply, or stage, status and host. */
export function words({ results, destination }: DeliveryReport): readonly string[] {
  return [
    ...[...results].toSorted(([a], [b]) => a - b).map(([, result]) => resultWords(result)),
    destination,
  ];
}

function resultWords(result: AttemptResult): string {
  switch (result.kind) {
    case 'delivered':
      return `delivered ${result.account}`;
    case 'relayed':
      return `relayed ${result.by.name} ${replyText(result.reply)}`;
    default: {
      const { stage, status, remote } = result.diagnostic;
      return [result.kind, stage, status, remote?.name].filter((word) => word !== undefined).join(' ');
    }
  }
}

export class RecordingLog implements Log {
  readonly lines: (readonly [event: string, fields: LogFields])[] = [];

  debug(event: string, fields: LogFields = {}): void {
    this.lines.push([event, fields]);
  }
  info = this.debug;
  warn = this.debug;
  error = this.debug;

  with(): Log {
    return this;
  }

  get events(): readonly string[] {
    return this.lines.map(([event]) => event);
  }
}
