import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fromUtf8 } from '../../../../base/bytes.ts';
import { openMail } from '../../open-mail.ts';
import { actionOf } from './action.ts';
import { noticeOf } from './notice.ts';

const actions: readonly (readonly [action: string, subject: string, text: string])[] = [
  ['delayed', 'Mail delivery', 'Your message has been delayed and still waits.'],
  ['delayed', 'Mail status', 'This message has been in the queue for 4 hours. It will be kept for 5 days.'],
  ['delayed', 'Mail delivery', 'It was not possible so far. The server will continue to attempt delivery.'],
  ['delayed', 'Temporary delivery problem', 'Delivery failed. We will retry until Friday.'],
  ['delayed', 'Still trying', 'We are still trying to deliver your mail.'],
  [
    'delayed',
    'Warning: message',
    'It has not been delivered. If this goes on, we will give up. We will retry.',
  ],
  ['delayed', 'Notice', 'This is a warning message only. You do not need to resend your message.'],
  ['delayed', 'Delivery delayed', 'mailbox full. Further attempts will be made.'],
  ['delayed', 'Delivery failure notification', 'Delivery attempts will continue to be made for 5 days.'],
  ['delayed', 'Message Status', 'State: delayed (connection refused), next try in 30 minutes'],
  ['failed', 'Mail delivery failed', 'Delivery was delayed several times and has now failed.'],
  ['failed', 'Undeliverable mail', 'Your mail could not be delivered for 5 days. It will not be retried.'],
  ['failed', 'Undelivered', 'Please correct the address and try again.'],
  ['failed', 'Mail delivery failed', 'your mail was deferred for too long; giving up.'],
  ['failed', 'failure notice', "I'm not going to try again; this message has been in the queue too long."],
  ['delivered', 'Delivered: Duff?', 'Your message was delivered to the following recipient(s):'],
  ['relayed', 'Delivery Status Notification (Relay)', 'Your message has been successfully relayed.'],
];

describe('actionOf', () => {
  for (const [action, subject, text] of actions) {
    it(`is ${action}: ${subject}: ${text}`, () => {
      const mail = openMail(fromUtf8(`From: mailer-daemon@krustylu.test\nSubject: ${subject}\n\n${text}\n`));
      assert.equal(actionOf(noticeOf(mail)), action);
    });
  }
});
