/** The resolver of the real world: asks the configured recursive servers, one after the other, until one knows. */
import { Gate } from '../../base/gate.ts';
import type { DnsName } from '../../dns/name.ts';
import { failure, type LookUpFailure, type RecordType, type Resolver } from '../../dns/resolver.ts';
import { type Ask, type DnsResponse, resolverOver } from '../../dns/response.ts';
import { askByTcp, askByUdp, type ExchangeResult, type Question } from './exchange.ts';
import type { DnsServerAddress } from './servers.ts';

export interface ResolverSettings {
  /** Recursive servers, the first one preferred. */
  readonly servers: readonly DnsServerAddress[];
  /** How long one server has for one answer. */
  readonly timeoutMs?: number;
  /** How often a server that says nothing is asked. */
  readonly rounds?: number;
  /** Queries under way at the same time; others wait for their turn. Each one holds a socket. */
  readonly queriesMax?: number;
}

const defaultTimeoutMs = 3_000;
const defaultRounds = 2;
const defaultQueriesMax = 200;

/** A resolver without a memory: put cachingResolver (dns/cache.ts) before it. */
export function networkResolver(settings: ResolverSettings): Resolver {
  const { servers, timeoutMs = defaultTimeoutMs, rounds = defaultRounds } = settings;
  const gate = new Gate(settings.queriesMax ?? defaultQueriesMax);
  // Where a server has fallen silent, only the first question waits for it: whoever answered last is asked first.
  let first = 0;

  async function askAll(name: DnsName, type: RecordType): Promise<DnsResponse | LookUpFailure> {
    let last = failure('unreachable', 'no DNS server is configured');
    let candidates = servers.map((_, i) => (first + i) % servers.length);
    for (let round = 0; round < rounds; round++) {
      const silent: number[] = [];
      for (const index of candidates) {
        const server = servers[index];
        if (server === undefined) continue;
        const result = await askServer(server, { name, type, hasEdns: true }, timeoutMs);
        if (result.kind === 'response') {
          first = index;
          return result.response;
        }
        last = failureOf(result, server);
        if (result.kind === 'timeout') silent.push(index);
      }
      candidates = silent;
    }
    return last;
  }
  const ask: Ask = (name, type) => gate.pass(() => askAll(name, type));
  return resolverOver(ask);
}

async function askServer(
  server: DnsServerAddress,
  question: Question,
  timeoutMs: number,
): Promise<ExchangeResult> {
  const result = await askByUdp(server, question, timeoutMs);
  // RFC 7766 §5: a truncated response is asked for again over TCP.
  if (result.kind === 'truncated') return askByTcp(server, question, timeoutMs);
  // RFC 6891 §7: a server that predates EDNS says that it does not understand; then do without.
  const isEdnsTooNew = question.hasEdns && result.kind === 'error' && result.code === 'format-error';
  return isEdnsTooNew ? askServer(server, { ...question, hasEdns: false }, timeoutMs) : result;
}

function failureOf(
  result: Exclude<ExchangeResult, { kind: 'response' }>,
  server: DnsServerAddress,
): LookUpFailure {
  const who = `the DNS server ${server.ip} (port ${server.port})`;
  switch (result.kind) {
    case 'timeout':
      return failure('timeout', `${who} did not answer in time`);
    case 'unreachable':
      return failure('unreachable', `${who} could not be reached: ${result.detail}`);
    case 'truncated':
      return failure('malformed', `${who} sent half an answer`);
    case 'error': {
      const reason = result.code === 'format-error' ? 'refused' : result.code;
      return failure(reason, `${who} answered: ${result.detail}`);
    }
  }
}
