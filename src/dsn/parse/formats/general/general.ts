import type { Format } from '../../format.ts';
import { noticeOf } from '../text/notice.ts';
import { findingOf } from './finding.ts';
import { isNotice } from './is-notice.ts';

/** Reads what no other reader knows: any mail that reports a failure or a delay in words. */
export const general: Format = {
  name: 'unknown',
  read(mail) {
    const notice = noticeOf(mail);
    const finding = isNotice(notice) ? findingOf(notice) : undefined;
    return finding && finding.recipients.length > 0 ? finding : undefined;
  },
};
