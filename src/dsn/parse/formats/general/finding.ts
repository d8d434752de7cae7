import type { Finding, FoundRecipient } from '../../format.ts';
import { delayPhrase } from '../phrases/delay.ts';
import { failurePhrase } from '../phrases/failure.ts';
import { successPhrase } from '../phrases/success.ts';
import { actionOf } from '../text/action.ts';
import { addressesIn, addressKey } from '../text/addresses.ts';
import { addressesOf, type Notice } from '../text/notice.ts';
import { reportingHostIn } from '../text/reporting-host.ts';
import { Account } from './account.ts';
import { type Manner, type Mention, mentionsIn } from './mention.ts';

/** What is known beforehand of a notice, because it is known who wrote it. */
export interface Hints {
  /** Lines that name a recipient as no other mailer does, in the group `address`. */
  readonly recipient?: RegExp;
  /** The line above a list in which local users stand without their domain: it is that of the mailer. */
  readonly namesBelow?: RegExp;
}

/** Whom a notice reports, and what it says of each. */
export function findingOf(notice: Notice, hints: Hints = {}): Finding {
  const action = actionOf(notice);
  const mentions = failedMentions(notice, hints).slice(0, recipientsMax);
  const account = new Account(notice, mentions);
  const recipients = mentions.map(
    (mention): FoundRecipient => ({
      action: mention.action ?? action,
      ...account.of(mention),
    }),
  );
  const reportingHost = reportingHostIn(notice.words);
  return {
    recipients,
    action,
    ...(reportingHost !== undefined && { reportingHost }),
    ...(notice.returnedAt !== undefined && { returnedAt: notice.returnedAt }),
  };
}

/** Recipients that are read from one notice; what follows is left out. */
const recipientsMax = 1000;

/** What is only `named` counts where nothing else does. */
const manners: readonly Manner[] = [
  'listed',
  'refused',
  'labelled',
  'told',
  'alone',
  'addressed',
  'original',
];

/**
 * Of the mentions, those of the surest manner that there is: an address that a reply names beside one that is listed is where the
 * mail was forwarded to, or the sender. Where nobody is named so, it is the one to whom the returned message was addressed, or the
 * only one who is named at all.
 */
function failedMentions(notice: Notice, hints: Hints): Mention[] {
  const senders = sendersOf(notice);
  const all = [...hintedMentions(notice, hints), ...mentionsIn(notice.lines)];
  const others = all.filter((mention) => !isBystander(mention, senders));
  const choices = [
    surest(others.filter(({ manner }) => manner === 'listed')),
    declaredMentions(notice),
    surest(others),
    localNames(notice, hints),
    only(addresseesOf(notice)),
    saysWhatHappened(notice) ? only(others.map(({ address }) => address)) : [],
    surest(all.filter(({ address }) => !senders.has(addressKey(address)))),
  ];
  return choices.find(({ length }) => length > 0) ?? [];
}

const addresseesOf = ({ mail, returned }: Notice): string[] =>
  addressesOf(returned, 'To', 'Cc', 'Bcc').filter((address) => addressKey(address) !== mail.from);

const saysWhatHappened = ({ words }: Notice): boolean =>
  [failurePhrase, delayPhrase, successPhrase].some((phrase) => phrase.isIn(words));

/** Named in the header of the notice; what the text says of them stands where it names them too, as `(generated from …)`. */
function declaredMentions({ mail, lines }: Notice): Mention[] {
  const declared = addressesOf(mail.header, 'X-Failed-Recipients').slice(0, recipientsMax);
  if (declared.length === 0) return [];
  const lineOf = new Map<string, number>();
  lines.forEach(({ text }, line) => {
    for (const { address } of text.includes('@') ? addressesIn(text) : []) {
      const key = addressKey(address);
      if (!lineOf.has(key)) lineOf.set(key, line);
    }
  });
  return declared.map((address) => ({
    address,
    manner: 'listed',
    line: lineOf.get(addressKey(address)) ?? -1,
  }));
}

function hintedMentions({ lines }: Notice, { recipient }: Hints): Mention[] {
  if (!recipient) return [];
  return lines.flatMap(({ text }, line): Mention[] => {
    const address = recipient.exec(text)?.groups?.address;
    return address === undefined ? [] : [{ address, manner: 'listed', line }];
  });
}

const localName = /^\s{0,8}<?([\w.+-]{1,64})>?(?:\s{1,8}\(.{0,200})?$/;

function localNames(notice: Notice, { namesBelow }: Hints): Mention[] {
  const { lines, mail } = notice;
  const addressees = addresseesOf(notice);
  const heading = namesBelow ? lines.findIndex(({ text }) => namesBelow.test(text)) : -1;
  const domain = mail.from.slice(mail.from.lastIndexOf('@') + 1);
  if (heading === -1 || domain === '') return [];
  const names: Mention[] = [];
  for (let line = heading + 1; line < lines.length; line++) {
    const name = localName.exec(lines[line]?.text ?? '')?.[1];
    if (name === undefined) break;
    const address = addressees.find((each) => isLocalName(name, each)) ?? `${name}@${domain}`;
    names.push({ address, manner: 'listed', line });
  }
  return names;
}

/** True if a system calls this address so; it may add the name of a post office: `lisa.hall1`. */
const isLocalName = (name: string, address: string): boolean =>
  `${name.toLowerCase()}.`.startsWith(`${address.slice(0, address.lastIndexOf('@')).toLowerCase()}.`);

function surest(mentions: readonly Mention[]): Mention[] {
  const best = manners.find((manner) => mentions.some((each) => each.manner === manner));
  const byKey = new Map<string, Mention>();
  for (const mention of mentions) {
    const key = addressKey(mention.address);
    if (mention.manner === best && !byKey.has(key)) byKey.set(key, mention);
  }
  return [...byKey.values()];
}

function only(addresses: readonly string[]): Mention[] {
  const byKey = new Map(addresses.map((address) => [addressKey(address), address]));
  const [address] = byKey.values();
  return byKey.size === 1 && address !== undefined ? [{ address, manner: 'named', line: -1 }] : [];
}

const bystander = /^(?:postmaster|mailer-daemon|abuse|hostmaster|webmaster|no-?reply|help-?desk|support)@/i;

/** The sender, to whom the notice went, and those who run mail systems are named without having failed. */
const isBystander = ({ address, manner }: Mention, senders: ReadonlySet<string>): boolean =>
  manner !== 'listed' && (bystander.test(address) || senders.has(addressKey(address)));

const sendersOf = ({ mail, returned }: Notice): ReadonlySet<string> => {
  const near = addressesOf(mail.header, 'To', 'Delivered-To');
  const far = addressesOf(returned, 'From', 'Sender', 'Return-Path');
  return new Set([mail.from, ...[...near, ...far].map(addressKey)]);
};
