import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { dayMs, hourMs, minuteMs, secondMs } from '../base/instant.ts';
import { type Config, ConfigError, readConfig } from './config.ts';

const read = (toml: string): Config => readConfig(toml, 'evergreen.toml', 'Mail.Example.ORG');

function complaint(toml: string): string {
  try {
    read(toml);
  } catch (error) {
    assert(error instanceof ConfigError, String(error));
    assert.match(error.message, /^[^\n]*$/, 'one line');
    return error.message;
  }
  return 'none';
}

const MiB = 1024 ** 2;

const defaultNotices = {
  trusted_networks: [],
  returned_size: 100 * 1024,
  all_clear: true,
  language: 'en',
  hide_alias_targets: true,
  per_address: 20,
  per_domain: 200,
  per_hour: 1_000,
  postmaster_copies: 20,
};

const defaultVerification = {
  ...{ timeout: 30 * secondMs, concurrency: 10, host_concurrency: 2, rate: 300, host_rate: 30 },
  ...{ keep_good: dayMs, keep_bad: 2 * hourMs, remembered: 10_000 },
};

const defaultBounces = {
  unproven: 'file',
  forged: 'refuse',
  surge_from: 20,
  surge_samples: 3,
  surge_quiet: dayMs,
  surge_refusal: 'temporary',
};

const defaultSubmission = {
  preflight: true,
  preflight_timeout: 2 * secondMs,
  suppressed_for: 30 * dayMs,
  undo_time: 10 * secondMs,
  again_within: 15 * minuteMs,
};

describe('a configuration', () => {
  it('has a default for every key', () => {
    assert.deepEqual(read(''), {
      hostname: 'mail.example.org',
      domains: ['mail.example.org'],
      data: 'data',
      listeners: [
        { role: 'mx', addresses: ['::'], port: 25 },
        { role: 'submission', addresses: ['::'], port: 587 },
        { role: 'submissions', addresses: ['::'], port: 465 },
        { role: 'pop3', addresses: ['::'], port: 110 },
        { role: 'pop3s', addresses: ['::'], port: 995 },
        { role: 'https', addresses: ['::'], port: 443 },
      ],
      tls: {},
      http: { trusted_proxies: [] },
      dns: { timeout: 3 * secondMs },
      dkim: { sign: true },
      relay: {
        port: 25,
        source_addresses: [],
        smart_host_tls: 'required',
        routes: {},
        concurrency: 100,
        destination_concurrency: 20,
      },
      retry: {
        delays: [5, 10, 20, 40].map((minutes) => minutes * minuteMs),
        later_from: 60 * minuteMs,
        later_to: 120 * minuteMs,
        give_up_after: 5 * dayMs,
        give_up_notices_after: 2 * dayMs,
        delay_notice_after: 4 * hourMs,
      },
      limits: {
        message_size: 50 * MiB,
        recipients: 1_000,
        mailbox_quota: 10 * 1024 * MiB,
        sessions: 1_000,
        sessions_per_address: 50,
        session_errors: 20,
        session_memory: 64 * MiB,
        command_timeout: 5 * minuteMs,
        data_timeout: 3 * minuteMs,
        shutdown_grace: 20 * secondMs,
      },
      notices: defaultNotices,
      forwarding: {
        hand_through: true,
        hand_through_timeout: 30_000,
        hand_through_concurrency: 50,
        refuse_for: 14_400_000,
        srs_days: 21,
      },
      batv: { days: 7, exceptions: [] },
      bounces: defaultBounces,
      authentication: { dmarc: 'reject', spf_fail: 'mark', trusted_sealers: [] },
      content: { refused_files: [] },
      submission: defaultSubmission,
      verification: defaultVerification,
      vacation: { again_after: 7 * dayMs },
      history: { keep: 30 * dayMs, keep_undeliverable: 30 * dayMs },
      selftest: { backscatter: true, interval: hourMs },
      log: { level: 'info' },
    });
  });

  it('takes the name of the machine, if it is one', () => {
    for (const [machine, hostname] of [
      ['homers-pc', 'homers-pc'],
      ['Homers_PC', 'localhost'],
      ['', 'localhost'],
    ] as const) {
      const { hostname: found, domains } = readConfig('', 'x', machine);
      assert.deepEqual([found, domains], [hostname, [hostname]]);
    }
    assert.deepEqual(read('hostname = "MX.Example.org"').domains, ['mx.example.org']);
    assert.deepEqual(read('domains = ["a.test", "B.test"]').domains, ['a.test', 'b.test']);
  });

  it('reads values as what they mean', () => {
    const config = read(`
      postmaster = "homer@springfield.test"
      [[listeners]]
      role = "pop3s"
      [[listeners]]
      role = "mx"
      addresses = ["192.0.2.1", "2001:DB8::1"]
      port = 0
      [dns]
      servers = ["127.0.0.1:5353", "::1"]
      [relay]
      smart_host = "[2001:db8::2]"
      [relay.routes]
      "example.org" = "mail.example.org:2525"
      ".example.org" = "192.0.2.3"
      "[192.0.2.9]" = "mail.example.org"
      [notices]
      trusted_networks = ["192.0.2.0/24"]
    `);
    assert.equal(config.postmaster?.text, 'homer@springfield.test');
    assert.deepEqual(config.listeners, [
      { role: 'pop3s', addresses: ['::'], port: 995 },
      { role: 'mx', addresses: ['192.0.2.1', '2001:db8::1'], port: 0 },
    ]);
    assert.deepEqual(config.dns.servers, [
      { ip: '127.0.0.1', port: 5353 },
      { ip: '::1', port: 53 },
    ]);
    assert.deepEqual(config.relay.smart_host, { host: '2001:db8::2', port: 587 });
    assert.deepEqual(config.relay.routes, {
      'example.org': { host: 'mail.example.org', port: 2525 },
      '.example.org': { host: '192.0.2.3', port: 25 },
      '[192.0.2.9]': { host: 'mail.example.org', port: 25 },
    });
    assert.deepEqual(config.notices.trusted_networks, [{ octets: [192, 0, 2, 0], prefixLength: 24 }]);
  });

  it('can be written with dotted keys and inline tables as well', () => {
    const plain = read('[relay]\nport = 26\n[limits]\nrecipients = 200\n[[listeners]]\nrole = "mx"\n');
    assert.deepEqual(
      read('relay.port = 26\nlimits = { recipients = 200 }\nlisteners = [{ role = "mx" }]'),
      plain,
    );
  });
});

describe('a mistake in a configuration', () => {
  const cases: readonly [toml: string, complaint: string][] = [
    // Unknown keys
    ['hostnam = "x"', '1: hostnam is not a key that Evergreen knows'],
    ['\n\n[relay]\nprot = 25', '4: relay.prot is not a key that Evergreen knows'],
    ['[reley]\nport = 25', '1: reley is not a key that Evergreen knows'],
    [
      'relay.source_addresses = ["192.0.2.1", "192.0.2.2"]',
      '1: relay.source_addresses must have one address of IPv4 and one of IPv6 at most',
    ],
    ['relay.prot = 25', '1: relay.prot is not a key that Evergreen knows'],
    ['[relay]\n"po rt" = 25', '2: relay."po rt" is not a key that Evergreen knows'],
    ["[relay]\n'prot' = 25", '2: relay.prot is not a key that Evergreen knows'],
    ['relay = { port = 25,\n prot = 25 }', '1: relay.prot is not a key that Evergreen knows'],
    [
      '[[listeners]]\nrole = "mx"\n\n[[listeners]]\nrole = "mx"\nprot = 5',
      '6: listeners[1].prot is not a key that Evergreen knows',
    ],
    [
      'listeners = [{ role = "mx" }, { role = "mx", prot = 5 }]',
      '1: listeners[1].prot is not a key that Evergreen knows',
    ],
    [
      '[[listeners]]\nrole = "mx"\n[listeners.tls]\nx = 1',
      '3: listeners[0].tls is not a key that Evergreen knows',
    ],
    ['"\\u001b[2J\\u202e" = 1', '1: "\\u001b[2J\\u202e" is not a key that Evergreen knows'],
    // What is missing
    ['[[listeners]]\nport = 25', '1: listeners[0].role is missing'],
    ['[[listeners]]\nrole = "mx"\n[[listeners]]\n', '3: listeners[1].role is missing'],
    // Types
    ['hostname = 5', '1: hostname must be a domain name such as "example.org", not 5'],
    ['domains = "example.org"', '1: domains must be a list in square brackets, not "example.org"'],
    ['domains = ["example.org", 5]', '1: domains[1] must be a domain name such as "example.org", not 5'],
    ['data = 2026-11-23', '1: data must be a text in quotes'],
    ['relay = 25', '1: relay must be a table'],
    ['[[relay]]\nport = 25', '1: relay must be one table, not a list'],
    ['[listeners]\nrole = "mx"', '1: listeners must be tables in double brackets: [[listeners]]'],
    ['listeners = [5]', '1: listeners[0] must be a table'],
    ['[relay]\nroutes = "x"', '2: relay.routes must be a table, not "x"'],
    ['[relay]\nport = "25"', '2: relay.port must be a port number, not "25"'],
    ['[relay]\nport = 25.5', '2: relay.port must be a port number'],
    ['[relay]\nport = nan', '2: relay.port must be a port number, not NaN'],
    ['limits.sessions = true', '1: limits.sessions must be a whole number, not true'],
    [
      'limits.data_timeout = 180',
      '1: limits.data_timeout must be a duration such as "90s", "5m", "4h" or "5d", not 180',
    ],
    // Values
    ['hostname = "-x.test"', '1: hostname must be a domain name such as "example.org", not "-x.test"'],
    ['hostname = ""', '1: hostname must be a domain name such as "example.org", not ""'],
    [
      'hostname = "[192.0.2.1]"',
      '1: hostname must be a domain name such as "example.org", not "[192.0.2.1]"',
    ],
    ['domains = []', '1: domains must name a domain at least'],
    ['data = ""', '1: data must not be empty'],
    ['postmaster = "homer"', '1: postmaster must be an address such as "homer@example.org", not "homer"'],
    [
      '[[listeners]]\nrole = "smtp"',
      '2: listeners[0].role must be "mx" or "submission" or "submissions" or "pop3" or "pop3s" or "https" or "http", not "smtp"',
    ],
    [
      '[[listeners]]\nrole = "mx"\naddresses = ["localhost"]',
      '3: listeners[0].addresses[0] must be an IP address such as "192.0.2.1" or "::", not "localhost"',
    ],
    ['[[listeners]]\nrole = "mx"\naddresses = []', '3: listeners[0].addresses must name an address at least'],
    [
      '[[listeners]]\nrole = "mx"\nport = 65536',
      '3: listeners[0].port must be a port number from 0 to 65535',
    ],
    ['[[listeners]]\nrole = "mx"\nport = -1', '3: listeners[0].port must be a port number from 0 to 65535'],
    ['relay.port = 0', '1: relay.port must be a port number from 1 to 65535'],
    [
      '[dns]\nservers = ["ns.example.org"]',
      '2: dns.servers[0] must be an address such as "127.0.0.1" or "127.0.0.1:5353", not "ns.example.org"',
    ],
    [
      '[relay]\nsmart_host = "a b"',
      '2: relay.smart_host must be a host such as "smtp.example.net:587", not "a b"',
    ],
    [
      '[relay.routes]\n"example.org" = "x:y"',
      '2: relay.routes."example.org" must be a host such as "mail.example.org:25" or "[2001:db8::1]:25", not "x:y"',
    ],
    [
      '[relay.routes]\n"exam ple" = "x"',
      '2: relay.routes."exam ple" must be a domain, ".domain" for all below it, or "*", not "exam ple"',
    ],
    [
      '[relay]\nsmart_host_tls = "yes"',
      '2: relay.smart_host_tls must be "required" or "implicit" or "opportunistic" or "none", not "yes"',
    ],
    ['[retry]\ndelays = ["5m", "0s"]', '2: retry.delays[1] must be "1s" or more'],
    ['[retry]\ngive_up_after = "0d"', '2: retry.give_up_after must be "1s" or more'],
    [
      '[retry]\ngive_up_after = "3651d"',
      '2: retry.give_up_after must be a duration such as "90s", "5m", "4h" or "5d", not "3651d"',
    ],
    [
      '[limits]\nmessage_size = "50MB"',
      '2: limits.message_size must be a size such as "100KiB", "25MiB" or "2GiB", not "50MB"',
    ],
    [
      '[limits]\nmessage_size = "65535B"',
      '2: limits.message_size must be "64KiB" or more (RFC 5321 section 4.5.3.1.7)',
    ],
    ['[limits]\nrecipients = 99', '2: limits.recipients must be 100 or more (RFC 5321 section 4.5.3.1.8)'],
    ['[limits]\nsessions = 0', '2: limits.sessions must be 1 or more'],
    ['[notices]\nper_address = -1', '2: notices.per_address must be 0 or more'],
    ['[selftest]\ninterval = "59s"', '2: selftest.interval must be "1m" or more'],
    ['[verification]\ntimeout = "0s"', '2: verification.timeout must be "1s" or more'],
    ['[verification]\nhost_rate = 0', '2: verification.host_rate must be 1 or more'],
    ['[limits]\nsession_memory = "1023KiB"', '2: limits.session_memory must be "1MiB" or more'],
    [
      '[notices]\ntrusted_networks = ["192.0.2.0/33"]',
      '2: notices.trusted_networks[0] must be a network such as "192.0.2.0/24", not "192.0.2.0/33"',
    ],
    [
      '[log]\nlevel = "loud"',
      '2: log.level must be "debug" or "info" or "warn" or "error" or "silent", not "loud"',
    ],
    // What must fit together
    ['[tls]\nkey = "k.pem"', '2: tls.key needs tls.certificate'],
    ['tls.certificate = "c.pem"', '1: tls.certificate needs tls.key'],
    [
      '[relay]\nsmart_host = "h"\nsmart_host_username = "u"',
      '3: relay.smart_host_username needs relay.smart_host_password_file',
    ],
    [
      '[relay]\nsmart_host = "h"\nsmart_host_password_file = "f"',
      '3: relay.smart_host_password_file needs relay.smart_host_username',
    ],
    [
      '[relay]\nsmart_host_username = "u"\nsmart_host_password_file = "f"',
      '2: relay.smart_host_username needs relay.smart_host',
    ],
    [
      '[relay]\nsmart_host = "h"\nsmart_host_username = "u"\nsmart_host_password_file = "f"\nsmart_host_tls = "none"',
      '5: relay.smart_host_tls must not be "none" where a password is sent',
    ],
    [
      '[relay]\nsmart_host = "h"\nroutes."*" = "x"',
      '3: relay.routes."*" says the same as relay.smart_host; give one of them',
    ],
    ['[retry]\nlater_from = "3h"', '2: retry.later_from must not be more than retry.later_to'],
    ['[retry]\nlater_to = "30m"', '1: retry.later_from must not be more than retry.later_to'],
  ];
  for (const [toml, expected] of cases) {
    it(`is named: ${expected.slice(0, 90)}`, () =>
      assert.equal(complaint(toml), `evergreen.toml:${expected}`));
  }

  it('is named by its line, whatever the line ends', () => {
    assert.match(
      complaint('hostname = "x"\r\n\r\n[relay]\r\nprot = 1\r\n'),
      /^evergreen\.toml:4: relay\.prot /,
    );
  });

  it('in the syntax is named by its line', () => {
    for (const [toml, expected] of [
      ['\nhostname = ', /^evergreen\.toml:2: not TOML: /],
      ['hostname = "x\n', /^evergreen\.toml:1: not TOML: /],
      ['a = 1\na = 2\n', /^evergreen\.toml:2: not TOML: /],
      ['[relay\nport = 1', /^evergreen\.toml:1: not TOML: /],
      ['hostname = mail.example.org', /^evergreen\.toml:1: not TOML: /],
      ['[relay]\n[relay]\n', /^evergreen\.toml:2: not TOML: /],
      ['x = \u001b[2J', /^evergreen\.toml:1: not TOML: [^\u001b]*$/],
    ] as const) {
      assert.match(complaint(toml), expected);
    }
  });

  it('never brings down more than the configuration (property)', () => {
    const word = fc.constantFrom(
      ...['hostname', 'relay', 'port', 'listeners', 'routes', '.', '=', '[', ']', '[[', ']]', '{', '}', ','],
      ...['"', "'", '"""', '\n', ' ', '5', '"mx"', 'true', '#', '__proto__', 'constructor', '\u202e'],
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 20 }), (words) => {
        assert.doesNotMatch(complaint(words.join('')), /\u202e/);
      }),
      { numRuns: 1_000 },
    );
  });
});
