import type { Problem } from '../source/problem.ts';
import { resolveImport, type SourceTree } from '../source/tree.ts';

/**
 * Import cycles between files, one for each knot of files that reach each other. Imports that the compiler erases do not count:
 * they decide no order of loading.
 */
export function importCycles(tree: SourceTree): Problem[] {
  const graph = new Map<string, string[]>();
  for (const file of tree.values()) {
    const targets = file.imports
      .filter((each) => !each.typeOnly)
      .flatMap(({ specifier }) => resolveImport(file, specifier) ?? []);
    graph.set(
      file.path,
      targets.filter((target) => tree.has(target)),
    );
  }
  return knots(graph).map((knot) => {
    const path = shortestCycle(graph, knot);
    return { file: path[0] ?? '', message: `import cycle: ${path.join(' → ')}` };
  });
}

type Graph = ReadonlyMap<string, readonly string[]>;

/** The sets of nodes that reach each other, where a node alone counts only if it points at itself (Tarjan 1972). */
function knots(graph: Graph): ReadonlySet<string>[] {
  const found: ReadonlySet<string>[] = [];
  const order = new Map<string, number>();
  const open: string[] = [];

  /** Returns the lowest number of an open node that `node` reaches. */
  function visit(node: string): number {
    const own = order.size;
    order.set(node, own);
    open.push(node);
    let lowest = own;
    for (const next of graph.get(node) ?? []) {
      if (!order.has(next)) lowest = Math.min(lowest, visit(next));
      else if (open.includes(next)) lowest = Math.min(lowest, order.get(next) ?? own);
    }
    if (lowest === own) {
      const knot = open.splice(open.indexOf(node));
      if (knot.length > 1 || graph.get(node)?.includes(node)) found.push(new Set(knot));
    }
    return lowest;
  }

  for (const node of graph.keys()) if (!order.has(node)) visit(node);
  return found;
}

/** The shortest way from the first file of a knot (by name) back to itself. */
function shortestCycle(graph: Graph, knot: ReadonlySet<string>): string[] {
  const start = [...knot].sort()[0] ?? '';
  const ways: string[][] = [[start]];
  const seen = new Set<string>();
  for (const way of ways) {
    for (const next of graph.get(way.at(-1) ?? '') ?? []) {
      if (next === start) return [...way, start];
      if (!knot.has(next) || seen.has(next)) continue;
      seen.add(next);
      ways.push([...way, next]);
    }
  }
  return [start];
}
