import { UserError } from "../base/index.ts";
import { input, type Tensor } from "../graph/index.ts";
import type { Recipe, Timing } from "../recipe/index.ts";
import { regularizers } from "../regularizers/index.ts";
import type { Active, Regularizer, Settings } from "../seams/index.ts";

/** A technique of a run, before it is built into a graph. */
export type Technique = Omit<Active, "strengths"> & { readonly timing: Timing };

/** The techniques of a recipe in its order, each with a key of its own. */
export function techniquesOf(recipe: Recipe): Technique[] {
  const counts = new Map<string, number>();
  return recipe.regularizers.map(({ use, layers, from, until, ramp, ...settings }) => {
    const number = (counts.get(use) ?? 0) + 1;
    counts.set(use, number);
    return {
      key: number === 1 ? use : `${use}#${number}`,
      regularizer: regularizers[use as keyof typeof regularizers] as unknown as Regularizer,
      settings: settings as Settings,
      layers,
      timing: { from, until, ramp },
    };
  });
}

/** Those whose noise stands for a distribution of models. */
export const samplersAmong = (techniques: readonly Technique[]): Technique[] =>
  techniques.filter(({ regularizer }) => regularizer.samplesPrediction);

const livePaths = ({ key, regularizer }: Technique): { name: string; path: string }[] =>
  Object.entries(regularizer.params)
    .filter(([, { kind }]) => kind === "live")
    .map(([name]) => ({ name, path: `${key}.${name}` }));

/** The live strengths of a run, by path such as `l2.lambda`. */
export type Strengths = Readonly<Record<string, number>>;

export const initialStrengths = (techniques: readonly Technique[]): Strengths =>
  Object.fromEntries(
    techniques.flatMap((technique) =>
      livePaths(technique).map(({ name, path }) => [path, technique.settings[name] as number]),
    ),
  );

/** The value of a live strength by its path. */
export type StrengthOf = (path: string) => Tensor;

/** The techniques with their live strengths as graph values: inputs named by their paths, unless something else gives them. */
export const activate = (
  techniques: readonly Technique[],
  strengthOf: StrengthOf = (path) => input(path, []),
): Active[] =>
  techniques.map((technique) => ({
    ...technique,
    strengths: Object.fromEntries(
      livePaths(technique).map(({ name, path }): [string, Tensor] => [name, strengthOf(path)]),
    ),
  }));

/**
 * Some strengths changed, each checked against its range.
 * @throws UserError for a path that is no live strength of the run, or a value out of its range.
 */
export function changeStrengths(
  techniques: readonly Technique[],
  before: Strengths,
  changes: Strengths,
): Strengths {
  for (const [path, value] of Object.entries(changes)) {
    const technique = techniques.find((candidate) => livePaths(candidate).some((live) => live.path === path));
    const name = path.slice(path.lastIndexOf(".") + 1);
    const parameter = technique?.regularizer.params[name];
    if (!parameter)
      throw new UserError({
        where: path,
        got: "a strength that this run does not have",
        expected: `one of ${Object.keys(before).join(", ") || "no strengths: the run has no technique with one"}`,
      });
    if (!parameter.schema.safeParse(value).success)
      throw new UserError({
        where: path,
        got: String(value),
        expected: `a number from ${parameter.facts.min ?? "−∞"} to ${parameter.facts.max ?? "∞"}`,
      });
  }
  return { ...before, ...changes };
}
