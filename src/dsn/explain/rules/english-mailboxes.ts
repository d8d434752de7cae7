import type { Family } from '../family.ts';
import { phrases } from '../phrase-list.ts';

/** What any mailer may say, in English, of a mailbox that is there. */
export const englishMailboxes: Family = {
  name: 'english-mailbox',
  phrases: {
    'mailbox-full': {
      sure: phrases`
        number of messages exceeds maximum | maximum per mailbox | exhausted allowed storage |
        exhausted … storage | over its storage | over their storage | mailbox full | mailbox … is full |
        mailbox for … is full | mailbox too full | mail box full | mail box is full | inbox is full |
        inbox full | mailbox exceeds | mailbox exceeded | mailbox has exceeded | mailbox size exceeded |
        mailbox … over quota | mailbox has reached | mailbox would exceed | over quota | overquota |
        over-quota | over its quota | over the quota | over his quota | over the maximum allowed quota |
        over the allowed quota | over the storage quota | out of storage | quota exceeded | quota exceed |
        quota is exceeded | quota exceeded … user | quota has been exceeded | quota full |
        quota limit … exceeded | quota violation | quota limits | exceed quota | exceeded … quota |
        exceeds … quota | exceeded storage allocation | exceeded the storage | exceeds allowed size |
        storage limit … exceeded | storage allocation exceeded | storage exceeded | disk quota … exceeded |
        insufficient quota | insufficient mailbox storage | maildir delivery failed … quota | maildir over |
        user … over quota | user has too many messages on the server | user has exhausted |
        account … is full | account is over the | account exceeds | full mailbox |
        not enough space in mailbox | not enough room in mailbox | not enough storage space in |
        no space left in mailbox | no room in mailbox | no more room in mailbox | no room for user |
        recipient storage full | mailfolder is full | mailbox has no space |
        too many messages in … mailbox | too many messages on this mailbox | too many mails in mailbox |
        too large for the remaining quota | would exceed … quota | cannot store … over quota |
        not have enough space | maximum mailbox size | mailbox limit reached | reached his quota |
        reached their quota | reached its quota | hard quota limit | user quota |
        insufficient space to store your | space has been used up | mail file size exceeds |
        disabled … exceeding receiving limits
      `,
      likely: phrases`
        account has exceeded | storage space | storage allocation | too much mail stored |
        exceeding their quota | recipient has exceeded | exceeded storage | quota |
        insufficient storage … mailbox | storage full | has exceeded their | no storage space
      `,
    },
    'mailbox-disabled': {
      sure: phrases`
        address … has been closed | account … has been removed | account … has been deleted |
        mailbox … has been removed | mailbox … has been deleted | address … has been deleted |
        user … has been deleted | user … has been removed | mailbox … out of order | has left our |
        has left your | no longer at | no longer a member of | has retired | mailbox not accepting |
        mailbox … disabled | mailbox … inactive | mailbox suspended | mailbox is suspended |
        mailbox locked | mailbox is locked | mailbox is frozen | mailbox is blocked |
        mailbox has been suspended | mailbox has been blocked | mailbox currently suspended |
        mailbox deactivated | mailbox closed | mailbox is closed | mailbox expired | mailbox has expired |
        mailbox no longer active | mailbox … not active | mailbox is not accepting | account … disabled |
        account … has been disabled | account … inactive | account … suspended |
        account … has been suspended | account locked | account has been locked | account … is locked |
        account … deactivated | account closed | account is closed | account has been closed |
        account cancelled | account canceled | account terminated | account has been terminated |
        account has been blocked | account blocked | account is blocked | account expired |
        account has expired | account is expired | account is no longer active | account frozen |
        account is frozen | user disabled | user is disabled | user account … disabled | user is inactive |
        user inactive | inactive user | user … suspended | user is locked | user locked | user is blocked |
        user blocked | user deactivated | user expired | user frozen | inactive mailbox | inactive account |
        inactive recipient | disabled recipient | disabled mailbox | disabled user | disabled account |
        suspended account | locked account | recipient … disabled | recipient … suspended |
        recipient … inactive | recipient no longer active | recipient is blocked from receiving |
        address disabled | address is disabled | address is inactive | address … no longer active |
        address has been disabled | address has been deactivated | address is no longer valid |
        address no longer accepts | is no longer an active | no longer with the company |
        no longer with us | no longer works here | no longer works for | no longer employed |
        no longer works at | has left the company | has left the organization | has left us |
        domain is suspended | domain has been suspended | domain suspended | domain is disabled |
        domain disabled | domain is blocked | domain expired | not active | has been discontinued |
        due to extended inactivity | not allowed to receive | mailbox is not available … suspended |
        receiving disabled | subscriber is absent | mail delivery … is disabled | user is no longer active |
        user is terminated | temporarily locked | recipient … expired | the user … has been disabled |
        not activated | archived recipient | recipient suspend | destinataire archivee
      `,
      likely: phrases`
        has been closed | has been removed | has been deleted | was deleted | no longer available |
        no longer active | no longer valid | is no longer | has been disabled | temporarily disabled |
        discontinued | deactivated | suspended | inactive | not accepting mail … user |
        mailbox temporarily unavailable … disabled
      `,
    },
    'mailbox-refuses': {
      sure: phrases`
        receive external mail | receive mail from the internet | not allowed to receive mail from |
        not allowed to receive external | internal mail only | accepts internal mail | internal senders |
        mail is not read | mailbox is not monitored | not monitored | requires sender to be authenticated |
        sender must be authenticated | requires authenticated senders | only accepts authenticated senders |
        recipient requires authenticated | recipient only accepts mail from authenticated |
        rejected by the list moderator | rejected by the moderator | has blocked you | blocked you |
        not in address book | not in the recipient's address book | user … does not accept mail from |
        does not accept mail from unknown | does not accept mail from | recipient does not want |
        recipient does not accept | recipient … is not accepting | recipient has refused |
        recipient refuses | rejected by the recipient | refused by recipient | refused by the recipient |
        refused by user | rejected by user | blocked by recipient | blocked by the recipient |
        blocked by user | blocked by addressee | recipient blocked | recipient … has blocked |
        user has blocked | user does not accept | user refuses | user does not want | user does not wish |
        does not wish to receive | does not accept mail from you | does not accept mail from this |
        only accepts mail from | accepts mail only from | only accept mail from |
        only accept messages from | only accepts messages from | not accepting mail from |
        not accept mail from you | sender is not on the recipient | not in … whitelist |
        not on … whitelist | whitelist of the recipient | recipient's allow list | not in allowed senders |
        user's filter | user filter | recipient's filter | recipient's blacklist | user's blacklist |
        personal blacklist | personal filter | recipient-specific policy | message filtered by user |
        rejected by the user | recipient's personal | recipient preferences | recipient has opted out |
        bounced by user | sieve reject | refused by mailfilter | messages from outside | mail from outside |
        only accepting mail from | user rules | is protected by | user reject |
        you have been blocked by the recipient
      `,
      likely: phrases`
        accepts mail from … only | is restricted | message was rejected by user |
        recipient rejected your message | rejected by mail filter
      `,
    },
    'not-a-member': {
      sure: phrases`
        subscribers only | list accepts mail from | group accepts mail from | not a member of |
        not a subscriber | not subscribed to | not a list member | not allowed to post |
        not allowed to send to this list | may not post | only members | members only | members-only |
        member-only | only subscribers | post to this list | permission to post | permissions to post |
        permission to send … group | posting to this group | post messages to the group |
        sender not allowed for … list | mailing list expansion prohibited |
        not authorized to send to this list | not authorized to send to the list | not authorized to post |
        list closed to public posts | not permitted to post | restricted list | this list is moderated |
        this is a closed list | you are not on the list of
      `,
      likely: phrases`join the group | mailing list`,
      topic: phrases`members | subscribers | this list`,
    },
    'mailbox-busy': {
      sure: phrases`
        inbound limit | inbound rate limit | incoming limit | receiving limit |
        recipient is over the hourly | recipient has exceeded its daily limit | limit of incoming messages |
        receiving mail too quickly | receiving mail at a rate | receiving messages too quickly |
        receiving email too quickly | receiving too many | received too many messages |
        has received too many | too much mail for this recipient | too many messages for this recipient |
        too many messages to this recipient | too much mail for recipient | recipient is receiving |
        recipient has exceeded … messages per | recipient … rate limit | recipient … per hour |
        max message per hour | user is receiving mail | mailbox is busy | mailbox busy | mailbox in use |
        mailbox is in use | mailbox is locked by | mailbox lock | concurrent deliveries … mailbox |
        too many concurrent deliveries
      `,
      likely: phrases`requested mail action not taken: mailbox unavailable | incoming messages`,
    },
    'mailbox-limit': {
      sure: phrases`
        message too large for this recipient | message too large for recipient |
        exceeds … limit for this recipient | recipient size limit |
        message length exceeds administrative limit | message length exceeds |
        message is larger than … recipient | larger than this recipient |
        larger than the current system limit or the recipient | message size exceeds … for this mailbox |
        too large for this mailbox | larger than this mailbox | too big for this mailbox |
        too large for mailbox
      `,
    },
    'expansion-failed': {
      sure: phrases`
        mailing list expansion problem | alias expansion | aliases nested too deep | cannot expand |
        unable to expand | list expansion | alias loop | alias loops | alias cannot be expanded |
        too many nested aliases | group has no members | distribution list is empty | list has no members
      `,
    },
  },
};
