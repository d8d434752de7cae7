import { type Bytes, equalBytes } from '../../base/bytes.ts';

/** Octets that a logo adds to every notice, at most. */
const logoBytesMax = 32 * 1024;
/** Pixels at each side, at most. */
const logoPixelsMax = 1024;

const signature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

/** Why these octets are no logo; undefined if they are. PNG alone: all mail programs show it, and it can hold no script. */
export function logoProblem(bytes: Bytes): string | undefined {
  if (bytes.length > logoBytesMax) return `has more than ${logoBytesMax / 1024} KiB`;
  // ISO/IEC 15948 §5.2, §11.2.2: the signature, then IHDR with width and height.
  if (bytes.length < 24 || !equalBytes(bytes.subarray(0, 8), signature)) return 'is no PNG image';
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [width, height] = [view.getUint32(16), view.getUint32(20)];
  if (width > logoPixelsMax || height > logoPixelsMax)
    return `has ${width} × ${height} pixels; ${logoPixelsMax} × ${logoPixelsMax} are allowed`;
  return undefined;
}
