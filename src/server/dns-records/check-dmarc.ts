import { parseDmarcRecord } from '../../authentication/dmarc-record.ts';
import { walk } from '../../authentication/dmarc-walk.ts';
import type { Resolver } from '../../dns/resolver.ts';
import { dmarcMistakes } from './dmarc-mistakes.ts';
import { type Finding, findingsAbout } from './finding.ts';
import { textsOf } from './look.ts';
import { dmarcRecord } from './records.ts';
import { consentName, unwillingDestinations } from './report-destinations.ts';
import type { Site } from './site.ts';

/** Whether the domain says what is to become of mail that nothing proves. */
export async function checkDmarc(site: Site, resolver: Resolver): Promise<Finding> {
  const name = `_dmarc.${site.domain}`;
  const about = findingsAbout({ about: 'DMARC', name });
  const texts = await textsOf(resolver, name);
  if (texts.kind === 'unknown') return about.unknown(texts.why);
  const published = texts.records.filter((text) => /^\s*v\s*=\s*DMARC/i.test(text));
  const [text, second] = published;
  if (text === undefined) return await inherited(site, resolver);
  // RFC 9989 §4.10
  if (second !== undefined)
    return about.wrong(
      `There are ${published.length} DMARC records, which is as good as none.`,
      'Leave one.',
      dmarcRecord(site),
    );
  const mistakes = dmarcMistakes(text);
  const record = parseDmarcRecord(text);
  if (record === undefined)
    return about.wrong(
      `"${text}" is ignored by everybody: ${mistakes.join(', and ')}.`,
      'Mend it, or publish this record in its place.',
      dmarcRecord(site),
    );
  if (mistakes.length > 0) return about.wrong(`In "${text}", ${mistakes.join(', and ')}.`, 'Mend it.');
  const unwilling = await unwillingDestinations(site.domain, text, resolver);
  if (unwilling.length > 0)
    return about.advice(
      `"${text}" wants reports sent to ${unwilling.join(' and ')}, which does not say that it takes them: none will come.`,
      `Have this published there: ${unwilling.map((host) => `${consentName(site.domain, host)}. IN TXT "v=DMARC1"`).join(' and ')}`,
    );
  return about.right(`"${text}": ${meanings[record.policy]}.`);
}

const meanings = {
  none: 'others are asked to do nothing about mail that neither SPF nor DKIM proves',
  quarantine: 'others are asked to put mail that neither SPF nor DKIM proves among the doubtful',
  reject: 'others are asked to refuse mail that neither SPF nor DKIM proves',
};

/** Without a record of its own, that of the organization above holds (RFC 9989 §4.10.1). */
async function inherited(site: Site, resolver: Resolver): Promise<Finding> {
  const about = findingsAbout({ about: 'DMARC', name: `_dmarc.${site.domain}` });
  const walked = await walk(site.domain, resolver);
  if (walked.kind === 'failed') return about.unknown('the domains above it could not be asked for');
  const above = walked.found.at(-1);
  if (above && above.domain !== site.domain)
    return about.right(
      `There is no record; that of ${above.domain} holds: ${meanings[above.record.subdomainPolicy]}.`,
    );
  return about.missing(
    'There is no DMARC record: nobody is told what to do with mail that is forged in the name of the domain.',
    'Publish this record.',
    dmarcRecord(site),
  );
}
