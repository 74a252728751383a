import { availableParallelism } from "node:os";
import { resolve } from "node:path";
import { shellWord, UserError } from "../base/index.ts";
import {
  formatNumber,
  gridPicture,
  lineFigure,
  type LineFigure,
  type Picture,
  terminalPlot,
  toSvg,
} from "../draw/index.ts";
import {
  formatRecipe,
  overrideRecipe,
  parseRecipe,
  type Recipe,
  type RecipeInput,
  withRegularizers,
} from "../recipe/index.ts";
import { curveFigures, tunedGrid, tunedText } from "../report/index.ts";
import { type Axis, axisOf, type Tuned } from "../search/index.ts";
import { writeWhole } from "../train/index.node.ts";
import { freshRunFolder, tunePaths, tuneRecipe, type Way } from "../worker/index.ts";
import { checkLearned, learnCommand } from "./learn.node.ts";
import { asAsked, asMisuse } from "./misuse.ts";
import { exitCodes, outputSize, printJson, printText } from "./output.node.ts";
import { counted, searchLines, openCounter } from "./progress.node.ts";
import { readCommandLine, type RecipeFlags } from "./recipe-argument.node.ts";

interface TuneFlags {
  readonly over: readonly string[] | undefined;
  readonly points: number;
  readonly grid: readonly string[] | undefined;
  readonly folds: number;
  readonly extensions: number;
  readonly isRace: boolean;
  readonly isLearned: boolean;
  readonly processes: number | undefined;
  readonly out: string | undefined;
  readonly json: boolean | undefined;
  readonly recipe: RecipeFlags;
}

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

/** Several strengths in one flag: a comma before a letter stands between two of them. */
const overs = (given: readonly string[]): string[] =>
  given.flatMap((each) => each.split(/,\s*(?=\p{Letter})/u));

function axesOf({ over: given = [], points, grid = [] }: TuneFlags): Axis[] {
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
function withTechniques(recipe: Recipe, axes: readonly Axis[]): Recipe {
  const there = recipe.regularizers.map(({ use }) => use);
  const missing = axes.map(({ row }) => row.regularizer.id).filter((id) => !there.includes(id));
  if (missing.length === 0) return recipe;
  return parseRecipe(withRegularizers(recipe as unknown as RecipeInput, missing.join(",")), "command line");
}

/** The recipe with some strengths. */
const withStrengths = (recipe: Recipe, strengths: Readonly<Record<string, number>>): Recipe =>
  parseRecipe(
    overrideRecipe(
      recipe as unknown as RecipeInput,
      Object.entries(strengths).map(([path, value]) => `${path}=${value}`),
    ),
    "tune",
  );

interface Searched {
  readonly recipe: Recipe;
  readonly folds: number;
  readonly baseFolder: string;
}

/** The map of two strengths, or the curve of one, and where it goes. */
function pictureOf(tuned: Tuned, folds: number, folder: string): { path: string; picture: Picture } {
  const grid = tunedGrid(tuned);
  const { map, curve } = tunePaths(folder);
  if (grid) return { path: map, picture: gridPicture(grid) };
  const [figure] = curveFigures(tuned, folds) as [LineFigure];
  return { path: curve, picture: lineFigure(figure, { width: 640, height: 400 }) };
}

async function writeResults(
  folder: string,
  { recipe, folds, baseFolder }: Searched,
  tuned: Tuned,
): Promise<void> {
  const paths = tunePaths(folder);
  const { curve, edges, added } = tuned;
  const content = { baseFolder: resolve(baseFolder), folds, curve, edges, added };
  await writeWhole(paths.result, `${JSON.stringify(content, null, 2)}\n`);
  const { path, picture } = pictureOf(tuned, folds, folder);
  await writeWhole(path, toSvg(picture));
  const [best, simple] = [curve.points[curve.min], curve.points[curve.oneSe]];
  if (best) await writeWhole(paths.recipeMin, formatRecipe(withStrengths(recipe, best.strengths)));
  if (simple) await writeWhole(paths.recipeOneSe, formatRecipe(withStrengths(recipe, simple.strengths)));
}

function tellInterrupted(folder: string, json: boolean | undefined): void {
  process.stderr.write(`Stopped. The same command with --out ${shellWord(folder)} goes on.\n`);
  if (json) printJson({ interrupted: { dir: folder } });
  process.exitCode = exitCodes.interrupted;
}

function printTuned(
  tuned: Tuned,
  { folder, folds }: { folder: string; folds: number },
  json?: boolean,
): void {
  const paths = tunePaths(folder);
  const { points, min, oneSe } = tuned.curve;
  if (json)
    return printJson({
      dir: folder,
      folds,
      points,
      lambdaMin: points[min]?.strengths ?? null,
      lambda1se: points[oneSe]?.strengths ?? null,
      edges: tuned.edges,
    });
  const size = outputSize();
  const curves = tuned.axes.length === 1 ? curveFigures(tuned, folds) : [];
  const plots = curves.map((figure) =>
    terminalPlot(figure, { ...size, columns: Math.min(100, size.columns), rows: 16 }),
  );
  const files = [
    curves.length === 1 ? `Curve   ${paths.curve}` : `Map     ${paths.map}`,
    points[min] && `Train   ockham train ${shellWord(paths.recipeMin)}`,
    points[oneSe] && oneSe !== min && `or      ockham train ${shellWord(paths.recipeOneSe)}`,
  ];
  printText([tunedText(tuned, size), ...plots, files.filter(Boolean).join("\n")].join("\n\n"));
}

/** Says once how members are trained, where that had to be found out. */
function told(say: (sentence: string) => void): (way: Way) => void {
  let last: number | undefined;
  return ({ together, aloneMs, togetherMs }) => {
    if (togetherMs === undefined || aloneMs === undefined || together === last) return;
    last = together;
    const [joint, alone] = [togetherMs, aloneMs].map((ms) => formatNumber(1000 * ms, 2));
    say(
      together > 1
        ? `${together} strengths train at once: an update of each takes ${joint} µs, one after another ${alone} µs (measured here)`
        : `Strengths train one after another: an update takes ${alone} µs, at once ${joint} µs (measured here)`,
    );
  };
}

/** Chooses strengths by validation, with progress on standard error; Ctrl-C keeps what was trained. */
export async function tuneCommand(argument: string | undefined, flags: TuneFlags): Promise<void> {
  const { folds, extensions, isRace, json } = flags;
  const axes = await asMisuse(() => axesOf(flags));
  const { recipe: asked, baseFolder, isOwn } = await readCommandLine(argument, flags.recipe);
  const recipe = await asMisuse(() => withTechniques(asked, axes));
  const folder = flags.out ?? freshRunFolder(`tune ${recipe.name ?? recipe.data.source}`);
  if (flags.isLearned) {
    await asMisuse(() => checkLearned(axes, folds));
    return learnCommand({ recipe, isOwn, axes, folder, baseFolder, json });
  }
  const counter = openCounter("training");
  const abort = new AbortController();
  const interrupt = (): void => {
    counter.say("Stopping; what was trained is kept.");
    abort.abort();
  };
  process.on("SIGINT", interrupt);
  try {
    const tuned = await asAsked(isOwn, () =>
      tuneRecipe(recipe, {
        axes,
        folds,
        extensions,
        isRace,
        folder,
        baseFolder,
        processes: flags.processes ?? availableParallelism(),
        signal: abort.signal,
        onPlanned: (planned) => searchLines(planned, folds).forEach(counter.say),
        onWanted: counter.wanted,
        onStopped: (strengths, after, spared) => {
          counter.say(
            `${counted(strengths, "strength")} stopped after ${after} folds: out of reach of the best`,
          );
          counter.spare(spared);
        },
        onTrained: counter.done,
        onWay: told(counter.say),
      }),
    );
    counter.close();
    if (!tuned) return tellInterrupted(folder, json);
    await writeResults(folder, { recipe, folds, baseFolder }, tuned);
    printTuned(tuned, { folder, folds }, json);
  } finally {
    counter.close();
    process.off("SIGINT", interrupt);
  }
}
