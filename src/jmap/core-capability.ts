import { copyBlobs } from './blobs/blob-copy.ts';
import type { Blobs } from './blobs/blobs.ts';
import type { Capability } from './capability.ts';
import type { JmapLimits } from './limits.ts';
import { collations } from './standard/comparators.ts';

export const coreUri = 'urn:ietf:params:jmap:core';

/**
 * What every JMAP server can do (RFC 8620 §2, §4, §6.3 and §7.2).
 * @param push the methods of push subscriptions
 */
export const coreCapability = (
  limits: JmapLimits,
  blobs: Blobs,
  push: Capability['methods'] = {},
): Capability => ({
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
  methods: { 'Core/echo': async (args) => args, 'Blob/copy': copyBlobs(blobs), ...push },
});
