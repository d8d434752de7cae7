import type { Transport } from '../queue-manager/world.ts';
import type { Core } from './core.ts';
export function createRelay(core: Core): { transport: Transport; close(): Promise<void> } {
  return {
    transport: {
      deliver: async (job) => ({
        destination: 'ok',
        results: new Map(
          job.recipients.map((r) => [
            r.index,
            {
              kind: 'permanent',
              diagnostic: { at: core.clock.now(), stage: 'rcpt', status: '5.1.1', text: 'stub' },
            },
          ]),
        ),
      }),
    },
    close: async () => {},
  };
}
