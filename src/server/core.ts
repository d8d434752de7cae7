import { AccessTokens } from '../accounts/access-tokens.ts';
import type { AccountId } from '../accounts/accounts.ts';
import { makeCredentials, randomPassword } from '../accounts/new-account.ts';
import { rememberAccounts } from '../accounts/remembered-accounts.ts';
import { mailboxAddress } from '../address/mailbox-address.ts';
import type { Clock, Log, Random } from '../base/ports.ts';
import { cachingResolver } from '../dns/cache.ts';
import type { Resolver } from '../dns/resolver.ts';
import { argon2Hasher } from '../io/argon2.ts';
import { systemClock } from '../io/clock.ts';
import { networkResolver } from '../io/dns/resolver.ts';
import { systemDnsServers } from '../io/dns/servers.ts';
import { systemRandom } from '../io/random.ts';
import { findAddressee } from '../policy/addressees.ts';
import { BadTargets } from '../policy/bad-targets.ts';
import type { OurDomains } from '../policy/domains.ts';
import type { ForwardPaths } from '../policy/forward-paths.ts';
import type { ReturnPaths } from '../policy/return-paths.ts';
import { queueIdMaker } from '../queue/queue-id.ts';
import { Correlator } from '../queue-manager/correlator.ts';
import { carryOut } from '../queue-manager/operator.ts';
import { Reporter } from '../queue-manager/reporter.ts';
import type { SettlementWorld } from '../queue-manager/settlement.ts';
import { Suppressor } from '../queue-manager/suppressor.ts';
import type { FindAddressee } from '../queue-manager/world.ts';
import { type DestinationOf, queueAddressee } from '../reception/queue-addressee.ts';
import { resolveNextHop } from '../routing/resolve.ts';
import { queueDestination, type Routes } from '../routing/routes.ts';
import type { Store } from '../storage/store.ts';
import { type Verifier, verifier } from './call-outs.ts';
import type { Config } from './config.ts';
import { ensurePostmaster, openDataFolder } from './data-folder.ts';
import { DkimKeys } from './dkim/keys.ts';
import { forwardPaths } from './forward-paths.ts';
import { noticeOverrides } from './notice-overrides.ts';
import { accountOperations } from './operations/accounts.ts';
import { batvOperations } from './operations/batv.ts';
import { dkimOperations } from './operations/dkim.ts';
import { dnsOperations } from './operations/dns.ts';
import { forwardOperations } from './operations/forwards.ts';
import { inboxOperations } from './operations/inbox.ts';
import { keyOperations } from './operations/keys.ts';
import type { Operations } from './operations/operation.ts';
import { queueOperations } from './operations/queue.ts';
import { selftestOperations } from './operations/selftest.ts';
import { statusOperations } from './operations/status.ts';
import { suppressionOperations } from './operations/suppression.ts';
import { tokenOperations } from './operations/tokens.ts';
import { undeliverableOperations } from './operations/undeliverable.ts';
import { vacationOperations } from './operations/vacation.ts';
import { verifyOperations } from './operations/verify.ts';
import { machineAddresses, ourDomains } from './our-domains.ts';
import { type RememberedTags, rememberedTags } from './remembered-tags.ts';
import { boundReply, returnPaths } from './return-paths.ts';
import type { SelftestWatch } from './selftest/watch.ts';
import { isTrusted, noticeSettings, retrySchedule, routes } from './settings.ts';
import { SigningKeys } from './signing-keys.ts';

/** A server without its doors: the data, and all that works on it. What a command needs while no server runs. */
export interface Core extends SettlementWorld {
  readonly config: Config;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly ours: OurDomains;
  readonly routes: Routes;
  /** Asks the DNS servers of the configuration, and remembers what they said. */
  readonly resolver: Resolver;
  readonly data: Store;
  readonly tokens: AccessTokens;
  readonly reporter: Reporter;
  readonly signingKeys: SigningKeys;
  readonly returnPaths: ReturnPaths;
  readonly forwardPaths: ForwardPaths;
  readonly badTargets: BadTargets;
  readonly tags: RememberedTags;
  readonly dkimKeys: DkimKeys;
  readonly correlator: Correlator;
  readonly suppressor: Suppressor;
  readonly verifier: Verifier;
  readonly findAddressee: FindAddressee;
  readonly destinationOf: DestinationOf;
  readonly operations: Operations;
  /** Tests the doors. Without doors, nothing. */
  selftest: SelftestWatch | undefined;
  /** What is to be called when something may have become due. Without a queue manager, nothing. */
  onWake: () => void;
  /** What is to be called when destinations that were found dead are to be dialled again. Without a queue manager, nothing. */
  onForgetDeaths: () => void;
  /** Resolves if the data cannot be written any more: there is nothing left to do but to end, and be started again. */
  readonly broken: Promise<Error>;
  close(): Promise<void>;
}

/** Opens the data folder, for this process alone. @throws StartError */
export async function openCore(config: Config, log: Log): Promise<Core> {
  const clock = systemClock;
  const random = systemRandom;
  const schedule = retrySchedule(config);
  const ways = await routes(config);
  const overrides = await noticeOverrides(config);
  const ours = ourDomains(config);
  const broken = Promise.withResolvers<Error>();
  const opened = await openDataFolder(config, broken.resolve);
  const data: Store = { ...opened, accounts: rememberAccounts(opened.accounts) };
  await ensurePostmaster(config, data.accounts, { clock, log });
  const signingKeys = await SigningKeys.open({ config, clock, random });
  const dkimKeys = await DkimKeys.open({ config, clock });
  const tags = await rememberedTags(data.bounces, { clock, log });
  const paths = returnPaths(config, ours, signingKeys, tags);
  const nextQueueId = queueIdMaker(clock, random);
  const destinationOf: DestinationOf = ({ domain }) => queueDestination(domain, ways);
  const lookUp = addresseeFinder(ours, data.accounts, destinationOf);
  const reporter = new Reporter({
    clock,
    log,
    store: data.queue,
    findAddressee: lookUp,
    nextQueueId,
    hostname: config.hostname,
    postmaster: mailboxAddress('postmaster', ours.primary),
    schedule,
    languageOf: async (account) => (await data.accounts.findAccountById(account as AccountId))?.language,
    ...(overrides && { overrides }),
    ...noticeSettings(config),
  });
  const keptMs = config.submission.suppressed_for;
  const suppressor = new Suppressor({ log, store: data.suppressions, keptMs });
  const resolver = cachingResolver(dnsServers(config), clock);
  const callOuts = verifier({ config, clock, random, log, routes: ways, resolver });
  const core: Omit<Core, 'operations'> = {
    config,
    clock,
    random,
    log,
    ours,
    routes: ways,
    resolver,
    verifier: callOuts,
    data,
    tokens: new AccessTokens(data.tokens, clock, random),
    store: data.queue,
    rules: { schedule, isTrusted: isTrusted(config), givesAllClear: config.notices.all_clear },
    reporter,
    signingKeys,
    returnPaths: paths,
    forwardPaths: forwardPaths(config, ours, signingKeys),
    badTargets: new BadTargets(clock, config.forwarding.refuse_for),
    tags,
    dkimKeys,
    suppressor,
    correlator: correlatorOf({ config, log, data, signingKeys, returnPaths: paths, suppressor }),
    writeReports: (reports) => reporter.write(reports),
    nextQueueId,
    findAddressee: lookUp,
    destinationOf,
    selftest: undefined,
    onWake: () => {},
    onForgetDeaths: () => {},
    broken: broken.promise,
    close: () => closeAll(callOuts, dkimKeys, data),
  };
  return Object.assign(core, { operations: operationsOf(core) });
}

async function closeAll(...all: readonly { close(): void | Promise<void> }[]): Promise<void> {
  for (const each of all) await each.close();
}

const correlatorOf = ({
  config,
  log,
  data,
  signingKeys,
  returnPaths,
  suppressor,
}: Pick<Core, 'config' | 'log' | 'data' | 'signingKeys' | 'returnPaths' | 'suppressor'>): Correlator =>
  new Correlator({
    log,
    store: data.queue,
    // The tag of a reverse-path names a day, and no message.
    ours: () => ({ keys: signingKeys.known, hostname: config.hostname, queueIdOf: () => undefined }),
    onHeard: (heard, records) => suppressor.heard(heard, records),
    onTagTrouble: ({ domain, reply }, learntAt) =>
      returnPaths.learn({ domain, learntAt, reply: boundReply(reply) }),
  });

const dnsServers = ({ dns }: Config): Resolver =>
  networkResolver({ servers: dns.servers ?? systemDnsServers(), timeoutMs: dns.timeout });

function addresseeFinder(
  ours: OurDomains,
  accounts: Store['accounts'],
  destinationOf: DestinationOf,
): FindAddressee {
  return async (address) => {
    const addressee = await findAddressee(address, ours, accounts);
    const isNobody = addressee.kind === 'unknown' || addressee.kind === 'too-deep';
    return isNobody ? { kind: 'unknown' } : queueAddressee(address, addressee, destinationOf);
  };
}

function operationsOf(core: Omit<Core, 'operations'>): Operations {
  const { data, ours, clock, random } = core;
  return {
    ...accountOperations({
      accounts: data.accounts,
      ours,
      clock,
      random,
      makeCredentials: (password) => makeCredentials(password, { hasher: argon2Hasher, random }),
      makePassword: () => randomPassword(random),
      endSessions: async (account) => {
        await data.tokens.removeTokens(account, 'session');
        await data.pushSubscriptions.forgetSubscriptions({ account, credential: 'password' });
      },
    }),
    ...tokenOperations({ accounts: data.accounts, store: data.tokens, tokens: core.tokens }),
    ...queueOperations({
      queue: data.queue,
      undeliverable: data.undeliverable,
      clock,
      wake: () => core.onWake(),
      forgetDeaths: () => core.onForgetDeaths(),
      settle: (queueId, recipients, verb, who) => carryOut(core, { queueId, recipients, verb, who }),
    }),
    ...vacationOperations({ accounts: data.accounts, vacations: data.vacations, ours }),
    ...suppressionOperations({
      ...{ accounts: data.accounts, suppressions: data.suppressions, clock },
      againMs: core.config.submission.again_within,
    }),
    ...undeliverableOperations(data.undeliverable),
    ...selftestOperations(() => core.selftest),
    ...statusOperations({ ...data, backscatter: () => core.selftest?.record }),
    ...verifyOperations({
      accounts: data.accounts,
      ours,
      findNextHops: (domain) => resolveNextHop(domain, core.routes, core),
      callOut: (address) => core.verifier.ask(address),
    }),
    ...inboxOperations({ accounts: data.accounts, mailboxes: data.mailboxes }),
    ...forwardOperations(core.badTargets),
    ...keyOperations(core.signingKeys),
    ...batvOperations({
      store: data.bounces,
      returnPaths: core.returnPaths,
      exceptions: core.config.batv.exceptions,
      clock,
    }),
    ...dkimOperations({ keys: core.dkimKeys, ours }),
    ...dnsOperations({
      config: core.config,
      keys: core.dkimKeys,
      ours,
      clock,
      // What was remembered is no answer to whoever has just changed it.
      resolver: () => cachingResolver(dnsServers(core.config), clock),
      machine: machineAddresses,
    }),
  };
}
