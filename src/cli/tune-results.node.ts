// What a search leaves in its folder, and prints.
import { resolve } from "node:path";
import { shellWord } from "../base/index.ts";
import {
  gridPicture,
  type LineFigure,
  lineFigure,
  type Picture,
  terminalPlot,
  toSvg,
} from "../draw/index.ts";
import { formatRecipe, overrideRecipe, parseRecipe, type Recipe, type RecipeInput } from "../recipe/index.ts";
import { curveFigures, tunedGrid, tunedText } from "../report/index.ts";
import type { Tuned } from "../search/index.ts";
import { writeWhole } from "../train/index.node.ts";
import { tunePaths } from "../worker/index.ts";
import { exitCodes, outputSize, printJson, printText } from "./output.node.ts";

/** The recipe with some strengths. */
export const withStrengths = (recipe: Recipe, strengths: Readonly<Record<string, number>>): Recipe =>
  parseRecipe(
    overrideRecipe(
      recipe as unknown as RecipeInput,
      Object.entries(strengths).map(([path, value]) => `${path}=${value}`),
    ),
    "tune",
  );

interface Asked {
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

export async function writeResults(
  folder: string,
  { recipe, folds, baseFolder }: Asked,
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

export function tellInterrupted(folder: string, json: boolean | undefined): void {
  process.stderr.write(`Stopped. The same command with --out ${shellWord(folder)} goes on.\n`);
  if (json) printJson({ interrupted: { dir: folder } });
  process.exitCode = exitCodes.interrupted;
}

/** A search as data. */
export const tunedJson = (
  { curve: { points, min, oneSe }, edges }: Tuned,
  folder: string,
  folds: number,
) => ({
  dir: folder,
  folds,
  points,
  lambdaMin: points[min]?.strengths ?? null,
  lambda1se: points[oneSe]?.strengths ?? null,
  edges,
});

/** How to train with what was chosen. */
export function trainLines({ curve: { points, min, oneSe } }: Tuned, folder: string): string[] {
  const { recipeMin, recipeOneSe } = tunePaths(folder);
  return [
    ...(points[min] ? [`Train   ockham train ${shellWord(recipeMin)}`] : []),
    ...(points[oneSe] && oneSe !== min ? [`or      ockham train ${shellWord(recipeOneSe)}`] : []),
  ];
}

export function printTuned(
  tuned: Tuned,
  { folder, folds, report }: { folder: string; folds: number; report: string | undefined },
  json?: boolean,
): void {
  if (json) return printJson(tunedJson(tuned, folder, folds));
  const paths = tunePaths(folder);
  const size = outputSize();
  const curves = tuned.axes.length === 1 ? curveFigures(tuned, folds) : [];
  const plots = curves.map((figure) =>
    terminalPlot(figure, { ...size, columns: Math.min(100, size.columns), rows: 16 }),
  );
  const files = [
    curves.length === 1 ? `Curve   ${paths.curve}` : `Map     ${paths.map}`,
    ...(report === undefined ? [] : [`Report  ${report}`]),
    ...trainLines(tuned, folder),
  ];
  printText([tunedText(tuned, size), ...plots, files.join("\n")].join("\n\n"));
}
