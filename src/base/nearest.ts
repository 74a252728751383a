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

/** "Did you mean l2?" when a candidate is near, else the whole list of what exists: the hint of an unknown name. */
export function suggest(word: string, candidates: readonly string[]): string {
  const near = nearest(word, candidates);
  return near === undefined ? `Known are: ${candidates.join(", ")}` : `Did you mean "${near}"?`;
}

/** Names that fit on a line of an error. */
const fewNames = 16;

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
