import type { AccountId } from '../../accounts/accounts.ts';
import type { Capability } from '../capability.ts';
import { digestAlgorithms, getBlobs } from './blob-get.ts';
import { lookUpBlobs } from './blob-lookup.ts';
import { uploadBlobs } from './blob-upload.ts';
import type { Blobs } from './blobs.ts';
import { blobSetBytesMax, dataSourcesMax } from './limits.ts';

export const blobUri = 'urn:ietf:params:jmap:blob';

/** Tells which records of a data type refer to a blob. */
export type BlobReferences = (account: AccountId, blobId: string) => Promise<readonly string[]>;

export interface BlobWorld {
  readonly blobs: Blobs;
  /** By the name of the data type. */
  readonly references: Readonly<Record<string, BlobReferences>>;
}

/** Blobs within requests (RFC 9404). */
export const blobCapability = (world: BlobWorld): Capability => ({
  uri: blobUri,
  ofServer: {},
  ofAccount: () => ({
    maxSizeBlobSet: blobSetBytesMax,
    maxDataSources: dataSourcesMax,
    supportedTypeNames: Object.keys(world.references),
    supportedDigestAlgorithms: digestAlgorithms,
  }),
  methods: {
    'Blob/upload': uploadBlobs(world, blobUri),
    'Blob/get': getBlobs(world, blobUri),
    'Blob/lookup': lookUpBlobs(world, blobUri),
  },
});
