import type { Family } from '../family.ts';
import { phrases } from '../phrase-list.ts';

const amazonSes: Family = {
  name: 'amazon-ses',
  phrases: {
    'address-suppressed': {
      sure: phrases`
        amazon ses has suppressed sending to this address | has suppressed sending to this address |
        recent history of bouncing as an invalid address |
        amazon ses did not send the message to this address because it is on
      `,
    },
    'sender-refused': {
      sure: phrases`
        email address is not verified | identities failed the check | sending suspended for this account |
        sending paused for this account | account is paused
      `,
    },
    'too-fast': {
      sure: phrases`maximum sending rate exceeded | daily message quota exceeded | throttling failure`,
      code: phrases`maximum credits exceeded`,
    },
    'dns-trouble': { sure: phrases`unable to lookup dns for | unable to lookup dns` },
    'time-over': { likely: phrases`message expired: unable to deliver in` },
    'no-such-address': { sure: phrases`mailbox does not exist` },
    'host-blocked': { sure: phrases`ip address blacklisted by recipient` },
  },
};

const sendGrid: Family = {
  name: 'sendgrid',
  phrases: {
    'authentication-required': { sure: phrases`unauthenticated senders not allowed` },
    'address-suppressed': {
      sure: phrases`
        bounced address | unsubscribed address | spam reporting address | recipient list over package quota
      `,
    },
    'sender-refused': {
      sure: phrases`
        you are not authorized to send from that email address | does not match a verified sender identity
      `,
    },
    'dns-trouble': { sure: phrases`failed to get ips from` },
    'no-connection': {
      sure: phrases`error dialing remote address | dial tcp | unable to dial | no mx info`,
    },
    'time-over': { likely: phrases`delivery attempts exhausted` },
  },
};

const zoho: Family = {
  name: 'zoho',
  phrases: {
    'no-such-address': { sure: phrases`user does not exist - @ | invalid mailbox … zoho` },
    'mailbox-refuses': { sure: phrases`mail rejected by destination domain` },
    'sender-unproven': {
      sure: phrases`
        email rejected per spf policy | email rejected per dmarc policy | rejected per spf policy |
        rejected per dmarc policy
      `,
    },
    'too-fast': {
      sure: phrases`
        unusual sending activity detected | email outgoing blocked | email sending limit reached
      `,
    },
    policy: {
      sure: phrases`
        mailpolicy violation | mailbox delivery failure policy error |
        mailbox delivery restricted by policy error
      `,
    },
    spam: { sure: phrases`email detected as spam by spam filters` },
    'sender-refused': { sure: phrases`relaying disallowed as` },
    greylisted: { sure: phrases`greylisted, try again` },
  },
};

const cloudflare: Family = {
  name: 'cloudflare',
  phrases: {
    'no-such-address': { sure: phrases`address does not exist | address is not configured for routing` },
    'system-trouble': { likely: phrases`upstream error | upstream temporary error` },
  },
};

/** Naver, Daum and Kakao. */
const korean: Family = {
  name: 'korean',
  phrases: {
    'no-such-address': { sure: phrases`no such user : @ | user unknown [user]` },
    'host-blocked': { sure: phrases`suspicious ip | connection denied … kisa | kisa-rbl | kisarbl` },
    spam: { sure: phrases`blocked using spam pattern | spam pattern` },
  },
};

/** PowerMTA and SparkPost sort failures into categories, and write their names beside the reply. */
const powerMta: Family = {
  name: 'powermta',
  phrases: {
    'no-such-address': { sure: phrases`bad-mailbox` },
    'no-such-domain': { sure: phrases`bad-domain` },
    'mailbox-disabled': { sure: phrases`inactive-mailbox` },
    'mailbox-full': { sure: phrases`quota-issues` },
    'sender-refused': { sure: phrases`invalid-sender` },
    spam: { sure: phrases`spam-related | spam-block` },
    virus: { sure: phrases`virus-related` },
    'content-refused': { likely: phrases`content-related` },
    policy: { likely: phrases`policy-related` },
    'relaying-denied': { likely: phrases`relaying-issues` },
    'no-connection': { sure: phrases`bad-connection | no-answer-from-host` },
    'dns-trouble': { likely: phrases`routing-errors` },
    'system-trouble': { likely: phrases`bad-configuration` },
    'protocol-trouble': { likely: phrases`protocol-errors` },
    'time-over': { likely: phrases`message-expired` },
  },
};

export const sendingServices: readonly Family[] = [amazonSes, sendGrid, zoho, cloudflare, korean, powerMta];
