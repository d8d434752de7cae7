import type { Family, Phrases } from '../family.ts';
import { phrases } from '../phrase-list.ts';

/** Orange and La Poste end a reply with one code in two spellings: OFR_416, LPN007_416. */
const codes: Phrases = {
  'host-blocked': {
    code: phrases`ofr_102 | ofr_103 | ofr004_103 | ofr006_102 | ofr006_103 | lpn105_*`,
    sure: phrases`service refuse. veuillez essayer plus tard | service refused, please try later`,
  },
  'too-many-connections': {
    code: phrases`ofr_104 | ofr004_104 | ofr005_104 | ofr006_104 | ofr_108 | ofr_109 | lpn007_103`,
    sure: phrases`too many connections, slow down`,
  },
  'sender-refused': {
    code: phrases`ofr_403 | ofr_402 | lpn007_403`,
    sure: phrases`emetteur invalide | emetteur invalide. invalid sender`,
  },
  'authentication-required': { code: phrases`ofr_405`, sure: phrases`authentification requise` },
  'no-such-address': {
    code: phrases`ofr_416 | lpn007_416`,
    sure: phrases`adresse d au moins un destinataire invalide | adresse destinataire invalide`,
  },
  'mailbox-full': {
    code: phrases`ofr_417 | lpn007_417`,
    sure: phrases`boite du destinataire pleine | boite aux lettres pleine`,
  },
  'mailbox-disabled': {
    sure: phrases`destinataire inactif | boite du destinataire archivee | boite destinataire archivee`,
  },
  'too-many-recipients': { sure: phrases`trop de destinataires` },
  spam: {
    code: phrases`
      ofr_506 | ofr_510 | ofr_514 | ofr_515 | ofr_517 | ofr_518 | ofr004_506 | lpn007_506 | lpn007_510
    `,
    sure: phrases`mail rejete. mail rejected`,
  },
  'message-too-large': {
    code: phrases`ofr_513 | lpn007_513`,
    sure: phrases`taille limite du message depassee`,
  },
};

const orange: Family = {
  name: 'orange',
  phrases: codes,
};

const free: Family = {
  name: 'free',
  phrases: {
    'host-blocked': { sure: phrases`too many spams from your ip | too many errors from your ip` },
    spam: { sure: phrases`spam detected` },
    'mailbox-disabled': {
      sure: phrases`this mailbox has been blocked due to inactivity | blocked due to inactivity`,
    },
  },
};

export const frenchProviders: readonly Family[] = [orange, free];
