// The entry of the library `evergreen/dsn`. As with the command: an installed package has been compiled, a clone runs from source.
const isInstalled = import.meta.url.includes('/node_modules/');
/** @type {typeof import('../../src/dsn/index.ts')} */
const library = await import(isInstalled ? '../../dist/dsn/index.js' : '../../src/dsn/index.ts');

export const {
  buildReport,
  causes,
  checkOverrides,
  correlate,
  dnsName,
  explain,
  finalRecipientOf,
  instant,
  languageFor,
  languages,
  marksOf,
  ownDiagnostic,
  parseMailboxAddress,
  parseReport,
  parseStatusCode,
  readSignedId,
  reply,
  signId,
  signingKey,
  smtpDiagnostic,
} = library;
