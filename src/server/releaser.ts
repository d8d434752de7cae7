import type { AccountId } from '../accounts/accounts.ts';
import { replyText } from '../envelope/reply.ts';
import { Releaser } from '../outbox/releaser.ts';
import { submitMail } from '../reception/submit.ts';
import type { ReceptionWorld } from '../reception/world.ts';
import type { Core } from './core.ts';

/** Hands what people submit over to the queue, by way of the reception, when its time has come. */
export const createReleaser = ({ data, clock, log }: Core, reception: ReceptionWorld): Releaser =>
  new Releaser({
    outbox: data.outbox,
    clock,
    log,
    isQueued: async (id) => (await data.queue.find(id)) !== undefined,
    submit: async ({ id, account, envelope, recipients }, content) => {
      const mail = {
        queueId: id,
        account: account as AccountId,
        transaction: { envelope, recipients },
        content,
      };
      const { isAccepted, reply } = await submitMail(mail, reception);
      return isAccepted ? undefined : replyText(reply);
    },
  });
