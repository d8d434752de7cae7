import { type JmapClient, pageHeaders } from '../jmap/client.ts';
import { OfflineError, RefusedError, SignedOutError } from '../jmap/failures.ts';
import type { Id } from '../jmap/protocol.ts';

/** RFC 8620 §6.1 */
export interface Uploaded {
  readonly blobId: Id;
  readonly size: number;
  readonly type: string;
}

/**
 * Puts a file on the server. (fetch cannot say how far an upload is.)
 * @param onProgress gets the share that is done, from 0 to 1
 * @throws OfflineError, SignedOutError, RefusedError
 */
export function upload(jmap: JmapClient, file: Blob, onProgress: (share: number) => void): Promise<Uploaded> {
  const request = new XMLHttpRequest();
  return new Promise((resolve, reject) => {
    request.upload.addEventListener('progress', ({ loaded, total }) =>
      onProgress(loaded / Math.max(1, total)),
    );
    request.addEventListener('error', () => reject(new OfflineError('the server does not answer')));
    request.addEventListener('load', () => {
      const { status, response } = request;
      if (status === 401) reject(new SignedOutError('the session is over'));
      else if (status >= 400) reject(new RefusedError(response?.type ?? `http-${status}`, response?.detail));
      else resolve(response as Uploaded);
    });
    request.open('POST', jmap.uploadUrl());
    request.responseType = 'json';
    request.setRequestHeader('content-type', file.type || 'application/octet-stream');
    for (const [name, value] of Object.entries(pageHeaders)) request.setRequestHeader(name, value);
    request.send(file);
  });
}
