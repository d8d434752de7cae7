import type { Bytes } from '../base/bytes.ts';
import type { Log } from '../base/ports.ts';
import { buildReport } from '../dsn/build/build.ts';
import type { NoticeContext } from '../dsn/build/context.ts';
import type { Report } from '../dsn/report.ts';

/**
 * Builds a notice; a bare one, if a fault of ours is in the way of the whole. A recipient whose notice cannot be written would be
 * tried for ever, and its sender would hear nothing: that it failed has to be told, even without the rest.
 */
export function buildSurely(report: Report, context: NoticeContext, log: Log): Bytes {
  try {
    return buildReport(report, context);
  } catch (error) {
    log.error('a notice cannot be written as it should be: a bare one goes out', {
      queueId: report.queueId,
      error,
    });
    return buildReport(bareReport(report), bareContext(context));
  }
}

/** Who failed, by its class; nothing that others said, and nothing of the message. What is confidential stays so. */
const bareReport = ({ reportingMta, queueId, recipients }: Report): Report => ({
  reportingMta,
  ...(queueId !== undefined && { queueId }),
  recipients: recipients.map(({ finalRecipient, alias, isConfidential, action, status }) => ({
    finalRecipient,
    ...(alias !== undefined && { alias }),
    ...(isConfidential && { isConfidential }),
    action,
    status,
  })),
});

const bareContext = ({ at, id, to, postmaster, reader = 'sender' }: NoticeContext): NoticeContext => ({
  at,
  id,
  to,
  postmaster,
  reader,
});
