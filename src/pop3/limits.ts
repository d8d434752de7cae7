import { minuteMs } from '../base/instant.ts';

/**
 * Octets of a command with its line end. RFC 2449 §4 asks for 255; this is room for a password of 255 octets (RFC 4616 §2) and
 * for those who put a long initial response behind AUTH all the same.
 */
export const commandLineMax = 512;

/** Octets of a line within a SASL exchange (RFC 5034 §4: whatever our mechanisms need). RFC 4954 §4 has the same for SMTP. */
export const saslLineMax = 12_288;

/**
 * Octets of responses that may be sent before they are seen to go out. A client can ask for ten thousand listings in one segment
 * (RFC 2449 §6.6), but they are not all made at once.
 */
export const sentBytesMax = 64 * 1024;

/** Commands in a session that are unknown, malformed or out of place. */
export const errorsMax = 20;

/** Logins in a session that fail. Then the next try costs at least a new connection. */
export const failedLoginsMax = 3;

/** How long a client may be idle. RFC 1939 §3: at least 10 minutes, and only a command sets it back. */
export const idleMs = 10 * minuteMs;
