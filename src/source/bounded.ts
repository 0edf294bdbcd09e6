/** Maps with at most `limit` calls under way. The result keeps the order of the items. */
export async function mapBounded<Item, Result>(
  items: readonly Item[],
  limit: number,
  visit: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const queue = items.entries();
  const worker = async (): Promise<void> => {
    for (const [index, item] of queue) results[index] = await visit(item);
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker));
  return results;
}
