import * as fc from "fast-check";
import { expect, test } from "vitest";
import { placeFlags, spread } from "./labels.ts";

test("labels that do not touch stay where they are", () => {
  expect(spread([90, 10, 50], 15, [0, 100])).toEqual([90, 10, 50]);
});

test("labels are spread at least the distance apart and stay within their room", () => {
  const places = fc.array(fc.double({ min: 0, max: 200, noNaN: true }), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(places, (wanted) => {
      const given = spread(wanted, 15, [0, 200]);
      const sorted = given.toSorted((a, b) => a - b);
      expect(sorted[0]).toBeGreaterThanOrEqual(-1e-9);
      expect(sorted.at(-1)).toBeLessThanOrEqual(200 + 1e-9);
      for (let i = 1; i < sorted.length; i++)
        expect((sorted[i] ?? 0) - (sorted[i - 1] ?? 0)).toBeGreaterThanOrEqual(15 - 1e-9);
    }),
  );
});

test("no flag's label touches another label or is crossed by a line", () => {
  const flag = fc.record({ x: fc.double({ min: 0, max: 500, noNaN: true }), width: fc.constant(80) });
  fc.assert(
    fc.property(fc.array(flag, { maxLength: 5 }), (flags) => {
      const placed = placeFlags(flags, 500).map((place, i) => {
        const { x, width } = flags[i] ?? { x: 0, width: 0 };
        return { ...place, x, span: place.side === "right" ? [x, x + width] : [x - width, x] };
      });
      for (const [i, a] of placed.entries())
        for (const b of placed.slice(i + 1)) {
          const [upper, lower] = a.row <= b.row ? [a, b] : [b, a];
          const [from = 0, to = 0] = lower.span;
          if (upper.row === lower.row)
            expect((upper.span[1] ?? 0) <= from || to <= (upper.span[0] ?? 0)).toBe(true);
          expect(upper.x <= from || upper.x >= to).toBe(true);
        }
    }),
  );
});

test("a flag near the right edge turns to the left, and a flag beside another goes below it", () => {
  expect(placeFlags([{ x: 480, width: 60 }], 500)).toEqual([{ side: "left", row: 0 }]);
  const close = [
    { x: 30, width: 60 },
    { x: 20, width: 60 },
  ];
  expect(placeFlags(close, 500)).toEqual([
    { side: "right", row: 1 },
    { side: "right", row: 0 },
  ]);
});

test("a line does not run down through a label of a lower row", () => {
  const flags = [0, 10, 85].map((x) => ({ x, width: 80 }));
  expect(placeFlags(flags, 500).map(({ row }) => row)).toEqual([0, 1, 2]);
});
