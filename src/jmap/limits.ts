/** What one client may ask of the server (RFC 8620 §2, `urn:ietf:params:jmap:core`). */
export interface JmapLimits {
  readonly uploadBytesMax: number;
  /** For each account. */
  readonly concurrentUploadsMax: number;
  readonly requestBytesMax: number;
  /** For each account. */
  readonly concurrentRequestsMax: number;
  readonly callsMax: number;
  readonly getObjectsMax: number;
  readonly setObjectsMax: number;
}

/** No less than RFC 8620 §2 suggests, and what a page of mails or a bulk move of a web client takes at once. */
export const usualLimits: Omit<JmapLimits, 'uploadBytesMax'> = {
  concurrentUploadsMax: 4,
  requestBytesMax: 10_000_000,
  concurrentRequestsMax: 8,
  callsMax: 64,
  getObjectsMax: 1_000,
  setObjectsMax: 1_000,
};
