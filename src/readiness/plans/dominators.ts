import { addToGroup } from "../../group-by.ts";
/**
 * Immediate dominators (Cooper, Harvey, Kennedy: A Simple, Fast Dominance Algorithm). Node 0 is the
 * root; nodes that it does not reach get -1. Successors must be listed in a fixed order.
 */
export function findDominators(
  size: number,
  successors: (node: number) => readonly number[],
): Int32Array {
  const order = reversePostOrder(size, successors);
  const position = new Int32Array(size).fill(-1);
  order.forEach((node, at) => {
    position[node] = at;
  });
  const predecessors = invert(order, successors);
  const dominator = new Int32Array(size).fill(-1);
  dominator[0] = 0;
  const nearest = (node: number): number =>
    (predecessors.get(node) ?? [])
      .filter((before) => dominator[before] !== -1)
      .reduce(
        (best, before) => (best === -1 ? before : meet(dominator, position, before, best)),
        -1,
      );
  for (let changed = true; changed; ) {
    changed = false;
    for (const node of order.slice(1)) {
      const best = nearest(node);
      changed ||= dominator[node] !== best;
      dominator[node] = best;
    }
  }
  return dominator;
}

/** The nearest node that dominates both: the one that is further from the root climbs. */
function meet(dominator: Int32Array, position: Int32Array, a: number, b: number): number {
  let [left, right] = [a, b];
  while (left !== right) {
    const isLeftLower = (position[left] as number) > (position[right] as number);
    if (isLeftLower) left = dominator[left] as number;
    else right = dominator[right] as number;
  }
  return left;
}

/** How many nodes each node dominates, itself included. */
export function countDominated(dominator: Int32Array, order: readonly number[]): Int32Array {
  const counts = new Int32Array(dominator.length);
  for (const node of [...order].reverse()) {
    counts[node] = (counts[node] as number) + 1;
    const parent = dominator[node] as number;
    if (parent >= 0 && parent !== node)
      counts[parent] = (counts[parent] as number) + (counts[node] as number);
  }
  return counts;
}

export function reversePostOrder(
  size: number,
  successors: (node: number) => readonly number[],
): readonly number[] {
  const seen = new Uint8Array(size);
  const finished: number[] = [];
  const stack = [{ node: 0, next: 0, to: successors(0) }];
  seen[0] = 1;
  for (let frame = stack.at(-1); frame !== undefined; frame = stack.at(-1)) {
    const to = frame.to[frame.next];
    frame.next += 1;
    if (to === undefined) {
      finished.push(frame.node);
      stack.pop();
    } else if (seen[to] === 0) {
      seen[to] = 1;
      stack.push({ node: to, next: 0, to: successors(to) });
    }
  }
  return finished.reverse();
}

function invert(
  order: readonly number[],
  successors: (node: number) => readonly number[],
): Map<number, number[]> {
  const predecessors = new Map<number, number[]>();
  for (const node of order) {
    for (const to of successors(node)) addToGroup(predecessors, to, node);
  }
  return predecessors;
}
