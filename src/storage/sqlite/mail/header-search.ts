import { closeSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import type { Bytes } from '../../../base/bytes.ts';
import { hasHeader, searchedHeaderBytes } from '../../../mailbox/header-match.ts';
import { type Connection, optional, text } from '../connection.ts';

/** has_header(content.bytes, content.file, name, value or NULL): 1 if the message has such a field. */
export function defineHeaderSearch(connection: Connection, spoolFolder: string): void {
  connection.define('has_header', (bytes, file, name, value) => {
    const head =
      bytes instanceof Uint8Array
        ? bytes.subarray(0, searchedHeaderBytes)
        : readHead(join(spoolFolder, text(file)));
    return Number(hasHeader(head, text(name), optional(text, value)));
  });
}

function readHead(path: string): Bytes {
  const file = openSync(path, 'r');
  try {
    const head = Buffer.alloc(searchedHeaderBytes);
    return head.subarray(0, readSync(file, head));
  } finally {
    closeSync(file);
  }
}
