import type { Family } from '../family.ts';
import { americanProviders } from './american-providers.ts';
import { apple } from './apple.ts';
import { blocklists } from './blocklists.ts';
import { chineseProviders } from './chinese-providers.ts';
import { englishAddresses } from './english-addresses.ts';
import { englishContent } from './english-content.ts';
import { englishMailboxes } from './english-mailboxes.ts';
import { englishSenders } from './english-senders.ts';
import { englishTransport } from './english-transport.ts';
import { evergreen } from './evergreen.ts';
import { frenchProviders } from './french-providers.ts';
import { gateways } from './gateways.ts';
import { germanProviders } from './german-providers.ts';
import { google } from './google.ts';
import { japaneseProviders } from './japanese-providers.ts';
import { languages } from './languages.ts';
import { mailers } from './mailers.ts';
import { microsoft } from './microsoft.ts';
import { russianProviders } from './russian-providers.ts';
import { sendingServices } from './sending-services.ts';
import { yahoo } from './yahoo.ts';

/** All that is known of how mail servers put it. */
export const families: readonly Family[] = [
  ...google,
  microsoft,
  yahoo,
  apple,
  ...germanProviders,
  ...russianProviders,
  ...chineseProviders,
  ...americanProviders,
  ...frenchProviders,
  ...japaneseProviders,
  ...sendingServices,
  ...gateways,
  evergreen,
  blocklists,
  ...mailers,
  englishAddresses,
  englishMailboxes,
  englishSenders,
  englishContent,
  englishTransport,
  ...languages,
];
