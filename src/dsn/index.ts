/**
 * Delivery status notifications as a library (`evergreen/dsn`): build them for people and programs, read everybody else's, explain a
 * failure, match a notice with a message that was sent. Pure: no file, no connection, no clock; time and ids are arguments.
 */
export { type AddressSyntax, type MailboxAddress, parseMailboxAddress } from '../address/mailbox-address.ts';
export { type Instant, instant } from '../base/instant.ts';
export { type Reply, reply } from '../envelope/reply.ts';
export { parseStatusCode, type StatusCode } from '../envelope/status-code.ts';
export { buildReport } from './build/build.ts';
export type { NoticeContext } from './build/context.ts';
export { correlate } from './correlate/correlate.ts';
export { type Marks, marksOf } from './correlate/marks.ts';
export type { Match } from './correlate/match.ts';
export type { NoticeArrival, OurMarks } from './correlate/notice-arrival.ts';
export type { SentRecipient, SentRecord } from './correlate/sent-record.ts';
export { readSignedId, signId, signingKey } from './correlate/signature.ts';
export { type Cause, causes } from './explain/causes.ts';
export { explain } from './explain/explain.ts';
export type { AttemptFacts, Evidence, Explanation } from './explain/explanation.ts';
export { type Language, languageFor, languages } from './languages/languages.ts';
export { checkOverrides, type Overrides } from './languages/overrides.ts';
export { parseReport } from './parse/parse-report.ts';
export type { ReadRecipient, ReadReport, ReportKind } from './parse/read-report.ts';
export {
  dnsName,
  finalRecipientOf,
  ownDiagnostic,
  type Report,
  type ReportedRecipient,
  smtpDiagnostic,
} from './report.ts';
