import type { Verdict } from '../../authentication/verdict.ts';
import type { SuppressionReason } from '../../queue/recipient-state.ts';

/** Why somebody was not told, in words for an operator. */
export const whyUntold: Readonly<Record<SuppressionReason, string>> = {
  'not-asked-for': 'the sender does not want to be told',
  'null-reverse-path': 'it has no return path: it is a notice itself, or an automatic answer',
  automatic: 'it says itself that no person sent it, and is never answered',
  'return-path-unproven':
    'nothing proves that the owner of the return path sent it; the address may be forged',
  'cap-address': 'as many notices as may be were written to this address within an hour',
  'cap-domain': 'as many notices as may be were written to addresses of this domain within an hour',
  'cap-all': 'as many notices as may be were written within an hour to people who are not here',
  'cap-owner':
    'as many notices as may be were written within an hour to whoever is responsible for the forward',
  'already-told': 'the sender was told of this recipient before, and an address is reported once',
  'dropped-by-operator': 'an operator dropped it',
};

/** Who vouched for a mail: `SPF fail of x.test; DKIM pass of y.test; DMARC none` */
export function verdictLine({ spf, dkim, dmarc }: Verdict): string {
  const of = (domain: string | undefined) => (domain === undefined ? '' : ` of ${domain}`);
  const signatures = dkim.map(({ result, domain }) => `DKIM ${result}${of(domain)}`);
  return [
    `SPF ${spf.result}${of(spf.domain)}`,
    ...(signatures.length > 0 ? signatures : ['no DKIM signature']),
    `DMARC ${dmarc.result}${of(dmarc.domain)}`,
  ].join('; ');
}
