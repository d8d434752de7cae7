import { type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { JmapClient } from '../jmap/client.ts';
import type { Key } from '../words/words.ts';

/** What the server knows of an address before anything is sent to it (docs/jmap.md). */
export interface CheckedAddress {
  readonly address: string;
  readonly verdict: 'good' | 'bad' | 'unknown';
  /** In English, for what the page has no words for. */
  readonly reason: string;
  readonly status: string | null;
  readonly didYouMean: readonly string[];
}

/** Looks at addresses while the mail is being written. It warns and never stands in the way: whatever fails, nothing is shown. */
export class AddressChecks {
  readonly #jmap: JmapClient;
  readonly #known = new Map<string, Signal<CheckedAddress | undefined>>();

  constructor(jmap: JmapClient) {
    this.#jmap = jmap;
  }

  /** Undefined until something is known. Each address is asked for once. */
  of(address: string): ReadonlySignal<CheckedAddress | undefined> {
    let known = this.#known.get(address);
    if (!known) {
      known = signal(undefined);
      this.#known.set(address, known);
      void this.#check(address, known);
    }
    return known;
  }

  async #check(address: string, into: Signal<CheckedAddress | undefined>): Promise<void> {
    try {
      const { list } = await this.#jmap.call<{ readonly list: readonly CheckedAddress[] }>('Address/check', {
        addresses: [address],
      });
      into.value = list[0];
    } catch {
      // The next one who writes to it may ask again.
      this.#known.delete(address);
    }
  }
}

/** By the enhanced status code (RFC 3463 §3.2, RFC 7505 §4.2) that mail to it would fail with. */
const warnings: Readonly<Record<string, Key>> = {
  '5.1.1': 'check.nobody',
  '5.1.2': 'check.no-domain',
  '5.1.3': 'check.no-address',
  '5.1.10': 'check.no-mail',
};

/** What there is to warn of; undefined for what seems good, or is not known. */
export const warningOf = ({ verdict, status }: CheckedAddress): Key | undefined =>
  verdict === 'bad' ? (warnings[status ?? ''] ?? 'check.bad') : undefined;
