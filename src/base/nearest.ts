import leven from "leven";

/** The candidate closest to `word` in edit distance, or nothing when none is near enough to be a misspelling of it. */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const limit = Math.max(2, Math.ceil(word.length * 0.4));
  const ranked = candidates
    .map((candidate) => ({ candidate, distance: leven(word.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ distance }) => distance <= limit)
    .toSorted((a, b) => a.distance - b.distance);
  return ranked[0]?.candidate;
}

/** Names that fit on a line of an error. */
const fewNames = 16;
/** Names that are told of a list which may be as long as a table is wide. */
const mostNamed = 50;

/** Names in a row; of very many the first ones, and how many more there are. */
export const listed = (names: readonly string[]): string =>
  names.length <= mostNamed
    ? names.join(", ")
    : `${names.slice(0, mostNamed).join(", ")} and ${(names.length - mostNamed).toLocaleString("en-US")} more`;

/** "Did you mean l2?" when a candidate is near, else the list of what exists: the hint of an unknown name. */
export function suggest(word: string, candidates: readonly string[]): string {
  const near = nearest(word, candidates);
  return near === undefined ? `Known are: ${listed(candidates)}` : `Did you mean "${near}"?`;
}

/**
 * What is expected in place of an unknown name, with the hint: of many names only the one that is near, where there is
 * one.
 */
export function oneOf(
  word: string | undefined,
  known: readonly string[],
): { readonly expected: string; readonly hint: string | undefined } {
  const near = word === undefined ? undefined : nearest(word, known);
  const isShort = near !== undefined && known.length > fewNames;
  return {
    expected: isShort
      ? `one of ${known.length} known names`
      : `one of ${known.map((name) => `"${name}"`).join(", ")}`,
    hint: near && `Did you mean "${near}"?`,
  };
}
