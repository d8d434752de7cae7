import type { Checks } from '../../authentication/authenticate.ts';
import type { SpfResult } from '../../authentication/verdict.ts';
import { askForNode, asNodeWould, type NodeResolve } from './node-answers.ts';

type SpfCheck = (options: {
  readonly ip: string;
  readonly helo: string;
  readonly sender: string;
  readonly mta: string;
  readonly strict: boolean;
  readonly resolver: NodeResolve;
}) => Promise<{ readonly status: { readonly result: string } }>;

/** SPF by mailauth (RFC 7208), which is read when the first mail asks for it. @param hostname our name, for macros */
export function spfCheck(hostname: string): Checks['spf'] {
  let loading: Promise<SpfCheck> | undefined;
  return async ({ ip, greetingName, sender }, resolver) => {
    loading ??= import('mailauth/lib/spf/index.js').then(({ spf }) => spf as unknown as SpfCheck);
    const check = await loading;
    const { status } = await check({
      ip,
      helo: greetingName,
      sender,
      mta: hostname,
      strict: true,
      resolver: async (name, type) => asNodeWould(await askForNode(resolver, name, type), name),
    });
    return results.find((result) => result === status.result) ?? 'permerror';
  };
}

const results: readonly SpfResult[] = [
  'none',
  'neutral',
  'pass',
  'fail',
  'softfail',
  'temperror',
  'permerror',
];
