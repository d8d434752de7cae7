/** Octets of a blob that is made by `Blob/upload`; larger ones are uploaded by themselves. */
export const blobSetBytesMax = 4_000_000;

/** Data sources of a blob that is made by `Blob/upload` (RFC 9404: 64 or more). */
export const dataSourcesMax = 64;

/** Octets that one `Blob/get` answers. */
export const blobGetBytesMax = 8_000_000;
