import * as v from 'valibot';
import { parseDomain, parseMailDomain } from '../address/domain.ts';
import { isIpv6, parseIp, parseNetwork } from '../address/ip.ts';
import { mailboxKey, parseMailboxAddress } from '../address/mailbox-address.ts';
import { dayMs, minuteMs, secondMs } from '../base/instant.ts';
import { languages } from '../dsn/languages/languages.ts';
import { tagDaysMax } from '../policy/prvs.ts';
import { parseDuration, parseHostAndPort, parseHttpUrl, parseIpAndPort, parseSize } from './config-values.ts';

/**
 * What may stand in the configuration, and every default. docs/configuration.md describes each key; a test compares the two.
 * Messages of our own begin with "must".
 */

/** A text that `parse` turns into a value; `what` says what was expected. */
function written<T>(what: string, parse: (text: string) => T | undefined) {
  return v.pipe(
    v.string(`must be ${what}`),
    v.rawTransform(({ dataset, addIssue, NEVER }) => {
      const value = parse(dataset.value);
      if (value === undefined) {
        addIssue({ message: `must be ${what}` });
        return NEVER;
      }
      return value;
    }),
  );
}

const domain = written('a domain name such as "example.org"', (text) => {
  const parsed = parseDomain(text);
  return parsed.ok ? parsed.value : undefined;
});
const address = written('an address such as "homer@example.org"', (text) => {
  const parsed = parseMailboxAddress(text, { utf8: true });
  return parsed.ok ? parsed.value : undefined;
});
const duration = written('a duration such as "90s", "5m", "4h" or "5d"', parseDuration);
const size = written('a size such as "100KiB", "25MiB" or "2GiB"', parseSize);
const network = written('a network such as "192.0.2.0/24"', parseNetwork);
const publicUrl = written('a URL such as "https://mail.example.org", without a path', parseHttpUrl);
const nextHop = written('a host such as "mail.example.org:25" or "[2001:db8::1]:25"', (t) =>
  parseHostAndPort(t, 25),
);
const smartHost = written('a host such as "smtp.example.net:587"', (text) => parseHostAndPort(text, 587));
const dnsServer = written('an address such as "127.0.0.1" or "127.0.0.1:5353"', (text) =>
  parseIpAndPort(text, 53),
);
/** RFC 5321 §4.5.4.1: a destination is not tried again at once. */
const wait = v.pipe(duration, v.minValue(secondMs, 'must be "1s" or more'));
const ip = written('an IP address such as "192.0.2.1" or "::"', parseIp);
const text = v.pipe(v.string('must be a text in quotes'), v.minLength(1, 'must not be empty'));
const oneOf = <const T extends readonly string[]>(...words: T) =>
  v.picklist(words, `must be ${words.map((word) => `"${word}"`).join(' or ')}`);
const list = <T extends v.GenericSchema>(item: T) => v.array(item, 'must be a list in square brackets');
const count = v.pipe(
  v.number('must be a whole number'),
  v.integer('must be a whole number'),
  v.minValue(1, 'must be 1 or more'),
);
const countFrom0 = v.pipe(
  v.number('must be a whole number'),
  v.integer('must be a whole number'),
  v.minValue(0, 'must be 0 or more'),
);
const portFrom = (lowest: number) =>
  v.pipe(
    v.number('must be a port number'),
    v.integer('must be a port number'),
    v.minValue(lowest, `must be a port number from ${lowest} to 65535`),
    v.maxValue(65_535, `must be a port number from ${lowest} to 65535`),
  );
const flag = v.boolean('must be true or false');
const language = written(`a language that Evergreen speaks (${languages.join(', ')})`, (tag) =>
  languages.find((each) => each.toLowerCase() === tag.toLowerCase()),
);
const pattern = written('a domain, ".domain" for all below it, or "*"', (text) => {
  const isPattern = text === '*' || parseMailDomain(text.replace(/^\./, '')).ok;
  return isPattern ? text : undefined;
});

const recipients = written('a domain, ".domain" for all below it, or an address', (text) => {
  if (!text.includes('@')) {
    const parsed = parseMailDomain(text.replace(/^\./, ''));
    return parsed.ok ? (text.startsWith('.') ? `.${parsed.value}` : parsed.value) : undefined;
  }
  const parsed = parseMailboxAddress(text, { utf8: true });
  return parsed.ok ? mailboxKey(parsed.value) : undefined;
});

const fileEnding = written('the ending of file names such as "exe", without the dot', (text) =>
  /^[a-z0-9_-]{1,20}$/i.test(text) ? text.toLowerCase() : undefined,
);

const listener = v.strictObject({
  role: oneOf('mx', 'submission', 'submissions', 'pop3', 'pop3s', 'https', 'http'),
  /** To bind; `::` is all of them. */
  addresses: v.optional(v.pipe(list(ip), v.minLength(1, 'must name an address at least')), ['::']),
  /** 0 is any free port. */
  port: v.optional(portFrom(0)),
});

const relay = v.strictObject({
  /** The port of other hosts' mail exchangers. */
  port: v.optional(portFrom(1), 25),
  /** To connect from; of each family one, and without one the machine's choice. */
  source_addresses: v.optional(
    v.pipe(
      list(ip),
      v.check(
        (all) => new Set(all.map(isIpv6)).size === all.length,
        'must have one address of IPv4 and one of IPv6 at most',
      ),
    ),
    [],
  ),
  smart_host: v.optional(smartHost),
  smart_host_tls: v.optional(oneOf('required', 'implicit', 'opportunistic', 'none'), 'required'),
  smart_host_username: v.optional(text),
  smart_host_password_file: v.optional(text),
  /** No MX look-up is made for these. */
  routes: v.optional(v.record(pattern, nextHop, 'must be a table'), {}),
  concurrency: v.optional(count, 100),
  destination_concurrency: v.optional(count, 20),
});

const retry = v.strictObject({
  delays: v.optional(list(wait), ['5m', '10m', '20m', '40m']),
  later_from: v.optional(wait, '60m'),
  later_to: v.optional(wait, '120m'),
  give_up_after: v.optional(wait, '5d'),
  give_up_notices_after: v.optional(wait, '2d'),
  delay_notice_after: v.optional(wait, '4h'),
});

/** Less would not hold a single message while its header is read. */
const sessionMemoryBytesMin = 1024 ** 2;

const limits = v.strictObject({
  message_size: v.optional(
    v.pipe(size, v.minValue(65_536, 'must be "64KiB" or more (RFC 5321 section 4.5.3.1.7)')),
    '50MiB',
  ),
  recipients: v.optional(
    v.pipe(count, v.minValue(100, 'must be 100 or more (RFC 5321 section 4.5.3.1.8)')),
    1_000,
  ),
  mailbox_quota: v.optional(size, '10GiB'),
  sessions: v.optional(count, 1_000),
  sessions_per_address: v.optional(count, 50),
  session_errors: v.optional(count, 20),
  session_memory: v.optional(
    v.pipe(size, v.minValue(sessionMemoryBytesMin, 'must be "1MiB" or more')),
    '64MiB',
  ),
  command_timeout: v.optional(wait, '5m'),
  data_timeout: v.optional(wait, '3m'),
  shutdown_grace: v.optional(duration, '20s'),
});

/** Clients wait for ten minutes (RFC 5321 §4.5.3.2.6), but many are less patient; and the answer may take as long again. */
const handThroughMsMax = 2 * minuteMs;

export const configSchema = v.strictObject({
  hostname: v.optional(domain),
  domains: v.optional(v.pipe(list(domain), v.minLength(1, 'must name a domain at least'))),
  data: v.optional(text, 'data'),
  postmaster: v.optional(address),
  listeners: v.optional(v.array(listener, 'must be tables in double brackets: [[listeners]]')),
  tls: v.optional(v.strictObject({ certificate: v.optional(text), key: v.optional(text) }), {}),
  dns: v.optional(
    v.strictObject({ servers: v.optional(list(dnsServer)), timeout: v.optional(wait, '3s') }),
    {},
  ),
  http: v.optional(
    v.strictObject({
      public_url: v.optional(publicUrl),
      trusted_proxies: v.optional(list(network), []),
    }),
    {},
  ),
  dkim: v.optional(v.strictObject({ sign: v.optional(flag, true) }), {}),
  relay: v.optional(relay, {}),
  retry: v.optional(retry, {}),
  limits: v.optional(limits, {}),
  notices: v.optional(
    v.strictObject({
      trusted_networks: v.optional(list(network), []),
      returned_size: v.optional(size, '100KiB'),
      all_clear: v.optional(flag, true),
      language: v.optional(language, 'en'),
      hide_alias_targets: v.optional(flag, true),
      overrides: v.optional(text),
      per_address: v.optional(countFrom0, 20),
      per_domain: v.optional(countFrom0, 200),
      per_hour: v.optional(countFrom0, 1_000),
      postmaster_copies: v.optional(countFrom0, 20),
    }),
    {},
  ),
  forwarding: v.optional(
    v.strictObject({
      hand_through: v.optional(flag, true),
      hand_through_timeout: v.optional(
        v.pipe(wait, v.maxValue(handThroughMsMax, 'must be "2m" or less')),
        '30s',
      ),
      hand_through_concurrency: v.optional(count, 50),
      refuse_for: v.optional(duration, '4h'),
      srs_days: v.optional(v.pipe(count, v.maxValue(90, 'must be 90 or less')), 21),
    }),
    {},
  ),
  batv: v.optional(
    v.strictObject({
      mode: v.optional(oneOf('off', 'monitor', 'enforce')),
      days: v.optional(v.pipe(count, v.maxValue(tagDaysMax, `must be ${tagDaysMax} or less`)), 7),
      exceptions: v.optional(list(recipients), []),
    }),
    {},
  ),
  bounces: v.optional(
    v.strictObject({
      unproven: v.optional(oneOf('file', 'refuse'), 'file'),
      forged: v.optional(oneOf('refuse', 'file'), 'refuse'),
      surge_from: v.optional(count, 20),
      surge_samples: v.optional(count, 3),
      surge_quiet: v.optional(wait, '24h'),
      surge_refusal: v.optional(oneOf('temporary', 'permanent'), 'temporary'),
    }),
    {},
  ),
  authentication: v.optional(
    v.strictObject({
      dmarc: v.optional(oneOf('reject', 'mark'), 'reject'),
      spf_fail: v.optional(oneOf('reject', 'mark'), 'mark'),
      trusted_sealers: v.optional(list(domain), []),
    }),
    {},
  ),
  content: v.optional(v.strictObject({ refused_files: v.optional(list(fileEnding), []) }), {}),
  submission: v.optional(
    v.strictObject({
      preflight: v.optional(flag, true),
      preflight_timeout: v.optional(wait, '2s'),
      suppressed_for: v.optional(duration, '30d'),
      undo_time: v.optional(duration, '10s'),
      again_within: v.optional(v.pipe(duration, v.minValue(minuteMs, 'must be "1m" or more')), '15m'),
    }),
    {},
  ),
  verification: v.optional(
    v.strictObject({
      timeout: v.optional(wait, '30s'),
      concurrency: v.optional(count, 10),
      host_concurrency: v.optional(count, 2),
      rate: v.optional(count, 300),
      host_rate: v.optional(count, 30),
      keep_good: v.optional(duration, '24h'),
      keep_bad: v.optional(duration, '2h'),
      remembered: v.optional(count, 10_000),
    }),
    {},
  ),
  vacation: v.optional(
    v.strictObject({
      again_after: v.optional(v.pipe(duration, v.minValue(dayMs, 'must be "1d" or more')), '7d'),
    }),
    {},
  ),
  history: v.optional(
    v.strictObject({
      keep: v.optional(duration, '30d'),
      keep_undeliverable: v.optional(duration, '30d'),
    }),
    {},
  ),
  selftest: v.optional(
    v.strictObject({
      backscatter: v.optional(flag, true),
      interval: v.optional(v.pipe(duration, v.minValue(minuteMs, 'must be "1m" or more')), '1h'),
    }),
    {},
  ),
  log: v.optional(
    v.strictObject({ level: v.optional(oneOf('debug', 'info', 'warn', 'error', 'silent'), 'info') }),
    {},
  ),
});

export type ConfigFile = v.InferOutput<typeof configSchema>;
