/** The service extensions that Evergreen knows, by their EHLO keywords (RFC 5321 §4.1.1.1). */
type ExtensionKeyword =
  | '8BITMIME' // RFC 6152
  | 'AUTH' // RFC 4954
  | 'CHUNKING' // RFC 3030
  | 'DSN' // RFC 3461
  | 'ENHANCEDSTATUSCODES' // RFC 2034
  | 'HELP' // RFC 5321 §4.1.1.8
  | 'LIMITS' // RFC 9422
  | 'PIPELINING' // RFC 2920
  | 'PRDR' // draft-hall-prdr
  | 'SIZE' // RFC 1870
  | 'SMTPUTF8' // RFC 6531
  | 'STARTTLS'; // RFC 3207

/** ehlo-line = ehlo-keyword *( SP ehlo-param ) */
export const ehloLine = (keyword: ExtensionKeyword, ...parameters: (string | number)[]): string =>
  [keyword, ...parameters].join(' ');
