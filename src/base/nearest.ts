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
