/** A Postfix of its own beside it, delivering into a Maildir. Needs root. */
import { freePort, Postfix, postfixDomain } from '../../tools/testbed/postfix.ts';
import type { Contender } from './contender.ts';

const user = 'user';

export async function startPostfix(): Promise<Contender> {
  const port = await freePort();
  const postfix = await Postfix.start({ port, users: [user], routes: {} });
  return {
    name: 'Postfix',
    port,
    recipient: `${user}@${postfixDomain}`,
    count: () => postfix.count(user),
    // Its work is spread over processes that come and go.
    usage: async () => undefined,
    stop: () => postfix.stop(),
  };
}
