import type { Spool, SpoolFile } from '../../queue/spool.ts';

/** A spool that knows which of its files are open, and fails when it is told to. */
export class WatchedSpool implements Spool {
  readonly #spool: Spool;
  /** Files that were opened so far. */
  opened = 0;
  /** Files that were neither accepted nor discarded. */
  readonly left = new Set<SpoolFile>();
  /** Throws or waits in place of the verbs, as the test likes. */
  onOpen: () => void | Promise<void> = () => {};
  onWrite: () => void | Promise<void> = () => {};

  constructor(spool: Spool) {
    this.#spool = spool;
  }

  async open(): Promise<SpoolFile> {
    await this.onOpen();
    const file = await this.#spool.open();
    this.opened += 1;
    const watched: SpoolFile = {
      write: async (bytes) => {
        await this.onWrite();
        await file.write(bytes);
      },
      overwrite: (offset, bytes) => file.overwrite(offset, bytes),
      written: () => file.written(),
      finish: () => file.finish(),
      discard: async () => {
        this.left.delete(watched);
        await file.discard();
      },
    };
    this.left.add(watched);
    return watched;
  }
}
