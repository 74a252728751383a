// Truth values among texts: Python writes True, R writes TRUE, Parquet and JSON have true.

/** How a text may be written elsewhere: a truth value in other letters, any other text as it is. */
export function spellingsOf(text: string): readonly string[] {
  const small = text.toLowerCase();
  if (small !== "true" && small !== "false") return [text];
  return [small, `${small.charAt(0).toUpperCase()}${small.slice(1)}`, small.toUpperCase()];
}

/** The position of a text among others, as it is or else as the same truth value in other letters; −1 where it is not there. */
export function positionAmong(texts: readonly string[], text: string): number {
  const exact = texts.indexOf(text);
  if (exact >= 0) return exact;
  const spellings = spellingsOf(text);
  return spellings.length === 1 ? -1 : texts.findIndex((other) => spellings.includes(other));
}

/** The same for many texts: where each of some texts stands, by itself or as a truth value in other letters. */
export function positionsOf(texts: readonly string[]): ReadonlyMap<string, number> {
  const exact = texts.map((text, at) => [text, at] as const);
  const truths = exact.filter(([text]) => spellingsOf(text).length > 1);
  const others = truths
    .toReversed()
    .flatMap(([text, at]) => spellingsOf(text).map((other) => [other, at] as const));
  return new Map([...others, ...exact]);
}
