// The strengths that a search varies, from flags.
import { counted, UserError } from "../base/index.ts";
import { parseRecipe, type Recipe, type RecipeInput, withRegularizers } from "../recipe/index.ts";
import { type Axis, axisOf } from "../search/index.ts";

/** A range and how many values it has, as `--grid` gives them: `0.1:10:9`. */
function gridOf(text: string): { readonly range: string; readonly points: number } {
  const [low = "", high = "", points = "", ...more] = text.split(":");
  const isWhole = /^\d+$/.test(points) && Number(points) >= 2;
  if (more.length > 0 || !isWhole || [low, high].some((end) => end.trim() === ""))
    throw new UserError({
      where: "--grid",
      got: JSON.stringify(text),
      expected: "LO:HI:N, such as 0.1:10:9: a range and how many values it has, at least 2",
    });
  return { range: `${low}..${high}`, points: Number(points) };
}

function gridAxes(over: readonly string[], grids: readonly string[]): Axis[] {
  const named = over.find((each) => each.includes("="));
  if (grids.length !== over.length || named !== undefined)
    throw new UserError({
      where: "--grid",
      got: named === undefined ? counted(grids.length, "grid") : `a grid beside --over ${named}`,
      expected: `one for each --over NAME (${over.length}), which then names no values itself`,
    });
  return over.map((each, i) => {
    const { range, points } = gridOf(grids[i] as string);
    return axisOf(`${each}=${range}`, points);
  });
}

/** Several strengths in one flag: a comma before a name stands between two of them. */
const overs = (given: readonly string[]): string[] =>
  given.flatMap((each) => each.split(/,\s*(?!(?:nan|inf(?:inity)?)(?:,|$))(?=\p{Letter})/iu));

/** Which strengths vary, as flags say it. */
export interface AxisFlags {
  readonly over: readonly string[] | undefined;
  readonly points: number;
  readonly grid: readonly string[] | undefined;
}

/** @throws UserError for what is not one strength, or two different ones. */
export function axesOf({ over: given = [], points, grid = [] }: AxisFlags): Axis[] {
  const over = overs(given);
  const axes = grid.length > 0 ? gridAxes(over, grid) : over.map((each) => axisOf(each, points));
  const paths = axes.map(({ path }) => path);
  if (axes.length > 0 && axes.length <= 2 && new Set(paths).size === axes.length) return axes;
  throw new UserError({
    where: "--over",
    got: axes.length === 0 ? "nothing" : paths.join(", "),
    expected: "one strength, or two different ones, such as --over l2.lambda",
  });
}

/** A recipe that has the techniques whose strengths vary. */
export function withTechniques(recipe: Recipe, axes: readonly Axis[]): Recipe {
  const there = recipe.regularizers.map(({ use }) => use);
  const missing = axes.map(({ row }) => row.regularizer.id).filter((id) => !there.includes(id));
  if (missing.length === 0) return recipe;
  return parseRecipe(withRegularizers(recipe as unknown as RecipeInput, missing.join(",")), "command line");
}
