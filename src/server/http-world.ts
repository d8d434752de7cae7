import { fileURLToPath } from 'node:url';
import type { AccountId } from '../accounts/accounts.ts';
import type { Authenticator } from '../accounts/authenticator.ts';
import { loadPages, type Page } from '../http/pages.ts';
import type { HttpWorld, OnChange } from '../http/world.ts';
import { pushClient } from '../io/push-client.ts';
import { AccountBlobs } from '../jmap/blobs/account-blobs.ts';
import type { Capability } from '../jmap/capability.ts';
import { coreCapability } from '../jmap/core-capability.ts';
import { type JmapLimits, usualLimits } from '../jmap/limits.ts';
import { readBlob } from '../jmap/mail/blobs.ts';
import { PushSender } from '../jmap/push/push-sender.ts';
import { visibleStates } from '../jmap/push/states.ts';
import { pushMethods } from '../jmap/push/subscription-methods.ts';
import { userSession } from '../jmap/session.ts';
import type { Core } from './core.ts';
import { Digesting } from './digesting.ts';
import { type JmapSurroundings, jmapCapabilities } from './jmap-capabilities.ts';

/** Where the bundler puts the web page: beside the compiled server, and in a clone the same. */
const pagesFolder = fileURLToPath(new URL('../../dist/web', import.meta.url));

/** Uploads of the largest size that an account may have lying about. */
const uploadsKeptMax = 4;

/** What is served by HTTP. Loaded only where the configuration opens a door for it: it takes memory. */
export function httpWorld(
  core: Core,
  authenticator: Authenticator,
  surroundings: Omit<JmapSurroundings, 'catchUp'>,
): HttpWorld & { close(): Promise<void> } {
  const { config, data, tokens, clock, log } = core;
  const limits: JmapLimits = { ...usualLimits, uploadBytesMax: config.limits.message_size };
  const blobs = new AccountBlobs({
    emails: data.emails,
    part: (account, id) => readBlob(data.emails, account, id),
    clock,
    uploadedBytesMax: uploadsKeptMax * limits.uploadBytesMax,
  });
  const changes: OnChange = (listener) => data.emails.onChange(listener);
  const digesting = new Digesting(core);
  const catchUp = (account: AccountId) => digesting.catchUp(account);
  const capabilities = jmapCapabilities(core, { ...surroundings, catchUp }, blobs);
  const sender = pushSender(core, capabilities, changes);
  const push = pushMethods({
    store: data.pushSubscriptions,
    random: core.random,
    verify: (subscription) => sender.verify(subscription),
  });
  sender.start();
  digesting.start();
  let pages: Promise<ReadonlyMap<string, Page> | undefined> | undefined;
  return {
    directory: data.accounts,
    authenticator,
    tokens,
    capabilities: [coreCapability(limits, blobs, push), ...capabilities],
    limits,
    changes,
    blobs,
    publicUrl: config.http.public_url,
    trustedProxies: config.http.trusted_proxies,
    pages: () => {
      pages ??= loadPages(pagesFolder);
      return pages;
    },
    clock,
    log,
    close: async () => {
      await digesting.stop();
      sender.stop();
    },
  };
}

const pushSender = (
  { data, random, clock, log }: Core,
  capabilities: readonly Capability[],
  onChange: OnChange,
): PushSender =>
  new PushSender({
    store: data.pushSubscriptions,
    states: async (id) => {
      const account = await data.accounts.findAccountById(id);
      return (
        account &&
        (await visibleStates(userSession(account, capabilities, '').accounts.values(), capabilities))
      );
    },
    onChange,
    post: pushClient({ random }),
    clock,
    log,
  });
