import type { NoticeVerdict } from '../../dsn/correlate/finding.ts';
import type { Explanation } from '../../dsn/explain/explanation.ts';
import type { ReadRecipient, ReadReport, ReportKind } from '../../dsn/parse/read-report.ts';

/** What `explain --json` prints of a file: one line, whose shape other programs rely on. Keys without a value are null. */
export interface ExplainedFile {
  /** As it was given. */
  readonly file: string;
  readonly kind: ReportKind;
  /** What was found of it when it came, where its header says so. */
  readonly verdict: NoticeVerdict | null;
  readonly format: string;
  readonly reportingMta: string | null;
  readonly recipients: readonly ExplainedRecipient[];
  readonly returned: {
    readonly messageId: string | null;
    readonly from: string | null;
    readonly to: string | null;
    readonly subject: string | null;
    readonly date: string | null;
    readonly envelopeId: string | null;
  };
}

export interface ExplainedRecipient extends ExplainedCause {
  readonly address: string;
  readonly originalRecipient: string | null;
  readonly action: string | null;
  readonly status: string | null;
  readonly replyCode: number | null;
  readonly diagnostic: string | null;
  readonly remoteMta: string | null;
}

export interface ExplainedCause {
  /** Our name of the cause. */
  readonly reason: string;
  readonly sisimaiReason: string;
  /** 0 … 1 */
  readonly confidence: number;
  readonly permanence: string;
  readonly owner: string;
  readonly steps: readonly string[];
}

/** All reports of one mail as one value; the first, which is the weightiest, gives what is said of the whole. */
export function explainedFile(
  file: string,
  reports: readonly ReadReport[],
  verdict?: NoticeVerdict,
): ExplainedFile {
  const [first] = reports;
  const { returned } = first ?? {};
  return {
    file,
    kind: first?.kind ?? 'not-a-report',
    verdict: verdict ?? null,
    format: first?.format ?? 'none',
    reportingMta: first?.reportingMta?.name ?? null,
    recipients: reports.flatMap(({ recipients }) => recipients.map(explainedRecipient)),
    returned: {
      messageId: returned?.messageId ?? null,
      from: returned?.from ?? null,
      to: returned?.to ?? null,
      subject: returned?.subject ?? null,
      date: returned?.date === undefined ? null : new Date(returned.date).toISOString(),
      envelopeId: first?.originalEnvelopeId ?? null,
    },
  };
}

function explainedRecipient(recipient: ReadRecipient): ExplainedRecipient {
  const { finalRecipient, originalRecipient, action, status, replyCode, diagnosticCode, remoteMta } =
    recipient;
  return {
    address: finalRecipient.address,
    originalRecipient: originalRecipient?.address ?? null,
    action: action ?? null,
    status: status ?? null,
    replyCode: replyCode ?? null,
    diagnostic: diagnosticCode?.text ?? null,
    remoteMta: remoteMta?.name ?? null,
    ...explainedCause(recipient.explanation),
  };
}

export function explainedCause(explanation: Explanation): ExplainedCause {
  const { cause, sisimaiReason, confidence, permanence, owner, steps } = explanation;
  const rounded = Math.round(confidence * 1000) / 1000;
  return { reason: cause, sisimaiReason, confidence: rounded, permanence, owner, steps };
}
