import type { Family } from '../family.ts';
import { phrases } from '../phrase-list.ts';

const comcast: Family = {
  name: 'comcast',
  hosts: ['comcast.net', 'comcast.com', 'xfinity.com'],
  signs: phrases`postmaster.comcast.net | xfinity.com | spa.xfinity.com`,
  phrases: {
    'no-such-address': { sure: phrases`not our customer` },
    'host-without-name': {
      sure: phrases`comcast requires that all mail servers must have a ptr record`,
    },
    'host-blocked': {
      code: phrases`bl000000 | bl000001 | bl000002 | bl000010`,
      sure: phrases`comcast block for spam`,
    },
  },
  own: {
    'no-such-address': { sure: phrases`account not available` },
    'too-fast': { code: phrases`rl000001 | rl000002 | rl000003`, sure: phrases`throttled` },
    'sender-unproven': { code: phrases`dm000001 | dm000002` },
  },
};

/** Cox tells the case by a code: CXBL, CXDNS. */
const cox: Family = {
  name: 'cox',
  hosts: ['cox.net', 'cox.com'],
  signs: phrases`
    cox.com | cox too many sessions | cxbl | cxthrt | cxmj | cxdns | cxsndr | cxsmtp | cxcnct | cxmxrt
  `,
  phrases: {
    'host-blocked': { code: phrases`aup#cxbl | cxbl` },
    'host-without-name': { code: phrases`aup#cxdns | cxdns` },
    'sender-refused': { code: phrases`aup#cxsndr | cxsndr` },
    'too-fast': { code: phrases`aup#cxthrt | cxthrt | aup#cxmxrt | cxmxrt | aup#cxmj | cxmj` },
    'too-many-connections': {
      code: phrases`aup#cxcnct | cxcnct`,
      sure: phrases`cox too many sessions from`,
    },
    'protocol-trouble': { code: phrases`cxsmtp` },
  },
  own: { 'no-such-address': { sure: phrases`recipient rejected` } },
};

/** Charter Communications, now Spectrum: codes with AUP# or E and four digits. */
const spectrum: Family = {
  name: 'spectrum',
  phrases: {
    'host-blocked': {
      code: phrases`aup#i-10* | aup#in-10* | aup#i-11* | aup#in-11* | aup#blk | aup#post`,
      sure: phrases`blocked … aup#`,
    },
    'too-many-connections': {
      code: phrases`aup#i-13* | aup#in-13* | aup#mxrt`,
      sure: phrases`@ sender rejected. please see … aup#in-13*`,
    },
    'too-fast': { code: phrases`aup#o-13* | aup#out-13* | aup#i-12* | aup#in-12*` },
    spam: { code: phrases`aup#snt | aup#sc-*` },
  },
};

const att: Family = {
  name: 'att',
  phrases: {
    'host-blocked': {
      sure: phrases`
        dnsrbl: blocked for abuse | blocked by sbc | blocked by … mailrelay.att.net | dnsbl:rbl |
        dnsbl:attrbl
      `,
    },
    'no-such-address': { sure: phrases`addressee unknown, relay` },
    'host-without-name': { sure: phrases`fix reverse dns for` },
  },
};

/** GoDaddy (secureserver.net): IB and a number. */
const goDaddy: Family = {
  name: 'godaddy',
  phrases: {
    'host-blocked': { code: phrases`ib103 | ib104 | ib105 | ib106 | ib108 | ib007` },
    'too-fast': { code: phrases`ib110 | ib111 | ib112 | ib113 | ib610 | ib608` },
    'too-many-connections': { code: phrases`ib607 | ib605 | ib101 | ib705` },
    spam: {
      code: phrases`ib212 | ib401 | ib402 | ib504 | ib510 | ib810`,
      sure: phrases`
        judged to be spam by the internet community | content of this message looked like spam
      `,
    },
    'sender-refused': {
      code: phrases`ib501 | ib506 | ib301 | ib302`,
      sure: phrases`from: domain is invalid. please provide a valid from`,
    },
    'sender-unproven': {
      code: phrases`ib505 | ib508 | ib507`,
      sure: phrases`is not allowed to send from … per it's spf record`,
    },
    'too-many-recipients': { code: phrases`ib404 | ib607a` },
    'no-such-address': {
      sure: phrases`recipient not found. <http://x.co/irbounce> | x.co/irbounce | x.co/rcptbounce`,
    },
  },
};

const facebook: Family = {
  name: 'facebook',
  phrases: {
    'no-such-address': { code: phrases`rcp-p1` },
    'mailbox-refuses': { code: phrases`rcp-p2 | rcp-p3` },
    'too-many-recipients': { code: phrases`rcp-t1 | con-t2 | msg-t3` },
    'host-blocked': { code: phrases`pol-p1 | pol-p2 | con-p1` },
    spam: { code: phrases`pol-p3 | pol-p4 | pol-p5 | pol-p6 | pol-p7` },
    'host-without-name': { code: phrases`dns-p1 | dns-p2 | dns-p3` },
    'too-fast': { code: phrases`con-t1 | con-t3 | msg-t1` },
    'system-trouble': { code: phrases`int-t1 | int-t2 | int-t3 | int-t4 | int-t5` },
  },
};

export const americanProviders: readonly Family[] = [comcast, cox, spectrum, att, goDaddy, facebook];
