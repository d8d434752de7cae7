import { phrases } from '../phrase-list.ts';

/** Words that programs add of themselves and that say nothing of the cause, though they hold other phrases. */
export const noise = phrases`
  this is a permanent error | this is a warning message only | you do not need to resend your message |
  rejected by the recipient domain | it was rejected by the recipient domain |
  it was rejected by the server for the recipient domain |
  was rejected by the server for the recipient domain | further information about the cause of this error |
  the error that the other server returned was | technical details of permanent failure |
  technical details of temporary failure | delivery to the following recipient failed permanently |
  an error has occurred while attempting to deliver | there was an error delivering your mail |
  an error occurred while trying to deliver | does not like recipient |
  i'm not going to try again | no longer than | delivery status notification (failure) | giving up on |
  message was not accepted -- invalid mailbox | failed to get ips from ptr record |
  delivery to the following recipient has been delayed | no valid recipients were found for this message |
  is delayed for more than | delivery temporarily suspended | refused to talk to me |
  a message is delayed for more than | there is no need to resend | only a temporary failure report |
  recipient rejected your message | scanned for all viruses and potentially offensive content |
  has been scanned for | scanned by | has been scanned by | please include this problem report |
  mail system configuration | error-codes | error-messages | smtp error from remote | smtp error |
  smtp-error-codes | spf record … not found
`;
