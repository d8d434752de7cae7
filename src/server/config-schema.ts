import * as v from 'valibot';
import { parseDomain } from '../address/domain.ts';
import { parseNetwork } from '../address/ip.ts';
import { parseMailboxAddress } from '../address/mailbox-address.ts';
import { parseDuration, parseHostAndPort, parseIpAndPort, parseSize } from './config-values.ts';

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
const nextHop = written('a host such as "mail.example.org:25" or "[2001:db8::1]:25"', (t) =>
  parseHostAndPort(t, 25),
);
const smartHost = written('a host such as "smtp.example.net:587"', (text) => parseHostAndPort(text, 587));
const dnsServer = written('an address such as "127.0.0.1" or "127.0.0.1:5353"', (text) =>
  parseIpAndPort(text, 53),
);
const count = v.pipe(
  v.number('must be a whole number'),
  v.integer('must be a whole number'),
  v.minValue(1, 'must be 1 or more'),
);
const port = v.pipe(
  v.number('must be a port number'),
  v.integer('must be a port number'),
  v.minValue(0),
  v.maxValue(65_535),
);

const role = v.picklist(
  ['mx', 'submission', 'submissions', 'pop3', 'pop3s'],
  'must be "mx", "submission" (STARTTLS), "submissions" (TLS from the start), "pop3" or "pop3s"',
);

const listener = v.strictObject({
  role,
  /** IP addresses to bind; `::` is all of them. */
  addresses: v.optional(v.array(v.string('must be an IP address')), ['::']),
  port: v.optional(port),
});

const relay = v.strictObject({
  /** The port of other hosts' mail exchangers. */
  port: v.optional(port, 25),
  smart_host: v.optional(smartHost),
  smart_host_tls: v.optional(v.picklist(['required', 'implicit', 'opportunistic', 'none']), 'required'),
  smart_host_username: v.optional(v.string()),
  smart_host_password_file: v.optional(v.string()),
  /** domain, `.domain` for all below it, or `*` → host and port; no MX look-up */
  routes: v.optional(v.record(v.string(), nextHop), {}),
  concurrency: v.optional(count, 100),
  destination_concurrency: v.optional(count, 20),
});

const retry = v.strictObject({
  delays: v.optional(v.array(duration), ['5m', '10m', '20m', '40m']),
  later_from: v.optional(duration, '60m'),
  later_to: v.optional(duration, '120m'),
  give_up_after: v.optional(duration, '5d'),
  give_up_notices_after: v.optional(duration, '2d'),
  delay_notice_after: v.optional(duration, '4h'),
});

const limits = v.strictObject({
  message_size: v.optional(size, '50MiB'),
  recipients: v.optional(
    v.pipe(count, v.minValue(100, 'must be 100 or more (RFC 5321 section 4.5.3.1.8)')),
    1_000,
  ),
  mailbox_quota: v.optional(size, '10GiB'),
  sessions: v.optional(count, 1_000),
  sessions_per_address: v.optional(count, 50),
  session_errors: v.optional(count, 20),
  session_memory: v.optional(size, '64MiB'),
  command_timeout: v.optional(duration, '5m'),
  data_timeout: v.optional(duration, '3m'),
  shutdown_grace: v.optional(duration, '20s'),
});

export const configSchema = v.strictObject({
  hostname: v.optional(domain),
  domains: v.optional(v.pipe(v.array(domain), v.minLength(1, 'must name a domain at least'))),
  data: v.optional(v.pipe(v.string(), v.minLength(1))),
  postmaster: v.optional(address),
  listeners: v.optional(v.array(listener)),
  tls: v.optional(v.strictObject({ certificate: v.optional(v.string()), key: v.optional(v.string()) }), {}),
  dns: v.optional(
    v.strictObject({ servers: v.optional(v.array(dnsServer)), timeout: v.optional(duration, '3s') }),
    {},
  ),
  relay: v.optional(relay, {}),
  retry: v.optional(retry, {}),
  limits: v.optional(limits, {}),
  notices: v.optional(
    v.strictObject({
      trusted_networks: v.optional(v.array(network), []),
      returned_size: v.optional(size, '100KiB'),
    }),
    {},
  ),
  history: v.optional(v.strictObject({ keep: v.optional(duration, '30d') }), {}),
  log: v.optional(
    v.strictObject({ level: v.optional(v.picklist(['debug', 'info', 'warn', 'error', 'silent']), 'info') }),
    {},
  ),
});

export type ConfigFile = v.InferOutput<typeof configSchema>;
