import fc from "fast-check";
import { expect, test } from "vitest";
import { z } from "zod";
import { layers } from "../layers/index.ts";
import { losses } from "../losses/index.ts";
import { models } from "../models/index.ts";
import { optimizers } from "../optimizers/index.ts";
import { regularizers } from "../regularizers/index.ts";
import { schedules } from "../schedules/index.ts";
import type { Parameter, Parameters } from "../seams/index.ts";
import {
  formatRecipe,
  hashRecipe,
  overrideRecipe,
  parseRecipe,
  readRecipeText,
  recipeJsonSchema,
  type RecipeInput,
  scopeOf,
} from "./index.ts";

/** A value, or a list of one or two. */
const listable = (value: fc.Arbitrary<unknown>) =>
  fc.oneof(value, fc.array(value, { minLength: 1, maxLength: 2 }));

const orWords = (value: fc.Arbitrary<unknown>, words: readonly string[] = []) =>
  fc.oneof(value, ...words.map((word) => fc.constant(word)));

function valueOf({ kind, facts, choices }: Parameter): fc.Arbitrary<unknown> {
  const { min = -1e6, max = 1e6, aboveMin = false } = facts;
  if (kind === "flag") return fc.boolean();
  if (kind === "choice") return fc.constantFrom(...(choices as readonly string[]));
  if (kind === "list") return fc.array(fc.integer({ min: 1, max: 1000 }), { maxLength: 4 });
  if (kind === "perAxis") return orWords(listable(fc.integer({ min, max: 9 })), choices);
  if (kind === "scores") return orWords(listable(fc.string()), choices);
  if (kind === "layers") return fc.array(fc.constantFrom(...Object.keys(layers)), { maxLength: 2 });
  if (kind === "count") return fc.integer({ min: Math.ceil(min), max: Math.floor(max) });
  return fc.double({ min, max, minExcluded: aboveMin, noNaN: true });
}

const epoch = fc.integer({ min: 1, max: 99 });
const timing = fc
  .record({ from: epoch, until: epoch }, { requiredKeys: [] })
  .filter(({ from = 1, until = 99 }) => from <= until);

/** Any technique as a user might write it, some with epochs of their own. */
const writtenTechnique = () =>
  fc.tuple(written("use", regularizers), timing).map(([entry, when]): unknown => {
    if (typeof entry === "string") return entry;
    const { use } = entry as { readonly use: keyof typeof regularizers };
    const said = Object.entries(when).filter(([field]) => field in scopeOf(regularizers[use]));
    return { ...(entry as object), ...Object.fromEntries(said) };
  });

/** Any element of a registry as a user might write it: its name, or some of its settings. */
const written = (key: string, registry: Readonly<Record<string, { readonly params: Parameters }>>) =>
  fc.oneof(
    ...Object.entries(registry).flatMap(([id, { params }]) => [
      fc.constant<unknown>(id),
      fc
        .record(
          Object.fromEntries(Object.entries(params).map(([name, parameter]) => [name, valueOf(parameter)])),
          { requiredKeys: [] },
        )
        .map((settings): unknown => ({ [key]: id, ...settings })),
    ]),
  );

const share = fc.double({ min: 0, max: 1e5, noNaN: true });
const recipes = fc.record(
  {
    version: fc.constant(1),
    name: fc.string({ minLength: 1 }),
    data: fc.constantFrom<unknown>("made-digits", { source: "csv", path: "a.csv", target: "y" }),
    split: fc.record(
      { train: share, validation: share, order: fc.constantFrom("shuffled", "file") },
      { requiredKeys: [] },
    ),
    model: fc.oneof(
      written("preset", models),
      fc.constantFrom<unknown>("resnet-20", { preset: "resnet-32", filters: 8 }),
      fc.array(written("use", layers)).map((list): unknown => ({ layers: list })),
    ),
    loss: fc.oneof(fc.constant<unknown>("auto"), written("use", losses)),
    optimizer: written("use", optimizers),
    schedule: written("use", schedules),
    regularizers: fc.array(writtenTechnique(), { maxLength: 4 }),
    epochs: fc.integer({ min: 1, max: 1000 }),
    batchSize: fc.integer({ min: 1 }),
    shuffle: fc.boolean(),
    seed: fc.maxSafeNat(),
  },
  { requiredKeys: [] },
);

test("parse(format(parse(x))) = parse(x)", async () => {
  await fc.assert(
    fc.asyncProperty(recipes, async (input) => {
      const recipe = parseRecipe(input, "recipe.json");
      const again = readRecipeText(formatRecipe(recipe), "recipe.json");
      expect(again).toEqual(JSON.parse(JSON.stringify(recipe)));
      expect(formatRecipe(again)).toBe(formatRecipe(recipe));
      expect(await hashRecipe(again)).toBe(await hashRecipe(recipe));
    }),
  );
});

test("the JSON Schema accepts what the reader accepts", () => {
  const schema = z.fromJSONSchema(recipeJsonSchema());
  fc.assert(
    fc.property(recipes, (input) => {
      expect(schema.safeParse({ $schema: "recipe.schema.json", ...input }).error).toBeUndefined();
    }),
  );
  for (const input of [
    { zz: 1 },
    { regularizers: [{ use: "dropout", rate: 5 }] },
    { optimizer: { learningRate: 1 } },
  ]) {
    expect(schema.safeParse(input).success, JSON.stringify(input)).toBe(false);
    expect(() => parseRecipe(input, "recipe.json")).toThrow();
  }
});

test("an edit of one field leaves all others as they were", () => {
  fc.assert(
    fc.property(recipes, fc.integer({ min: 1, max: 99 }), (input, epochs) => {
      const edited = parseRecipe(overrideRecipe(input as RecipeInput, [`epochs=${epochs}`]), "recipe.json");
      expect(edited).toEqual({ ...parseRecipe(input, "recipe.json"), epochs });
    }),
  );
});

test("no text makes the reader fail in any other way than by a clear error", () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.json(),
        fc.jsonValue().map((value) => JSON.stringify(value)),
      ),
      (text) => {
        try {
          readRecipeText(text, "recipe.json");
        } catch (error) {
          expect(error).toMatchObject({ name: "UserError" });
        }
      },
    ),
  );
});
