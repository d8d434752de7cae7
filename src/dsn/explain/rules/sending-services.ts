import type { Family } from '../family.ts';

const amazonSes: Family = {
  name: 'amazon-ses',
  hosts: ['amazonses.com', 'amazonaws.com', 'awsapps.com'],
  signs: ['amazon ses', 'amazonses.com'],
  phrases: {
    'address-suppressed': {
      sure: [
        'amazon ses has suppressed sending to this address',
        'has suppressed sending to this address',
        'recent history of bouncing as an invalid address',
        'amazon ses did not send the message to this address because it is on',
      ],
    },
    'sender-refused': {
      sure: [
        'email address is not verified',
        'identities failed the check',
        'sending suspended for this account',
        'sending paused for this account',
        'account is paused',
      ],
    },
    'too-fast': {
      sure: ['maximum sending rate exceeded', 'daily message quota exceeded', 'throttling failure'],
    },
    'dns-trouble': { sure: ['unable to lookup dns for', 'unable to lookup dns'] },
    'time-over': { sure: ['message expired: unable to deliver in'] },
    'no-such-address': { sure: ['mailbox does not exist'] },
    'host-blocked': { sure: ['ip address blacklisted by recipient'] },
  },
};

const sendGrid: Family = {
  name: 'sendgrid',
  hosts: ['sendgrid.net', 'sendgrid.com'],
  signs: ['sendgrid.com', 'sendgrid'],
  phrases: {
    'authentication-required': { sure: ['unauthenticated senders not allowed'] },
    'address-suppressed': {
      sure: [
        'bounced address',
        'unsubscribed address',
        'spam reporting address',
        'recipient list over package quota',
      ],
    },
    'too-fast': { sure: ['maximum credits exceeded'] },
    'sender-refused': {
      sure: [
        'you are not authorized to send from that email address',
        'does not match a verified sender identity',
      ],
    },
    'dns-trouble': { sure: ['unable to get mx info', 'failed to get ips from'] },
    'no-connection': { sure: ['error dialing remote address', 'dial tcp', 'unable to dial', 'no mx info'] },
    'time-over': { sure: ['delivery attempts exhausted'] },
  },
};

const zoho: Family = {
  name: 'zoho',
  hosts: ['zoho.com', 'zohomail.com', 'zoho.eu', 'zoho.in'],
  signs: ['zoho.com', 'mail.zoho.com', 'zohomail'],
  phrases: {
    'no-such-address': { sure: ['user does not exist - @', 'invalid mailbox … zoho'] },
    'mailbox-refuses': { sure: ['mail rejected by destination domain'] },
    'sender-unproven': {
      sure: [
        'email rejected per spf policy',
        'email rejected per dmarc policy',
        'rejected per spf policy',
        'rejected per dmarc policy',
      ],
    },
    'too-fast': {
      sure: ['unusual sending activity detected', 'email outgoing blocked', 'email sending limit reached'],
    },
    policy: {
      sure: [
        'mailpolicy violation',
        'mailbox delivery failure policy error',
        'mailbox delivery restricted by policy error',
      ],
    },
    spam: { sure: ['email detected as spam by spam filters'] },
    'sender-refused': { sure: ['relaying disallowed as'] },
    greylisted: { sure: ['greylisted, try again'] },
  },
};

const cloudflare: Family = {
  name: 'cloudflare',
  hosts: ['cloudflare.net', 'cloudflare.com'],
  signs: ['cloudflare email*', 'cloudflare'],
  phrases: {
    'no-such-address': { sure: ['address does not exist', 'address is not configured for routing'] },
    'system-trouble': { likely: ['upstream error', 'upstream temporary error'] },
  },
};

/** Naver, Daum and Kakao. */
const korean: Family = {
  name: 'korean',
  hosts: ['naver.com', 'hanmail.net', 'daum.net', 'kakao.com', 'nate.com'],
  phrases: {
    'no-such-address': { sure: ['no such user : @', 'user unknown [user]'] },
    'host-blocked': { sure: ['suspicious ip', 'connection denied … kisa', 'kisa-rbl', 'kisarbl'] },
    spam: { sure: ['blocked using spam pattern', 'spam pattern'] },
  },
};

export const sendingServices: readonly Family[] = [amazonSes, sendGrid, zoho, cloudflare, korean];
