import type { ReadReport } from './read-report.ts';
import type { RecipientDraft } from './recipient-draft.ts';

/** What one reader made of a mail, before all that follows from it is added. */
export type ReportDraft = Omit<ReadReport, 'kind' | 'recipients' | 'returned'> & {
  /** Set where it does not follow from the actions. */
  readonly kind?: ReadReport['kind'];
  readonly recipients: readonly RecipientDraft[];
  /** Where in the text of the mail the returned message begins, if it stands there. */
  readonly returnedAt?: number;
};
