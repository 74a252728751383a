const most = 20_000;
/** How often chance may make a number of rows fit. */
const level = 1e-4;

/**
 * The number of rows that shares were counted over: the smallest one of which all of them are multiples, such as 14 for 3/14,
 * 10/14 and 11/14. The true number may be a multiple of it. Undefined when chance could make one fit as well.
 */
export function countedRows(shares: readonly number[]): number | undefined {
  const distinct = [...new Set(shares)].filter((share) => share > 0 && share < 1);
  if (distinct.length < 3) return undefined;
  const digits = Math.max(...distinct.map(decimals));
  // Single precision, which most frameworks use, or what rounding left.
  const error = Math.max(6e-8, 0.5 * 10 ** -digits);
  let fitting = 0;
  for (let rows = 2; rows <= most; rows++) {
    // Chance lets each value fit with this probability; all numbers of rows up to here had the same try.
    fitting += Math.min(1, 2 * error * rows) ** Math.min(distinct.length, 12);
    if (fitting > level) return undefined;
    if (distinct.every((share) => Math.abs(share * rows - Math.round(share * rows)) <= error * rows))
      return rows;
  }
  return undefined;
}

function decimals(share: number): number {
  const text = String(share);
  return text.includes("e") ? 17 : (text.split(".")[1]?.length ?? 0);
}
