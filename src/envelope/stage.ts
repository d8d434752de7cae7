/** Where in its work an attempt stood when something was said or went wrong. */
export type Stage =
  | 'routing'
  | 'connect'
  | 'greeting'
  | 'ehlo'
  | 'starttls'
  | 'auth'
  | 'mail'
  | 'rcpt'
  | 'data'
  | 'content'
  | 'local'
  | 'queue';
