import type { Family } from '../family.ts';
import { phrases } from '../phrase-list.ts';

/** Tencent: QQ and its service for companies. */
const tencent: Family = {
  name: 'tencent',
  hosts: ['qq.com', 'tencent.com', 'foxmail.com'],
  signs: phrases`service.mail.qq.com | mail.qq.com | service.exmail.qq.com | open.work.weixin.qq.com`,
  phrases: {
    'no-such-address': {
      sure: phrases`
        mailbox not found | mailbox not found or access denied | mailbox unavailable or access denied
      `,
    },
    'too-fast': {
      sure: phrases`
        ip frequency limited | domain frequency limited | sender frequency limited |
        mail content … frequency limited | too many times of delivery |
        reach the limit of number of messages | exceeded the sending limit
      `,
    },
    'too-many-connections': {
      sure: phrases`connection frequency limited | connection denied … frequency`,
    },
    spam: {
      sure: phrases`
        suspected spam | suspected spam ip | spam is embedded in the email | bad ad content |
        suspected bounce attacks | mail content denied
      `,
    },
    'mailbox-refuses': { sure: phrases`mail is rejected by recipients` },
    'mailbox-full': { sure: phrases`mailbox space not enough | recipient's mailbox space` },
    'sender-unproven': {
      sure: phrases`spf check failed | dkim check failed | failed to meet the requirements of spf`,
    },
    'host-blocked': { sure: phrases`suspected ip | ip in … blacklist | bad ip` },
    'message-too-large': { sure: phrases`mail is too large | the size of mail` },
  },
  own: {
    'content-refused': { sure: phrases`content rejected` },
    'host-blocked': { sure: phrases`connection denied` },
  },
};

/** NetEase: 163, 126, yeah.net. Its codes begin with the place in the dialogue: HL, MI, RP, DT. */
const netEase: Family = {
  name: 'netease',
  phrases: {
    'no-such-address': {
      sure: phrases`user not found | invalid user | requested action not taken: local user only`,
    },
    'mailbox-full': { sure: phrases`quota exceeded or service disabled | user quota exceeded` },
    spam: { code: phrases`dt:spm | dt:sum | dt:sob` },
    'sender-unproven': { code: phrases`mi:spf | mi:dmc | dt:dmc` },
    'sender-refused': { code: phrases`mi:frl | mi:imf | mi:spb | mi:bad` },
    'too-fast': { code: phrases`rp:qrc | rp:cel | mi:cel | mi:stc | mi:ccl | rp:trc | rp:drc | mi:dmu` },
    'too-many-connections': { code: phrases`hl:itc | hl:icc | hl:ifc | hl:iff` },
    'host-blocked': { code: phrases`hl:ihu | hl:mep | hl:iph | rp:rbl | mi:rbl` },
    'host-reputation': { code: phrases`dt:rob | dt:irb | rp:rep` },
  },
};

const sina: Family = {
  name: 'sina',
  phrases: {
    'mailbox-disabled': { sure: phrases`user is locked for long time no login` },
  },
};

export const chineseProviders: readonly Family[] = [tencent, netEase, sina];
