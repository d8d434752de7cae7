import type { Family } from '../family.ts';

const comcast: Family = {
  name: 'comcast',
  hosts: ['comcast.net', 'comcast.com', 'xfinity.com'],
  signs: ['postmaster.comcast.net', 'xfinity.com', 'spa.xfinity.com'],
  phrases: {
    'no-such-address': { sure: ['not our customer'] },
    'host-without-name': { sure: ['comcast requires that all mail servers must have a ptr record'] },
    'host-blocked': { sure: ['comcast block for spam', 'bl000000', 'bl000001', 'bl000002', 'bl000010'] },
  },
  own: {
    'no-such-address': { sure: ['account not available'] },
    'too-fast': { sure: ['rl000001', 'rl000002', 'rl000003', 'throttled'] },
    'sender-unproven': { sure: ['dm000001', 'dm000002'] },
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
    'host-blocked': { sure: ['aup#cxbl', 'cxbl'] },
    'host-without-name': { sure: ['aup#cxdns', 'cxdns'] },
    'sender-refused': { sure: ['aup#cxsndr', 'cxsndr'] },
    'too-fast': { sure: ['aup#cxthrt', 'cxthrt', 'aup#cxmxrt', 'cxmxrt', 'aup#cxmj', 'cxmj'] },
    'too-many-connections': { sure: ['aup#cxcnct', 'cxcnct', 'cox too many sessions from'] },
    'protocol-trouble': { sure: ['cxsmtp'] },
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
      sure: ['aup#i-10*', 'aup#in-10*', 'aup#i-11*', 'aup#in-11*', 'aup#blk', 'aup#post', 'blocked … aup#'],
    },
    'too-many-connections': {
      sure: ['aup#i-13*', 'aup#in-13*', 'aup#mxrt', '@ sender rejected. please see … aup#in-13*'],
    },
    'too-fast': { sure: ['aup#o-13*', 'aup#out-13*', 'aup#i-12*', 'aup#in-12*'] },
    spam: { sure: ['aup#snt', 'aup#sc-*'] },
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
    'host-blocked': { sure: ['ib103', 'ib104', 'ib105', 'ib106', 'ib108', 'ib007'] },
    'too-fast': { sure: ['ib110', 'ib111', 'ib112', 'ib113', 'ib610', 'ib608'] },
    'too-many-connections': { sure: ['ib607', 'ib605', 'ib101', 'ib705'] },
    spam: {
      sure: [
        'ib212',
        'ib401',
        'ib402',
        'ib504',
        'ib510',
        'ib810',
        'judged to be spam by the internet community',
        'content of this message looked like spam',
      ],
    },
    'sender-refused': {
      sure: ['ib501', 'ib506', 'ib301', 'ib302', 'from: domain is invalid. please provide a valid from'],
    },
    'sender-unproven': {
      sure: ['ib505', 'ib508', 'ib507', "is not allowed to send from … per it's spf record"],
    },
    'too-many-recipients': { sure: ['ib404', 'ib607a'] },
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
    'no-such-address': { sure: ['rcp-p1'] },
    'mailbox-disabled': { sure: ['rcp-p2', 'rcp-p3'] },
    'too-many-recipients': { sure: ['rcp-t1', 'con-t2', 'msg-t3'] },
    'host-blocked': { sure: ['pol-p1', 'pol-p2', 'con-p1'] },
    spam: { sure: ['pol-p3', 'pol-p4', 'pol-p5', 'pol-p6', 'pol-p7'] },
    'host-without-name': { sure: ['dns-p1', 'dns-p2', 'dns-p3'] },
    'too-fast': { sure: ['con-t1', 'con-t3', 'msg-t1'] },
    'system-trouble': { sure: ['int-t1', 'int-t2', 'int-t3', 'int-t4', 'int-t5'] },
  },
};

export const americanProviders: readonly Family[] = [comcast, cox, spectrum, att, goDaddy, facebook];
