import type { Resolver } from '../../dns/resolver.ts';
import type { SpfFinding } from './evaluate.ts';
import { expandMacros, type MacroString, parseMacroString } from './macros.ts';
import { type MacroFacts, macroValues, targetName } from './targets.ts';
import { bestName, validatedNamesOf } from './validated-names.ts';

/** Characters that are quoted: what a line of a reply has room for (RFC 5321 §4.5.3.1.5), less what we say around them. */
export const explanationMax = 400;

/**
 * What the domain has to say to whom it does not let send (RFC 7208 §6.2); undefined if it says nothing that can be read. ASCII
 * without control characters.
 */
export async function explanationOf(
  { result, decidedBy }: SpfFinding,
  facts: MacroFacts,
  resolver: Resolver,
): Promise<string | undefined> {
  const { domain = '', record: { explanation: target } = {} } = decidedBy ?? {};
  if (result !== 'fail' || target === undefined) return undefined;
  const expand = async (text: MacroString): Promise<string> => {
    const needsName = text.some((part) => typeof part !== 'string' && part.letter === 'p');
    const names = needsName ? (await validatedNamesOf(facts.ip, resolver)).names : [];
    return expandMacros(text, macroValues(facts, domain, bestName(names, domain)));
  };
  const name = targetName(await expand(target));
  const answer = name && (await resolver.query(name, 'TXT'));
  if (answer?.kind !== 'records' || answer.records.length !== 1) return undefined;
  const text = (answer.records[0] ?? []).join('');
  const parsed = /^[ -~]*$/.test(text) ? parseMacroString(text, 'explanation') : undefined;
  if (!parsed?.ok) return undefined;
  const explanation = await expand(parsed.value);
  // Through a macro, the local part of an internationalized address can get into it.
  return /^[ -~]+$/.test(explanation) ? explanation.slice(0, explanationMax) : undefined;
}
