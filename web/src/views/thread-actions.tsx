import { goTo } from '../browser/router.ts';
import type { Email } from '../jmap/mail.ts';
import type { Mail } from '../state/mail.ts';
import type { Route } from '../state/route.ts';
import { endSessionIfOver } from '../state/session.ts';
import { type MoveKind, type ThreadMove, threadMoves } from '../state/thread-moves.ts';
import type { Key } from '../words/words.ts';
import { useWords } from '../words/words-context.ts';

const labels: Readonly<Record<MoveKind, Key>> = {
  archive: 'mail.archive',
  junk: 'mail.junk',
  'not-junk': 'mail.not-junk',
  delete: 'mail.delete',
  'delete-for-ever': 'mail.delete-for-ever',
};

interface ThreadActionsProps {
  readonly emails: readonly Email[];
  readonly mail: Mail;
  readonly route: Route;
}

/** Where a conversation can go from where it lies. */
export function ThreadActions({ emails, mail, route }: ThreadActionsProps) {
  const words = useWords();
  const byRole = (role: string) => mail.mailboxOf(role)?.id;
  const act = async ({ updates, destroy }: ThreadMove) => {
    const { thread: _, ...list } = route;
    goTo(list);
    if (destroy.length > 0) await mail.destroy(destroy);
    else await mail.update(updates);
  };
  return (
    <div class="actions">
      {threadMoves(emails, mail.place.value.mailboxId, byRole).map((move) => (
        <button
          type="button"
          class="button"
          key={move.kind}
          onClick={() => void act(move).catch(endSessionIfOver)}
        >
          {words.say(labels[move.kind])}
        </button>
      ))}
    </div>
  );
}
