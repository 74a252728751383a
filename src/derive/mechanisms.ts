import { homeOf, type Regularizer } from "../seams/index.ts";

/** What techniques have in common that work alike: the seam they act at and what they are there for first. */
const mechanismOf = (technique: Regularizer): string => `${homeOf(technique)} ${technique.treats[0] ?? ""}`;

/**
 * Remedies in their order, but the best of each mechanism first: where one dropout or one normalization does not help, another
 * one hardly will.
 */
export function diversified<Item extends { readonly technique: Regularizer }>(
  items: readonly Item[],
): Item[] {
  const firsts = items.filter(
    ({ technique }, i) =>
      items.findIndex((other) => mechanismOf(other.technique) === mechanismOf(technique)) === i,
  );
  return [...firsts, ...items.filter((item) => !firsts.includes(item))];
}
