import { readdir, readFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { type Bytes, toBase64 } from '../base/bytes.ts';
import { sha256 } from '../base/hash.ts';
import type { PagePolicy } from './security-fields.ts';

/** A file of the web page, ready to be sent. */
export interface Page {
  readonly type: string;
  readonly bytes: Bytes;
  /** Absent where it would not be shorter. */
  readonly gzipped?: Bytes;
  /** RFC 9110 §8.8.3 */
  readonly etag: string;
  /** Its name holds a fingerprint of its content: it never changes. */
  readonly isImmutable: boolean;
  readonly policy: PagePolicy;
}

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
};

/** The bundler puts a fingerprint into the names of what it makes, and all of that into this folder. */
const immutable = /^\/assets\/.+[-.][A-Za-z0-9_-]{8,}\.[a-z0-9]+$/;

/** The files of the web page by path, read once and kept; undefined if the page was not built. */
export async function loadPages(folder: string): Promise<ReadonlyMap<string, Page> | undefined> {
  const names = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = names.filter((entry) => entry.isFile() && types[extname(entry.name)] !== undefined);
  const pages = new Map<string, Page>();
  for (const entry of files) {
    const file = join(entry.parentPath, entry.name);
    const path = `/${relative(folder, file).split(sep).join('/')}`;
    pages.set(path, await pageOf(path, await readFile(file)));
  }
  return pages.has('/index.html') ? pages : undefined;
}

async function pageOf(path: string, bytes: Bytes): Promise<Page> {
  const gzipped = await promisify(gzip)(bytes);
  return {
    type: types[extname(path)] ?? 'application/octet-stream',
    bytes,
    ...(gzipped.length < bytes.length && { gzipped }),
    etag: `"${toBase64(sha256(bytes)).slice(0, 22)}"`,
    isImmutable: immutable.test(path),
    policy: policyOf(path),
  };
}

function policyOf(path: string): PagePolicy {
  if (path === '/frame.html') return 'frame';
  if (path === '/frame-with-pictures.html') return 'frame-with-pictures';
  return path.endsWith('.html') ? 'app' : 'data';
}
