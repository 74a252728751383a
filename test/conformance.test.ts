// What every technique must satisfy, run over the registry: a new file is tested before it has a test of its own.
import { describe, expect, test } from "vitest";
import { elementsOf } from "../scripts/indexes.ts";
import { kinds } from "../scripts/kinds.ts";
import { signIds } from "../src/diagnose/index.ts";
import { isInput, mul, sum } from "../src/graph/index.ts";
import {
  formatRecipe,
  parseRecipe,
  readRecipeText,
  scopeFields,
  withRegularizers,
} from "../src/recipe/index.ts";
import { regularizers } from "../src/regularizers/index.ts";
import { homeOf, type Regularizer } from "../src/seams/index.ts";
import { expectGradient } from "./finite-differences.ts";
import {
  example,
  feeds,
  gradientsAt,
  outcomes,
  siteFor,
  stepWith,
  type Trial,
  valuesOf,
  variants,
} from "./techniques.ts";

const techniques: [string, Regularizer][] = Object.entries(regularizers);
const declared = kinds.filter(({ name }) => name === "regularizer").flatMap((kind) => elementsOf(".", kind));

/** As a label for a variant. */
const label = (given: object): string => Object.values(given).join(", ") || "default";

describe.each(techniques)("%s", (key, technique) => {
  const atWork = (trial: Trial) => outcomes(stepWith(technique, trial), technique);
  const { id, title, summary, formula, params, strength, treats, references } = technique;

  test("is complete and consistent", () => {
    expect(id).toBe(key);
    expect(title).toMatch(/^[A-Z]/);
    expect(summary, "one sentence that starts with a verb").toMatch(/^[A-Z][a-z]+s [^.]+\.$/);
    expect(formula.length).toBeGreaterThan(0);
    expect(treats.length, "it treats something").toBeGreaterThan(0);
    expect(signIds).toEqual(expect.arrayContaining([...treats]));
    expect(references.length).toBeGreaterThan(0);
    for (const reference of references) {
      expect(reference).toMatchObject({
        authors: expect.stringMatching(/\S/),
        title: expect.stringMatching(/\S/),
        url: expect.stringMatching(/^https:\/\//),
      });
      expect(reference.year).toBeGreaterThan(1900);
    }
    expect(technique.interactions.length, "it says what it goes with").toBeGreaterThan(0);
    for (const sentence of technique.interactions) expect(sentence).toMatch(/^[A-Z].*\.$/);
    expect(Object.keys(params)).toContain(strength);
    // The entry of a recipe has these beside them.
    for (const field of ["use", ...Object.keys(scopeFields)]) expect(params).not.toHaveProperty(field);
    expect(formula, "the formula has the strength's symbol").toContain(
      params[strength]?.facts.symbol ?? strength,
    );
  });

  test("stands in the folder of its seam, in the file of its name", () => {
    const file = declared.find((element) => element.id === id)?.file;
    const words = id.replaceAll(/(?<=[a-z0-9])[A-Z]/g, (letter) => `-${letter}`).toLowerCase();
    expect(file).toBe(`./${homeOf(technique)}/${words}.ts`);
  });

  test.each(Object.entries(params))(
    "parameter %s accepts its default, its off value and its range",
    (name, { schema, facts }) => {
      expect(facts.description, "a phrase with a full stop").toMatch(/^[A-Z].*\.$/);
      expect(schema.parse(undefined)).toEqual(facts.default);
      for (const value of [facts.off, facts.search?.from, facts.search?.to]) {
        if (value !== undefined) expect(schema.safeParse(value).success, `${name} = ${value}`).toBe(true);
      }
      if (facts.search) expect(facts.search.from).toBeLessThan(facts.search.to);
      if (facts.search?.scale === "log") expect(facts.search.from).toBeGreaterThan(0);
    },
  );

  test("survives a recipe round trip, also from --with", () => {
    const recipe = parseRecipe(
      withRegularizers({}, `${id}=${String(params[strength]?.facts.default)}`),
      "recipe",
    );
    expect(recipe.regularizers).toHaveLength(1);
    expect(parseRecipe({ regularizers: [id] }, "recipe")).toEqual(recipe);
    expect(readRecipeText(formatRecipe(recipe), "recipe")).toEqual(JSON.parse(JSON.stringify(recipe)));
  });

  const off = params[strength]?.facts.off;
  describe.each(variants(technique).map((given) => [label(given), given] as const))("with %s", (_, given) => {
    // Some have no strength at which they change nothing, such as a patience.
    test.each(off === undefined ? [] : [off])("changes nothing when it is off, at %d", (strengthOff) => {
      const still = atWork({ given: { ...given, [strength]: strengthOff } });
      for (const [seam, [before, after]] of Object.entries(still)) {
        expect(valuesOf(after), seam).toEqual(valuesOf(before).map((value) => expect.closeTo(value, 12)));
      }
    });

    test("same seed and step, same numbers", () => {
      const [once, again] = [1, 2].map(() =>
        Object.values(atWork({ given })).map(([, after]) => valuesOf(after)),
      );
      expect(once).toEqual(again);
      expect(once?.flat().every(Number.isFinite)).toBe(true);
    });

    // Vectors that count as constants of a step have no part in the gradient once they stand still.
    test.each(Object.entries(atWork({ given, isSettled: technique.keeps === "direction" })))(
      "its gradient at %s agrees with finite differences",
      (_seam, [before, after]) => {
        const from = isInput(before) ? before : example.weight.value;
        expectGradient(sum(mul(after, after)), [from], feeds);
      },
    );

    test.each((["bias", "gain", "offset"] as const).filter((role) => !technique.roles?.includes(role)))(
      "leaves each %s alone",
      (role) => {
        const other = { ...example.bias, role };
        const seams = stepWith(technique, { given });
        expect(seams.weights(other)).toBe(other.value);
        expect(seams.update(other, example.after)).toBe(example.after);
        expect(valuesOf(seams.penalty([other]))).toEqual([0]);
      },
    );

    test("leaves layers alone that it is not for", () => {
      const seams = stepWith(technique, { given, layers: ["dense2"] });
      const { weight, hidden, slope, after } = example;
      expect(seams.layers(hidden, siteFor(technique))).toBe(hidden);
      expect(seams.weights(weight)).toBe(weight.value);
      expect(seams.update(weight, after)).toBe(after);
      expect(seams.gradients([slope], [weight], gradientsAt)).toEqual([slope]);
      expect(valuesOf(seams.penalty([weight]))).toEqual([0]);
    });
  });
});

test("the registry holds every file that declares a technique", () => {
  expect(declared.map(({ id }) => id).toSorted()).toEqual(Object.keys(regularizers).toSorted());
});
