import { copyBlobs } from './blobs/blob-copy.ts';
import type { Blobs } from './blobs/blobs.ts';
import type { Capability } from './capability.ts';
import type { JmapLimits } from './limits.ts';
import { collations } from './standard/comparators.ts';

export const coreUri = 'urn:ietf:params:jmap:core';

/** What every JMAP server can do (RFC 8620 §2, §4 and §6.3). */
export const coreCapability = (limits: JmapLimits, blobs: Blobs): Capability => ({
  uri: coreUri,
  ofServer: {
    maxSizeUpload: limits.uploadBytesMax,
    maxConcurrentUpload: limits.concurrentUploadsMax,
    maxSizeRequest: limits.requestBytesMax,
    maxConcurrentRequests: limits.concurrentRequestsMax,
    maxCallsInRequest: limits.callsMax,
    maxObjectsInGet: limits.getObjectsMax,
    maxObjectsInSet: limits.setObjectsMax,
    collationAlgorithms: collations,
  },
  // It is the server's, and no account's.
  ofAccount: () => undefined,
  methods: { 'Core/echo': async (args) => args, 'Blob/copy': copyBlobs(blobs) },
});
