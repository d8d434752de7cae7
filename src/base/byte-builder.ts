import { type Bytes, NO_BYTES } from './bytes.ts';

const blockBytesMin = 1024;

/**
 * Octets that come in pieces, copied into one block. A piece costs its own octets and no more: kept as an object of its own, one
 * of three octets costs some hundred.
 */
export class ByteBuilder {
  #block: Bytes = NO_BYTES;
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** A view of what has come. It stays as it is, whatever comes later. */
  get bytes(): Bytes {
    return this.#block.subarray(0, this.#length);
  }

  /** Octets of memory that the next `count` octets will take. */
  growthFor(count: number): number {
    return this.#blockBytesFor(count) - this.#block.length;
  }

  push(bytes: Bytes): void {
    const blockBytes = this.#blockBytesFor(bytes.length);
    if (blockBytes > this.#block.length) {
      const block = new Uint8Array(blockBytes);
      block.set(this.bytes);
      this.#block = block;
    }
    this.#block.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  clear(): void {
    this.#block = NO_BYTES;
    this.#length = 0;
  }

  #blockBytesFor(count: number): number {
    const needed = this.#length + count;
    if (needed <= this.#block.length) return this.#block.length;
    return Math.max(needed, 2 * this.#block.length, blockBytesMin);
  }
}
