// Two techniques, each searched with the other left out, and compared.
import { join, resolve } from "node:path";
import { UserError } from "../base/index.ts";
import { lineFigure, terminalPlot, toSvg } from "../draw/index.ts";
import type { Recipe } from "../recipe/index.ts";
import { apartDifference, apartHtml, apartText, type Pair, weightSizesFigure } from "../report/index.ts";
import type { Axis } from "../search/index.ts";
import { writeWhole } from "../train/index.node.ts";
import { asMisuse } from "./misuse.ts";
import { writeNew } from "./new-file.node.ts";
import { outputSize, printJson, printText } from "./output.node.ts";
import { tellInterrupted, trainLines, tunedJson, withStrengths, writeResults } from "./tune-results.node.ts";
import { search, type Search, type Searched } from "./tune-search.node.ts";

type Two = readonly [Axis, Axis];

const idOf = ({ row }: Axis): string => row.regularizer.id;

/** @throws UserError for what are not the strengths of two techniques that can be left out. */
export function apartAxes(axes: readonly Axis[]): Two {
  const [first, second, ...more] = axes;
  const isPair = first && second && more.length === 0 && idOf(first) !== idOf(second);
  if (!isPair)
    throw new UserError({
      where: "--apart",
      got: axes.map(({ path }) => path).join(" and "),
      expected: "the strengths of two techniques, such as --over l1,l2",
    });
  const always = [first, second].find(({ row }) => row.off === undefined);
  if (always)
    throw new UserError({
      where: "--apart",
      got: `${always.path}, which has no value at which ${idOf(always)} does nothing`,
      expected: "strengths that can be switched off, such as l1.lambda",
    });
  return [first, second];
}

/** A recipe with both techniques switched off: a search turns up one of them. */
export const bothOff = (recipe: Recipe, axes: Two): Recipe =>
  withStrengths(recipe, Object.fromEntries(axes.map(({ path, row }) => [path, row.off as number])));

interface ApartWork extends Omit<Search, "isTold"> {
  readonly report: string | undefined;
  readonly json: boolean | undefined;
}

async function searchEach(work: ApartWork, axes: Two): Promise<Searched[] | undefined> {
  const found: Searched[] = [];
  for (const axis of axes) {
    const folder = join(work.folder, idOf(axis));
    const searched = await search({ ...work, axes: [axis], folder, isTold: found.length === 0 });
    if (!searched) return undefined;
    const { recipe, folds, baseFolder } = work;
    await writeResults(folder, { recipe, folds, baseFolder }, searched.tuned);
    found.push(searched);
  }
  return found;
}

/** Searches each of two strengths with the other technique left out and compares; Ctrl-C keeps what was trained. */
export async function apartCommand(asked: ApartWork): Promise<void> {
  const { folder, folds, report, json, baseFolder } = asked;
  const axes = await asMisuse(() => apartAxes(asked.axes));
  const found = await searchEach({ ...asked, recipe: bothOff(asked.recipe, axes) }, axes);
  if (!found) return tellInterrupted(folder, json);
  const pair = found.map(({ tuned }, i) => ({ title: idOf(axes[i] as Axis), tuned })) as unknown as Pair;
  const { name = "", data = [] } = found[0] ?? {};
  const figure = weightSizesFigure(pair);
  const picture = join(folder, "weights.svg");
  const difference = apartDifference(pair) ?? null;
  await writeWhole(picture, toSvg(lineFigure(figure, { width: 640, height: 400 })));
  await writeWhole(
    join(folder, "apart.json"),
    `${JSON.stringify({ baseFolder: resolve(baseFolder), folds, difference }, null, 2)}\n`,
  );
  if (report !== undefined) await writeNew(report, apartHtml({ name, data, pair, folds }));
  const folders = pair.map(({ title }) => join(folder, title));
  if (json)
    return printJson({
      dir: folder,
      difference,
      apart: pair.map(({ tuned }, i) => tunedJson(tuned, folders[i] ?? "", folds)),
    });
  const size = outputSize();
  const files = [
    `Weights ${picture}`,
    ...(report === undefined ? [] : [`Report  ${report}`]),
    ...pair.flatMap(({ tuned }, i) => trainLines(tuned, folders[i] ?? "")),
  ];
  const plot = terminalPlot(figure, { ...size, columns: Math.min(100, size.columns), rows: 14 });
  printText([apartText(pair, folds), plot, files.join("\n")].join("\n\n"));
}
