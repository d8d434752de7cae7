import type { Domain } from '../../../address/domain.ts';
import type { IpAddress } from '../../../address/ip.ts';
import type { Resolver } from '../../../dns/resolver.ts';
import { type ZoneData, zone, zoneResolver } from '../../../dns/zone.ts';
import type { DkimKeyView } from '../../operations/dkim.ts';
import type { Finding } from '../finding.ts';
import type { Site } from '../site.ts';

export const key: DkimKeyView = {
  domain: 'springfield.test',
  selector: 's1',
  type: 'ed25519',
  state: 'signs',
  madeAt: '2026-11-01T12:00:00.000Z',
  activatedAt: '2026-11-01T12:10:00.000Z',
  record: { name: 's1._domainkey.springfield.test', text: 'v=DKIM1; k=ed25519; p=AAAA' },
};

export const site: Site = {
  domain: 'springfield.test' as Domain,
  hostname: 'mail.springfield.test' as Domain,
  isHostOurs: false,
  sources: { addresses: ['192.0.2.1' as IpAddress], knownFrom: 'dns' },
  keys: [key],
};

/** All in order. */
export const names: ZoneData = {
  'springfield.test': { MX: [[10, 'mail.springfield.test']], TXT: ['v=spf1 mx -all'] },
  's1._domainkey.springfield.test': { TXT: ['v=DKIM1; k=ed25519; p=AAAA'] },
  '_dmarc.springfield.test': { TXT: ['v=DMARC1; p=reject'] },
  'mail.springfield.test': { A: ['192.0.2.1'], MX: [[0, '.']], TXT: ['v=spf1 a -all'] },
  '1.2.0.192.in-addr.arpa': { PTR: ['mail.springfield.test'] },
};

export const resolverWith = (more: ZoneData): Resolver => zoneResolver(zone({ ...names, ...more }));

/** A finding in one line. */
export const brief = ({ about, verdict, says, todo = '' }: Finding): string =>
  `${about} ${verdict}: ${says} ${todo}`.trim();
