/** The number with the fewest decimal digits that float32 rounds to `value`: 0.3, where the float32 next to 0.3 is 0.30000001192…. */
export function shortestDecimal(value: number): number {
  // Text has no sign for zero.
  if (value === 0) return value;
  // Nine significant digits tell any two float32 numbers apart.
  for (let digits = 1; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return short;
  }
  return Number(value.toPrecision(9));
}
