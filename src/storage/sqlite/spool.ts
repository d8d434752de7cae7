import { createReadStream } from 'node:fs';
import { type FileHandle, open, unlink } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Bytes } from '../../base/bytes.ts';
import { invariant } from '../../base/invariant.ts';
import type { Content } from '../../queue/queue-store.ts';
import type { Spool, SpoolFile } from '../../queue/spool.ts';
import { withFiles } from './failure.ts';

/** Octets that one read brings. */
const readBytes = 64 * 1024;

/**
 * The folder of large contents, one file each. A file is written and synced, then its name in the folder is synced, and only then a
 * transaction may name it; a file that no row names is an orphan. Names are numbers that are never used twice.
 */
export class SpoolFolder implements Spool {
  readonly #folder: string;
  readonly #handle: FileHandle;
  #nextNumber: number;
  /** Files that are still their writer's: neither taken over nor discarded. */
  readonly #writers = new Set<string>();

  constructor(folder: string, handle: FileHandle, nextNumber: number) {
    this.#folder = folder;
    this.#handle = handle;
    this.#nextNumber = nextNumber;
  }

  open(): Promise<SpoolFile> {
    return withFiles('opening a spool file', async () => {
      const path = this.#path(String(this.#nextNumber++));
      const file = await open(path, 'wx', 0o600);
      this.#writers.add(path);
      return new OpenSpoolFile(path, file, this.#handle, this.#writers);
    });
  }

  /** Writes a whole content. Answers the name of its file. */
  async write(bytes: Bytes): Promise<string> {
    const file = await this.open();
    try {
      await file.write(bytes);
      return this.takeOver(await file.finish());
    } catch (error) {
      await file.discard();
      throw error;
    }
  }

  /**
   * Takes a finished file from its writer, whose discard() does nothing from now on. Answers its name.
   * @throws InvariantError if it is no file of ours, or was taken over before
   */
  takeOver(content: Content): string {
    invariant(content.kind === 'file' && this.#writers.delete(content.path), 'a finished file of our spool');
    return basename(content.path);
  }

  async *read(name: string, offset: number): AsyncIterable<Bytes> {
    yield* createReadStream(this.#path(name), { start: offset, highWaterMark: readBytes });
  }

  /** Removes a file that no row names. If that fails, the next start does it. */
  async remove(name: string): Promise<void> {
    await unlink(this.#path(name)).catch(() => {});
  }

  close(): Promise<void> {
    return this.#handle.close();
  }

  #path(name: string): string {
    return join(this.#folder, name);
  }
}

class OpenSpoolFile implements SpoolFile {
  readonly #path: string;
  readonly #file: FileHandle;
  readonly #folder: FileHandle;
  readonly #writers: Set<string>;
  #sizeBytes = 0;
  #isOpen = true;

  constructor(path: string, file: FileHandle, folder: FileHandle, writers: Set<string>) {
    this.#path = path;
    this.#file = file;
    this.#folder = folder;
    this.#writers = writers;
  }

  write(bytes: Bytes): Promise<void> {
    return withFiles('writing a spool file', async () => {
      await this.#file.writeFile(bytes);
      this.#sizeBytes += bytes.length;
    });
  }

  overwrite(offset: number, bytes: Bytes): Promise<void> {
    return withFiles('writing a spool file', async () => {
      // A position of its own leaves alone the one at which write() goes on.
      for (let at = 0; at < bytes.length; ) {
        at += (await this.#file.write(bytes, at, bytes.length - at, offset + at)).bytesWritten;
      }
    });
  }

  written(): Content {
    return { kind: 'file', path: this.#path, sizeBytes: this.#sizeBytes };
  }

  finish(): Promise<Content> {
    return withFiles('syncing a spool file', async () => {
      await this.#file.datasync();
      await this.#close();
      await this.#folder.sync();
      return this.written();
    });
  }

  async discard(): Promise<void> {
    if (!this.#writers.delete(this.#path)) return;
    await this.#close().catch(() => {});
    await unlink(this.#path).catch(() => {});
  }

  async #close(): Promise<void> {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    await this.#file.close();
  }
}
