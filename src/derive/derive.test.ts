import { expect, test } from "vitest";
import {
  describeRegularizer,
  generatedFiles,
  parameterRows,
  regularizerData,
  regularizerList,
  regularizerTable,
  searchGrid,
  searchSpace,
} from "./index.ts";

test("one declaration is a row with all that is known about it", () => {
  expect(parameterRows.find(({ path }) => path === "dropout.rate")).toMatchObject({
    name: "rate",
    kind: "live",
    symbol: "p",
    description: "Probability that a unit is dropped.",
    default: 0.5,
    min: 0,
    max: 0.95,
    off: 0,
    search: { from: 0.05, to: 0.8, scale: "linear" },
    isStrength: true,
  });
});

test("grids run over the declared range on its scale", () => {
  expect(searchGrid("dropout.rate", 4)).toEqual([0.05, 0.3, 0.55, 0.8]);
  expect(searchGrid("l2.lambda", 5)).toEqual([0.01, 0.1, 1, 10, 100]);
  expect(searchGrid("earlyStopping.patience", 3)).toEqual([2, 10, 50]);
  expect(searchGrid("earlyStopping.patience", 200).length).toBeLessThanOrEqual(49);
  expect(() => searchGrid("l2.convention", 3)).toThrow(/no search range/);
});

test.each(searchSpace.map((row) => [row.path, row] as const))(
  "%s: every searched value is accepted",
  (path, row) => {
    for (const value of searchGrid(path, 7)) {
      expect(row.regularizer.params[row.name]?.schema.safeParse(value).success, `${path}=${value}`).toBe(
        true,
      );
    }
  },
);

test("the table has a line for each technique, in the order of the seams", () => {
  const lines = regularizerTable().split("\n");
  expect(lines[0]).toMatch(/^name +seam +strength +range +default +treats$/);
  expect(lines.find((line) => line.startsWith("dropout "))).toMatch(
    /^dropout +layers +rate +0 … 0\.95 +0\.5 +large-gap/,
  );
  expect(lines).toHaveLength(regularizerList().length + 1);
  const names = lines.map((line) => line.split(" ")[0]);
  expect(names.indexOf("dropout")).toBeLessThan(names.indexOf("l2"));
});

test("the page of a technique says how to use it", () => {
  const page = describeRegularizer("dropout", 80);
  expect(page).toContain("Try: --with dropout=0.5 (sets rate)");
  expect(page).toContain("Srivastava et al. (2014)");
  expect(page).toMatch(/rate +0 … 0\.95 +0\.5 +0\.05 … 0\.8 \(linear\) +Probability/);
  expect(page).toContain("It needs hidden layers.");
  expect(page).toContain("Interactions:\n- Before batch normalization it shifts the variance");
  expect(page.replaceAll(/\n */g, " ")).toContain("at each layer, in the order of the recipe.");
  expect(regularizerData("dropout")).toMatchObject({ seam: "layers", strength: "rate" });
});

test("meanings of parameters stay within the width, under each other", () => {
  const lines = describeRegularizer("l2", 100).split("\n");
  const at = lines.findIndex((line) => line.startsWith("convention "));
  const start = lines[at]?.indexOf("What λ multiplies") ?? -1;
  expect(start).toBeGreaterThan(0);
  expect(lines[at + 1]).toMatch(new RegExp(`^ {${start}}\\S`));
  expect(Math.max(...lines.slice(at, at + 4).map(({ length }) => length))).toBeLessThanOrEqual(100);
});

test.each(regularizerList().map(({ id }) => id))("%s: its page stays within the width", (id) => {
  for (const width of [60, 80, 100]) {
    const lines = describeRegularizer(id, width, () => "f").split("\n");
    // An address cannot be broken.
    const long = lines.filter((line) => [...line].length > width && !/^ *https?:/.test(line));
    expect(long).toEqual([]);
  }
});

test("an unknown name is told the nearest alone", () => {
  expect(() => describeRegularizer("droput")).toThrow(
    /got "droput", expected one of \d+ known names\. Did you mean "dropout"\?$/,
  );
  expect(() => describeRegularizer("convolution")).toThrow(
    /expected one of "temperatureScaling", .*"weightNoise"\.$/,
  );
  expect(() => regularizerData("toString")).toThrow(/got "toString"/);
});

test("generated files hold every technique and parameter", () => {
  const files = generatedFiles();
  const page = files["docs/reference/regularizers.md"] ?? "";
  for (const { regularizer, name } of parameterRows) {
    expect(page).toContain(`### ${regularizer.title}: \`${regularizer.id}\``);
    expect(page).toContain(`| \`${name}\``);
  }
  expect(() => JSON.parse(files["schema/recipe.schema.json"] ?? "")).not.toThrow();
  const elements = files["docs/reference/elements.md"] ?? "";
  expect(elements).toContain("### Huber loss: `huber`");
  expect(elements).toContain("Learning rate when none is given: 0.001.");
  expect(elements).toMatch(/\| `target` \| string \| required \| The column to predict/);
});
