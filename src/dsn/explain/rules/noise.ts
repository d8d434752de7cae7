import { phrases } from '../phrase-list.ts';

/** Words that programs add of themselves and that say nothing of the cause, though they hold other phrases. */
export const noise = phrases`
  this is a warning message only | rejected by the recipient domain |
  was rejected by the server for the recipient domain | i'm not going to try again | giving up on |
  message was not accepted -- invalid mailbox | failed to get ips from ptr record |
  delivery to the following recipient has been delayed | no valid recipients were found for this message |
  is delayed for more than | delivery temporarily suspended | recipient rejected your message |
  scanned for all viruses and potentially offensive content
`;
