/** Does something for each item, some at a time; of several faults the first in the order of the items is thrown. */
export async function mapSeveral<T, R>(
  items: ArrayLike<T>,
  atOnce: number,
  act: (item: T, at: number) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  const faults = new Map<number, unknown>();
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < items.length && faults.size === 0) {
      const at = next++;
      await act(items[at] as T, at).then(
        (result) => (results[at] = result),
        (error: unknown) => faults.set(at, error),
      );
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  // Items are begun in order, so that all before the first fault have been tried.
  if (faults.size > 0) throw faults.get(Math.min(...faults.keys()));
  return results;
}
