import type { Dialect } from '../dialect.ts';

/** Mailbox providers and carriers. */
export const providers: readonly Dialect[] = [
  { name: 'google', from: /^mailer-daemon@(?:googlemail|google|gmail)\.com$/ },
  { name: 'yahoo', from: /^mailer-daemon@(?:[\w.-]{1,60}\.)?yahoo\.[a-z.]{2,6}$/ },
  // Customers of AOL have names without a domain among themselves.
  { name: 'aol', from: /^mailer-daemon@aol\.com$/, namesBelow: /could not be delivered/ },
  { name: 'hotmail', from: /^(?:postmaster|staff|mailer-daemon)@(?:hotmail|msn|live|outlook)\.com$/ },
  { name: 'gmx', words: /^--- The header of the original message is following\. ---$/m },
  {
    name: 'gmx',
    from: /^mailer-daemon@(?:[\w.-]{1,60}\.)?(?:gmx\.[a-z]{2,3}|web\.de|kundenserver\.de|1und1\.[a-z]{2,3}|mail\.com)$/,
  },
  { name: 'mail.ru', from: /^mailer-daemon@(?:[\w.-]{1,60}\.)?mail\.ru$/ },
  { name: 'yandex', from: /^mailer-daemon@(?:[\w.-]{1,60}\.)?(?:yandex|ya)\.[a-z]{2,6}$/ },
  { name: 'qq', from: /^postmaster@(?:[\w.-]{1,60}\.)?qq\.com$/ },
  { name: 'netease', from: /^postmaster@(?:163|126|yeah|188|netease)\.(?:com|net)$/ },
  { name: 'docomo', from: /@(?:[\w.-]{1,60}\.)?docomo(?:\.ne)?\.[a-z]{2,3}$/ },
  { name: 'ezweb', from: /@(?:[\w.-]{1,60}\.)?(?:ezweb|au)\.(?:ne\.jp|com)$/ },
  {
    name: 'softbank',
    from: /@(?:[\w.-]{1,60}\.)?(?:softbank|vodafone|i\.softbank|disney)\.ne\.jp$|@(?:[\w.-]{1,60}\.)?softbank\.jp$/,
  },
  { name: 'facebook', from: /^mailer-daemon@(?:[\w.-]{1,60}\.)?facebook\.com$/ },
];
