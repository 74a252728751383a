// The table that is read: 20 columns of decimals, 2 of whole numbers, 3 of categories, and a target of two classes.
const decimals = Array.from({ length: 20 }, (_, i) => `n${i}`);

/** Names in order. */
export const columns: readonly string[] = [...decimals, "i0", "i1", "k0", "k1", "k2", "y"];
export const textColumns: ReadonlySet<string> = new Set(["k0", "k1", "k2", "y"]);

/** A number in [0, 1) for a row, by a hash: the same table on every machine. */
const uniform = (draw: number): string => `(hash(i * 64 + ${draw} + 7919) / 18446744073709551616.0)`;

/** What DuckDB selects for each column from rows `i`: every fifth decimal has gaps, and a category too. */
export const made: readonly string[] = [
  ...decimals.map((_, i) =>
    i % 5 === 4
      ? `CASE WHEN ${uniform(i + 40)} < 0.05 THEN NULL ELSE round(${uniform(i)} * 1000, 4) END`
      : `round(${uniform(i)} * 2000 - 1000, 5)`,
  ),
  `(${uniform(20)} * 100000)::INT`,
  `(${uniform(21)} * 100)::INT`,
  `['red', 'green', 'blue', 'yellow'][1 + (${uniform(22)} * 3.999)::INT % 4]`,
  `'city ' || (${uniform(23)} * 200)::INT`,
  `CASE WHEN ${uniform(24)} < 0.1 THEN NULL ELSE 'group' || (${uniform(25)} * 20)::INT END`,
  `CASE WHEN ${uniform(26)} < 0.3 THEN 'yes' ELSE 'no' END`,
].map((sql, i) => `${sql} AS ${columns[i]}`);
