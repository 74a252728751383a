import leven from "leven";

/** A shorter word stands in too many others. */
const shortestPart = 4;

/**
 * The candidate closest to `word` in edit distance, or else the first that has the word in it; nothing when none is near enough to
 * be meant by it.
 */
function nearest(word: string, candidates: readonly string[]): string | undefined {
  const limit = Math.max(2, Math.ceil(word.length * 0.4));
  const lower = word.toLowerCase();
  const ranked = candidates
    .map((candidate) => ({ candidate, distance: leven(lower, candidate.toLowerCase()) }))
    .filter(({ distance }) => distance <= limit)
    .toSorted((a, b) => a.distance - b.distance);
  const found = ranked[0]?.candidate;
  if (found !== undefined || lower.length < shortestPart) return found;
  return candidates.find((candidate) => candidate.toLowerCase().includes(lower));
}

/** "Did you mean "l2"?" when a candidate is near: the hint of an unknown name beside a list of what exists. */
export function didYouMean(word: string, candidates: readonly string[]): string | undefined {
  const near = nearest(word, candidates);
  return near === undefined ? undefined : `Did you mean "${near}"?`;
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

/** The same, or the list of what exists where none is near: the hint of an unknown name where nothing else lists them. */
export function suggest(word: string, candidates: readonly string[]): string {
  return didYouMean(word, candidates) ?? `Known are: ${listed(candidates)}`;
}

/**
 * What is expected in place of an unknown name, with the hint: of many names only the one that is near, where there is
 * one.
 */
export function oneOf(
  word: string | undefined,
  known: readonly string[],
): { readonly expected: string; readonly hint: string | undefined } {
  const hint = word === undefined ? undefined : didYouMean(word, known);
  const isShort = hint !== undefined && known.length > fewNames;
  return {
    expected: isShort
      ? `one of ${known.length} known names`
      : `one of ${known.map((name) => `"${name}"`).join(", ")}`,
    hint,
  };
}
