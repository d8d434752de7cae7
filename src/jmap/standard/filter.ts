import * as v from 'valibot';
import { describeIssue } from '../arguments.ts';
import { isJsonObject, type Json, type JsonObject } from '../json.ts';
import { MethodError } from '../method-error.ts';

/** RFC 8620 §5.5: which records a query is to find. */
export type Filter<Condition> = FilterOperator<Condition> | FilterLeaf<Condition>;

export interface FilterOperator<Condition> {
  readonly kind: 'operator';
  readonly operator: 'AND' | 'OR' | 'NOT';
  readonly conditions: readonly Filter<Condition>[];
}

/** A condition; one without properties is met by all records. */
export interface FilterLeaf<Condition> {
  readonly kind: 'condition';
  readonly condition: Condition;
}

/** Operators within operators. */
export const filterDepthMax = 20;
/** Operators and conditions in all. */
export const filterNodesMax = 500;

/**
 * Reads a filter whose conditions have these properties, all optional.
 * @throws MethodError invalidArguments; unsupportedFilter for a property that is not known, or a filter that is too large
 */
export function readFilter<const Condition extends v.ObjectEntries>(
  filter: Json,
  condition: Condition,
): Filter<v.InferOutput<v.StrictObjectSchema<Condition, undefined>>> | undefined {
  const schema = v.strictObject(condition);
  let nodes = 0;
  const read = (node: Json, depth: number): Filter<v.InferOutput<typeof schema>> => {
    if (++nodes > filterNodesMax || depth > filterDepthMax)
      throw new MethodError(
        'unsupportedFilter',
        `no more than ${filterNodesMax} conditions, ${filterDepthMax} deep`,
      );
    if (!isJsonObject(node))
      throw new MethodError('invalidArguments', 'filter: a condition must be an object');
    if (!Object.hasOwn(node, 'operator'))
      return { kind: 'condition', condition: readCondition(node, schema) };
    const { operator, conditions } = readOperator(node);
    return { kind: 'operator', operator, conditions: conditions.map((each) => read(each, depth + 1)) };
  };
  return filter === null ? undefined : read(filter, 1);
}

const operatorSchema = v.strictObject({
  operator: v.picklist(['AND', 'OR', 'NOT']),
  conditions: v.array(v.custom<Json>(() => true)),
});

function readOperator(node: JsonObject): v.InferOutput<typeof operatorSchema> {
  const result = v.safeParse(operatorSchema, node, { abortEarly: true });
  if (result.success) return result.output;
  throw new MethodError('invalidArguments', `filter: ${describeIssue(result.issues[0])}`);
}

function readCondition<T extends v.GenericSchema>(node: JsonObject, schema: T): v.InferOutput<T> {
  const result = v.safeParse(schema, node, { abortEarly: true });
  if (result.success) return result.output;
  const [issue] = result.issues;
  const isUnknown = issue.type === 'strict_object' && issue.expected === 'never';
  throw new MethodError(
    isUnknown ? 'unsupportedFilter' : 'invalidArguments',
    `filter: ${describeIssue(issue)}`,
  );
}

/** Applies a filter to one record that lies there whole. */
export function matchesFilter<Condition>(
  filter: Filter<Condition>,
  meets: (condition: Condition) => boolean,
): boolean {
  if (filter.kind === 'condition') return meets(filter.condition);
  const { operator, conditions } = filter;
  if (operator === 'AND') return conditions.every((each) => matchesFilter(each, meets));
  const isAny = conditions.some((each) => matchesFilter(each, meets));
  return operator === 'OR' ? isAny : !isAny;
}
