import type { Family } from '../family.ts';

const comcast: Family = {
  name: 'comcast',
  hosts: ['comcast.net', 'comcast.com', 'xfinity.com'],
  signs: ['postmaster.comcast.net', 'xfinity.com', 'spa.xfinity.com'],
  phrases: {
    'no-such-address': { sure: ['not our customer'] },
    'host-without-name': { sure: ['comcast requires that all mail servers must have a ptr record'] },
    'host-blocked': {
      code: ['bl000000', 'bl000001', 'bl000002', 'bl000010'],
      sure: ['comcast block for spam'],
    },
  },
  own: {
    'no-such-address': { sure: ['account not available'] },
    'too-fast': { code: ['rl000001', 'rl000002', 'rl000003'], sure: ['throttled'] },
    'sender-unproven': { code: ['dm000001', 'dm000002'] },
  },
};

/** Cox tells the case by a code: CXBL, CXDNS. */
const cox: Family = {
  name: 'cox',
  hosts: ['cox.net', 'cox.com'],
  signs: [
    'cox.com',
    'cox too many sessions',
    'cxbl',
    'cxthrt',
    'cxmj',
    'cxdns',
    'cxsndr',
    'cxsmtp',
    'cxcnct',
    'cxmxrt',
  ],
  phrases: {
    'host-blocked': { code: ['aup#cxbl', 'cxbl'] },
    'host-without-name': { code: ['aup#cxdns', 'cxdns'] },
    'sender-refused': { code: ['aup#cxsndr', 'cxsndr'] },
    'too-fast': { code: ['aup#cxthrt', 'cxthrt', 'aup#cxmxrt', 'cxmxrt', 'aup#cxmj', 'cxmj'] },
    'too-many-connections': { code: ['aup#cxcnct', 'cxcnct'], sure: ['cox too many sessions from'] },
    'protocol-trouble': { code: ['cxsmtp'] },
  },
  own: { 'no-such-address': { sure: ['recipient rejected'] } },
};

/** Charter Communications, now Spectrum: codes with AUP# or E and four digits. */
const spectrum: Family = {
  name: 'spectrum',
  hosts: ['charter.net', 'spectrum.net', 'charter.com', 'rr.com', 'twc.com'],
  signs: ['spectrum.net', 'charter.net', 'aup#*'],
  phrases: {
    'host-blocked': {
      code: ['aup#i-10*', 'aup#in-10*', 'aup#i-11*', 'aup#in-11*', 'aup#blk', 'aup#post'],
      sure: ['blocked … aup#'],
    },
    'too-many-connections': {
      code: ['aup#i-13*', 'aup#in-13*', 'aup#mxrt'],
      sure: ['@ sender rejected. please see … aup#in-13*'],
    },
    'too-fast': { code: ['aup#o-13*', 'aup#out-13*', 'aup#i-12*', 'aup#in-12*'] },
    spam: { code: ['aup#snt', 'aup#sc-*'] },
  },
};

const att: Family = {
  name: 'att',
  hosts: ['att.net', 'sbcglobal.net', 'prodigy.net', 'bellsouth.net'],
  signs: ['att.net', 'sbc.com', 'sbcglobal.net'],
  phrases: {
    'host-blocked': {
      sure: [
        'dnsrbl: blocked for abuse',
        'blocked by sbc',
        'blocked by … mailrelay.att.net',
        'dnsbl:rbl',
        'dnsbl:attrbl',
      ],
    },
    'no-such-address': { sure: ['addressee unknown, relay'] },
    'host-without-name': { sure: ['fix reverse dns for'] },
  },
};

/** GoDaddy (secureserver.net): IB and a number. */
const goDaddy: Family = {
  name: 'godaddy',
  hosts: ['secureserver.net', 'godaddy.com'],
  signs: ['x.co/*', 'secureserver.net', 'godaddy.com'],
  phrases: {
    'host-blocked': { code: ['ib103', 'ib104', 'ib105', 'ib106', 'ib108', 'ib007'] },
    'too-fast': { code: ['ib110', 'ib111', 'ib112', 'ib113', 'ib610', 'ib608'] },
    'too-many-connections': { code: ['ib607', 'ib605', 'ib101', 'ib705'] },
    spam: {
      code: ['ib212', 'ib401', 'ib402', 'ib504', 'ib510', 'ib810'],
      sure: ['judged to be spam by the internet community', 'content of this message looked like spam'],
    },
    'sender-refused': {
      code: ['ib501', 'ib506', 'ib301', 'ib302'],
      sure: ['from: domain is invalid. please provide a valid from'],
    },
    'sender-unproven': {
      code: ['ib505', 'ib508', 'ib507'],
      sure: ["is not allowed to send from … per it's spf record"],
    },
    'too-many-recipients': { code: ['ib404', 'ib607a'] },
    'no-such-address': {
      sure: ['recipient not found. <http://x.co/irbounce>', 'x.co/irbounce', 'x.co/rcptbounce'],
    },
  },
};

const facebook: Family = {
  name: 'facebook',
  hosts: ['facebook.com', 'facebookmail.com', 'tfbnw.net'],
  signs: ['postmaster.facebook.com'],
  phrases: {
    'no-such-address': { code: ['rcp-p1'] },
    'mailbox-disabled': { code: ['rcp-p2', 'rcp-p3'] },
    'too-many-recipients': { code: ['rcp-t1', 'con-t2', 'msg-t3'] },
    'host-blocked': { code: ['pol-p1', 'pol-p2', 'con-p1'] },
    spam: { code: ['pol-p3', 'pol-p4', 'pol-p5', 'pol-p6', 'pol-p7'] },
    'host-without-name': { code: ['dns-p1', 'dns-p2', 'dns-p3'] },
    'too-fast': { code: ['con-t1', 'con-t3', 'msg-t1'] },
    'system-trouble': { code: ['int-t1', 'int-t2', 'int-t3', 'int-t4', 'int-t5'] },
  },
};

export const americanProviders: readonly Family[] = [comcast, cox, spectrum, att, goDaddy, facebook];
