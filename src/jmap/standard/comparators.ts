import * as v from 'valibot';
import { describeIssue } from '../arguments.ts';
import { isJsonObject, type Json } from '../json.ts';
import { MethodError } from '../method-error.ts';

/** RFC 8620 §5.5: what records are sorted by. */
export interface Comparator {
  readonly property: string;
  readonly isAscending: boolean;
  /** As the client named it; undefined leaves it to the server. */
  readonly collation?: string;
  /** What only this type has, such as `keyword` (RFC 8621 §4.4.2). */
  readonly keyword?: string;
}

/** How strings may be compared (RFC 4790): ASCII letters, or all letters, without case. */
export const collations = ['i;ascii-casemap', 'i;unicode-casemap'];

/** Comparators of a query: more than so many sort nothing better. */
export const comparatorsMax = 16;

const comparatorSchema = v.strictObject({
  property: v.string(),
  isAscending: v.optional(v.boolean(), true),
  collation: v.exactOptional(v.string()),
  keyword: v.exactOptional(v.string()),
});

export interface SortProperties {
  /** What may be sorted by. */
  readonly properties: readonly string[];
  /** Those of them that need a `keyword`. */
  readonly withKeyword?: readonly string[];
}

/** @throws MethodError invalidArguments; unsupportedSort for what cannot be sorted by */
export function readSort(
  sort: Json,
  { properties, withKeyword = [] }: SortProperties,
): readonly Comparator[] {
  const list = sort ?? [];
  if (!Array.isArray(list)) throw new MethodError('invalidArguments', 'sort must be a list');
  if (list.length > comparatorsMax)
    throw new MethodError('unsupportedSort', `no more than ${comparatorsMax} comparators`);
  return list.map((each: Json) => {
    const comparator = readComparator(each);
    const { property, collation, keyword } = comparator;
    if (!properties.includes(property))
      throw new MethodError('unsupportedSort', 'sort: no such property to sort by');
    if (collation !== undefined && !collations.includes(collation))
      throw new MethodError('unsupportedSort', `sort: the collations are ${collations.join(', ')}`);
    if (withKeyword.includes(property) !== (keyword !== undefined))
      throw new MethodError(
        'invalidArguments',
        `sort: keyword goes with ${withKeyword.join(', ') || 'nothing here'}`,
      );
    return comparator;
  });
}

function readComparator(value: Json): Comparator {
  if (!isJsonObject(value)) throw new MethodError('invalidArguments', 'sort: a comparator must be an object');
  const result = v.safeParse(comparatorSchema, value, { abortEarly: true });
  if (result.success) return result.output;
  throw new MethodError('invalidArguments', `sort: ${describeIssue(result.issues[0])}`);
}
