import { type Signal, signal } from '@preact/signals';
import type { Writing } from './writing.ts';

/** Puts one file on the server; `onProgress` gets the share that is done. */
export type Upload = (
  file: File,
  onProgress: (share: number) => void,
) => Promise<{ readonly blobId: string; readonly type: string; readonly size: number }>;

/** Files on their way into a mail that is being written. */
export class Uploads {
  /** By file, the share that is done. */
  readonly underWay: Signal<ReadonlyMap<File, number>> = signal(new Map());
  readonly failed: Signal<readonly { readonly file: File; readonly reason: unknown }[]> = signal([]);
  readonly #upload: Upload;

  constructor(upload: Upload) {
    this.#upload = upload;
  }

  async add(files: readonly File[], writing: Writing): Promise<void> {
    this.failed.value = [];
    await Promise.all(files.map((file) => this.#add(file, writing)));
  }

  async #add(file: File, writing: Writing): Promise<void> {
    this.#progress(file, 0);
    try {
      const { blobId, type, size } = await this.#upload(file, (share) => this.#progress(file, share));
      const { attachments } = writing.draft.value;
      writing.change({ attachments: [...attachments, { blobId, type, size, name: file.name }] });
    } catch (reason) {
      this.failed.value = [...this.failed.value, { file, reason }];
    } finally {
      this.#progress(file, undefined);
    }
  }

  #progress(file: File, share: number | undefined): void {
    const next = new Map(this.underWay.value);
    if (share === undefined) next.delete(file);
    else next.set(file, share);
    this.underWay.value = next;
  }
}
