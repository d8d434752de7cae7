import type { Command } from 'commander';
import { printable } from '../../base/printable.ts';
import { type Finding, isTrouble } from '../../server/dns-records/finding.ts';
import type { RecordGroup } from '../../server/dns-records/records.ts';
import type { CheckedRecords, SiteView, WantedRecords } from '../../server/operations/dns.ts';
import { InputError } from '../input-error.ts';
import { type CliContext, print } from '../output.ts';
import { count } from '../text.ts';
import { zoneLine } from '../zone-file.ts';

export function addDnsCommand(program: Command, { streams, operate }: CliContext): void {
  program
    .command('dns')
    .description('print the DNS records that a domain needs, or compare them with what the DNS has')
    .argument('<domain>', 'one of ours')
    .option('--check', 'say of each record whether it is right, and what to do; exits with 1 if one is not')
    .action(async (domain: string, { check = false }: { readonly check?: boolean }, command: Command) => {
      const ask = operate(command);
      if (!check) {
        const wanted = (await ask('dns.records', { domain })) as WantedRecords;
        print(command, streams, wanted, () => zoneText(wanted));
        return;
      }
      const checked = (await ask('dns.check', { domain })) as CheckedRecords;
      print(command, streams, checked, () => checkText(checked));
      const troubles = checked.findings.filter(isTrouble).length;
      if (troubles > 0)
        throw new InputError(
          `${troubles} of ${count(checked.findings.length, 'record')} not in order, or not known`,
        );
    });
}

function zoneText({ site, groups }: WantedRecords): string {
  const head = `; ${siteText(site)}\n`;
  return head + groups.map(groupText).join('');
}

/** What cannot be pasted with the others stands there as a comment. */
function groupText({ purpose, records, isElsewhere = false }: RecordGroup): string {
  const lines = records.map((record) => `${isElsewhere ? '; ' : ''}${zoneLine(record)}`);
  return `\n; ${printable(purpose)}\n${lines.join('')}`;
}

function checkText({ site, findings }: CheckedRecords): string {
  const order = ['wrong', 'missing', 'unknown', 'advice', 'right'];
  const sorted = findings.toSorted((a, b) => order.indexOf(a.verdict) - order.indexOf(b.verdict));
  return `${siteText(site)}\n\n${sorted.map(findingText).join('')}`;
}

const indent = ' '.repeat(9);

function findingText({ verdict, about, name, says, todo, record }: Finding): string {
  const lines = [
    `${verdict.padEnd(indent.length)}${about} of ${printable(name)}`,
    `${indent}${printable(says)}`,
    ...(todo === undefined ? [] : [`${indent}→ ${printable(todo)}`]),
    ...(record === undefined ? [] : [`${indent}  ${zoneLine(record).trimEnd()}`]),
  ];
  return `${lines.join('\n')}\n`;
}

const known = {
  configuration: 'as relay.source_addresses says',
  dns: 'the address of that name in the DNS; if it comes from another, set relay.source_addresses',
  machine: 'what this machine has in public, since the name has no address in the DNS',
  nowhere: '',
};

function siteText({ domain, hostname, sources, smartHost }: SiteView): string {
  const { addresses, knownFrom, failure } = sources;
  const from =
    addresses.length === 0
      ? 'from where its mail comes is not known: the name has no address in the DNS, and the machine none in public'
      : `its mail comes from ${addresses.join(' and ')} (${known[knownFrom]})`;
  const through = smartHost === undefined ? '' : `, and goes through ${smartHost}`;
  const doubt = failure === undefined ? '' : `; the DNS did not say: ${failure}`;
  return printable(`${domain} on ${hostname}; ${from}${through}${doubt}.`);
}
