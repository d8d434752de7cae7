import type { Family } from '../family.ts';
import { phrases } from '../phrase-list.ts';

/** What any mailer may say, in English, of a mailbox that is there. */
export const englishMailboxes: Family = {
  name: 'english-mailbox',
  phrases: {
    'mailbox-full': {
      sure: phrases`
        mailbox full | mailbox is full | mailbox … is full | mailbox for … is full | mailbox too full |
        mail box full | mail box is full | inbox is full | inbox full | user's mailbox is full |
        recipient's mailbox is full | recipient's inbox is full | recipient's inbox is out of storage |
        recipient mailbox is full | recipient mailbox full | user mailbox is full | user mailbox exceeds |
        mailbox exceeds | mailbox exceeded | mailbox has exceeded | mailbox size exceeded |
        mailbox size limit exceeded | mailbox quota exceeded | mailbox quota has been exceeded |
        mailbox over quota | mailbox is over quota | mailbox … over quota | mailbox storage exceeded |
        mailbox has reached | mailbox would exceed | over quota | overquota | over-quota | over its quota |
        over disk quota | over the quota | over its disk quota | over his quota |
        over the maximum allowed quota | over the allowed quota | over the storage quota | out of storage |
        out of storage space | quota exceeded | quota exceed | quota is exceeded | quota exceeded … user |
        quota has been exceeded | quota full | quota limit … exceeded | quota violation | quota limits |
        exceed quota | exceeds quota | exceeded quota | exceeded … quota | exceeds … quota |
        exceeded his quota | exceeded its quota | exceeded their quota | exceeded storage allocation |
        exceeded the storage | exceeds allowed size | storage quota exceeded | storage limit … exceeded |
        storage allocation exceeded | storage exceeded | disk quota exceeded | disk quota … exceeded |
        insufficient quota | insufficient disk quota | insufficient mailbox storage | maildir over quota |
        maildir delivery failed … quota | maildir over | user is over quota | user over quota |
        user … over quota | user is over the quota | user has too many messages on the server |
        user has exhausted | account is full | account … is full | account is over quota |
        account is over the | account has exceeded | account exceeds | full mailbox |
        not enough space in mailbox | not enough room in mailbox | not enough storage space in |
        no space left in mailbox | no room in mailbox | no more room in mailbox | no room for user |
        recipient over quota | recipient is over quota | recipient reached disk quota |
        recipient storage full | recipient overquota | recipient quota exceeded | mail quota exceeded |
        mailfolder is full | mailbox has no space | too many messages in … mailbox |
        too many messages on this mailbox | too many mails in mailbox | too large for the remaining quota |
        would exceed … quota | would be over quota | would go over quota | cannot store … over quota |
        message would exceed quota | the mailbox is full |
        the email account that you tried to reach is over quota | not have enough space |
        does not have enough space | maximum mailbox size | mailbox limit reached | reached his quota |
        reached their quota | reached its quota | hard quota limit | user quota
      `,
      likely: phrases`
        recipient has exceeded | exceeded storage |
        requested mail action aborted: exceeded storage allocation | quota |
        insufficient storage … mailbox | storage full | has exceeded their | no storage space
      `,
    },
    'mailbox-disabled': {
      sure: phrases`
        mailbox disabled | mailbox is disabled | mailbox … disabled | mailbox is inactive |
        mailbox inactive | mailbox … inactive | mailbox suspended | mailbox is suspended | mailbox locked |
        mailbox is locked | mailbox is frozen | mailbox is blocked | mailbox has been suspended |
        mailbox has been disabled | mailbox has been blocked | mailbox currently suspended |
        mailbox temporarily disabled | mailbox is temporarily disabled | mailbox deactivated |
        mailbox closed | mailbox is closed | mailbox expired | mailbox has expired |
        mailbox no longer active | mailbox not active | mailbox … not active | mailbox is not accepting |
        mailbox disabled, not accepting messages | account disabled | account is disabled |
        account … disabled | account has been disabled | account … has been disabled | account inactive |
        account is inactive | account … inactive | account suspended | account is suspended |
        account … suspended | account has been suspended | account … has been suspended |
        account is temporarily suspended | account is locked | account locked | account has been locked |
        account … is locked | account deactivated | account has been deactivated | account … deactivated |
        account closed | account is closed | account has been closed | account cancelled |
        account canceled | account terminated | account has been terminated | account has been blocked |
        account blocked | account is blocked | account expired | account has expired | account is expired |
        account not active | account is not active | account is no longer active |
        account that you tried to reach is disabled | account that you tried to reach is inactive |
        account frozen | account is frozen | user disabled | user is disabled | user account disabled |
        user account is disabled | user account … disabled | user is inactive | user inactive |
        inactive user | user suspended | user is suspended | user … suspended | user is locked |
        user locked | user is blocked | user blocked | user deactivated | user not active |
        user is not active | user expired | user has been suspended | user frozen | inactive mailbox |
        inactive account | inactive recipient | disabled recipient | disabled recipient address |
        disabled mailbox | disabled user | disabled account | suspended account | locked account |
        recipient disabled | recipient is disabled | recipient suspended | recipient is suspended |
        recipient inactive | recipient is inactive | recipient has been disabled |
        recipient account is disabled | recipient … disabled | recipient … suspended |
        recipient … inactive | recipient no longer active | recipient is not active |
        recipient is blocked from receiving | email account is disabled | email address is disabled |
        email address has been disabled | address disabled | address is disabled | address is inactive |
        address no longer active | address is no longer active | address … no longer active |
        address has been disabled | address has been deactivated | address is no longer valid |
        address no longer accepts mail | address no longer accepts | this address no longer accepts mail |
        is no longer an active | no longer with the company | no longer with us | no longer works here |
        no longer works for | no longer employed | no longer works at | has left the company |
        has left the organization | has left us | domain is suspended | domain has been suspended |
        domain suspended | domain is disabled | domain disabled | domain is blocked | domain expired |
        not active | has been discontinued | due to extended inactivity |
        email access to this account is restricted | not allowed to receive |
        mailbox is not available … suspended | receiving disabled | subscriber is absent |
        mail delivery … is disabled | user is no longer active | user is terminated | temporarily locked |
        is a disabled mailbox | recipient … expired | the user … has been disabled
      `,
      likely: phrases`
        no longer available | no longer active | no longer valid | is no longer | has been disabled |
        has been suspended | temporarily disabled | discontinued | deactivated | suspended | inactive |
        not accepting mail … user | mailbox temporarily unavailable … disabled
      `,
    },
    'mailbox-refuses': {
      sure: phrases`
        recipient does not want | recipient does not accept | recipient is not accepting |
        recipient … is not accepting | recipient has refused | recipient refuses | rejected by recipient |
        rejected by the recipient | refused by recipient | refused by the recipient | refused by user |
        rejected by user | blocked by recipient | blocked by the recipient | blocked by user |
        blocked by addressee | recipient has blocked | recipient blocked | recipient … has blocked |
        user has blocked | user does not accept | user refuses | user does not want | user does not wish |
        does not wish to receive | does not accept mail from you | does not accept mail from this |
        only accepts mail from | accepts mail only from | accepts mail from … only | only accept mail from |
        only accept messages from | only accepts messages from | not accepting mail from |
        not accept mail from you | sender is not on the recipient | not in … whitelist |
        not on … whitelist | whitelist of the recipient | recipient's allow list | not in allowed senders |
        user's filter | user filter | recipient's filter | recipient's blacklist | user's blacklist |
        personal blacklist | personal filter | recipient-specific policy | message filtered by user |
        rejected by the user | recipient's personal | recipient preferences | recipient has opted out |
        bounced by user | mail is rejected by recipients | mail rejected by recipient | sieve reject |
        refused by mailfilter
      `,
      likely: phrases`
        message was rejected by user | recipient rejected your message | rejected by mail filter
      `,
    },
    'not-a-member': {
      sure: phrases`
        not a member of this mailing list | not a member of this list | not a member of the mailing list |
        not a member of the list | not a member of | not a subscriber | not subscribed to |
        not a list member | are not allowed to post | not allowed to post to | not allowed to post |
        not allowed to send to this list | may not post | only members | members only | members-only |
        member-only | only subscribers | subscribers only | post to this list | permission to post |
        permissions to post | permission to send … group | posting to this group |
        post messages to the group | sender not allowed for … list | mailing list expansion prohibited |
        not authorized to send to this list | not authorized to send to the list | not authorized to post |
        list closed to public posts | not permitted to post | restricted list | this list is moderated |
        this is a closed list | you are not on the list of
      `,
      likely: phrases`join the group | mailing list`,
    },
    'mailbox-busy': {
      sure: phrases`
        receiving mail too quickly | receiving mail at a rate | receiving messages too quickly |
        receiving email too quickly | receiving too many | received too many messages |
        has received too many | too much mail for this recipient | too many messages for this recipient |
        too many messages to this recipient | too much mail for recipient | recipient is receiving |
        recipient has exceeded … messages per | recipient … rate limit | recipient … per hour |
        max message per hour | user is receiving mail | mailbox is busy | mailbox busy | mailbox in use |
        mailbox is in use | mailbox is locked by | mailbox lock | concurrent deliveries … mailbox |
        too many concurrent deliveries
      `,
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
        mailing list expansion problem | alias expansion | aliases nested too deep |
        aliasing/forwarding loop broken | cannot expand | unable to expand | list expansion | alias loop |
        alias loops | alias cannot be expanded | too many nested aliases | group has no members |
        distribution list is empty | list has no members
      `,
    },
  },
};
