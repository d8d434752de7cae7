import { secondMs } from '../../base/instant.ts';
import type { Capability } from '../capability.ts';
import { identityState } from './identities.ts';
import { identityMethods } from './identity-methods.ts';
import { submissionMethods } from './submission-methods.ts';
import { type SubmissionWorld, submissionUri } from './world.ts';

/** Sending mail (RFC 8621 §1.3.2). */
export const submissionCapability = (world: SubmissionWorld): Capability => ({
  uri: submissionUri,
  ofServer: {},
  ofAccount: () => ({
    maxDelayedSend: Math.floor(world.limits.holdMsMax / secondMs),
    submissionExtensions: {
      // RFC 4865: the longest time in seconds, and the latest date, which moves.
      FUTURERELEASE: [String(Math.floor(world.limits.holdMsMax / secondMs))],
      SIZE: [String(world.limits.contentBytesMax)],
      DSN: [],
      SMTPUTF8: [],
      '8BITMIME': [],
    },
  }),
  methods: { ...identityMethods(world), ...submissionMethods(world) },
  states: {
    Identity: (account) => identityState(account, world),
    EmailSubmission: async (account) => String(await world.outbox.state(account)),
  },
});
