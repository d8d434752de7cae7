/**
 * Who may import whom. A row is a folder; what lies deeper belongs to the nearest row above it, so that `smtp/server/commands`
 * is ruled by `smtp/server`. `base` is always allowed, and nothing imports upward. Checked by check-deps.ts.
 */
export type ImportRow = readonly string[] | { readonly allBut: readonly string[] };

const everything: ImportRow = { allBut: [] };

/** The folders of `src`, from the bottom of the house to its roof. */
export const rooms: Readonly<Record<string, ImportRow>> = {
  base: [],
  address: [],
  envelope: ['address'],
  message: ['address'],
  dns: ['address'],
  accounts: ['address'],
  authentication: ['message', 'dns', 'address'],
  dsn: ['message', 'envelope', 'address'],
  smtp: ['envelope', 'address'],
  'smtp/server': ['smtp', 'envelope', 'address'],
  'smtp/client': ['envelope', 'address'],
  mailbox: ['message'],
  policy: ['accounts', 'address'],
  queue: ['authentication', 'envelope', 'dsn', 'address'],
  outbox: ['queue', 'envelope'],
  bounces: ['queue', 'policy', 'mailbox', 'accounts', 'dsn', 'message', 'address'],
  vacation: ['policy', 'queue', 'accounts', 'dsn', 'message', 'address'],
  routing: ['dns', 'envelope', 'address'],
  reception: [
    ...['smtp/server', 'policy', 'queue', 'bounces', 'vacation', 'accounts', 'authentication', 'dsn'],
    ...['message', 'envelope', 'address'],
  ],
  transports: ['smtp/client', 'routing', 'queue', 'envelope'],
  verification: ['transports', 'routing', 'queue', 'envelope', 'address'],
  'queue-manager': ['queue', 'transports', 'dsn', 'message', 'envelope', 'address'],
  jmap: ['mailbox', 'accounts'],
  'jmap/mail': ['jmap', 'mailbox', 'accounts', 'message', 'address'],
  'jmap/news': ['jmap', 'jmap/mail', 'outbox', 'queue', 'accounts', 'dsn', 'message', 'address'],
  'jmap/vacation': ['jmap', 'jmap/mail', 'vacation'],
  'jmap/submission': [
    ...['jmap', 'jmap/mail', 'outbox', 'queue', 'accounts', 'message', 'envelope', 'address'],
    // An Envelope object has the grammar of MAIL and RCPT.
    'smtp/server',
  ],
  pop3: ['mailbox', 'accounts', 'address'],
  storage: ['queue', 'outbox', 'bounces', 'vacation', 'mailbox', 'accounts', 'envelope', 'address'],
  'storage/memory': [
    'storage',
    'queue',
    'outbox',
    'bounces',
    'vacation',
    'policy',
    'mailbox',
    'accounts',
    'address',
  ],
  'storage/sqlite': [
    'storage',
    'queue',
    'outbox',
    'bounces',
    'vacation',
    'policy',
    'mailbox',
    'accounts',
    'address',
  ],
  // The shells implement the ports of the rooms, and so know their types.
  io: ['authentication', 'message', 'dns', 'accounts', 'address'],
  listeners: ['reception', 'smtp/server', 'pop3', 'address'],
  http: ['jmap', 'listeners', 'policy', 'accounts', 'address'],
  server: everything,
  cli: everything,
};

/** The folders beside `src`. */
export const outbuildings: Readonly<Record<string, ImportRow>> = {
  bench: everything,
  tools: everything,
  bin: ['tools'],
  // The words and shapes in which the server tells what became of a mail.
  web: ['dsn'],
};

/** Where Node's own modules may be imported: folders, or single files, of the repository. */
export const nodeUsers: readonly string[] = [
  ...[
    'src/io',
    'src/listeners',
    'src/http',
    'src/storage',
    'src/server',
    'src/cli',
    'src/base/bytes.ts',
    'src/base/hash.ts',
  ],
  ...['bench', 'tools'],
];

/** Where each npm package belongs. Tests may use all of them. */
export const packageUsers: Readonly<Record<string, readonly string[]>> = {
  '@hono/node-server': ['src/http'],
  '@preact/signals': ['web'],
  commander: ['src/cli'],
  'dns-packet': ['src/io'],
  dompurify: ['web'],
  'fast-check': ['tools'],
  hono: ['src/http'],
  'intl-messageformat': ['src/dsn', 'web'],
  libmime: ['src/message'],
  mailauth: ['src/io'],
  'node-pop3': ['tools'],
  nodemailer: ['tools'],
  pino: ['src/io'],
  'playwright-core': ['tools'],
  'postal-mime': ['tools'],
  preact: ['web'],
  'smol-toml': ['src/server'],
  'smtp-server': ['tools'],
  valibot: ['src/http', 'src/jmap', 'src/server'],
  vite: ['web'],
};

/** Whether a row without a folder and an entry that no file uses are errors. */
export const strictByDefault = true;
