/** The mean of a function over all lists of signs: what normal noise gives too where the function is quadratic in it. */
export function meanOverSigns(count: number, of: (signs: readonly number[]) => number): number {
  let total = 0;
  for (let code = 0; code < 2 ** count; code++)
    total += of(Array.from({ length: count }, (_, i) => ((code >> i) & 1 ? 1 : -1)));
  return total / 2 ** count;
}
