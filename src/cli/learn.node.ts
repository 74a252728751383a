import { resolve } from "node:path";
import { counted, shellWord, UserError } from "../base/index.ts";
import { lineFigure, terminalPlot, toSvg } from "../draw/index.ts";
import { endsTraining, formatRecipe, type Recipe } from "../recipe/index.ts";
import { learnedFigure, learnedHeight, learnedHtml, learnedText } from "../report/index.ts";
import type { Axis } from "../search/index.ts";
import { writeWhole } from "../train/index.node.ts";
import { type Learned, learnedPaths, learnRecipe, type Planned } from "../worker/index.ts";
import { asAsked } from "./misuse.ts";
import { writeNew } from "./new-file.node.ts";
import { searchLines } from "./progress.node.ts";
import { exitCodes, outputSize, printJson, printText } from "./output.node.ts";

/** @throws UserError for strengths that lie on no scale of logarithms, or a list of values. */
export function checkLearned(axes: readonly Axis[], folds: number): void {
  const linear = axes.find(({ row }) => row.search.scale !== "log" || !row.isStrength);
  const listed = axes.find(({ isList }) => isList);
  if (linear)
    throw new UserError({
      where: "--learn",
      got: linear.path,
      expected:
        "the strength of a penalty, such as l2.lambda: only these are smooth enough to learn by gradient",
      hint: "Leave out --learn to try values of it",
    });
  if (listed)
    throw new UserError({
      where: "--learn",
      got: `a list of values for ${listed.path}`,
      expected: `a range in which it is to stay, such as ${listed.path}=${listed.row.search.from}..${listed.row.search.to}, or none`,
    });
  if (folds > 1)
    throw new UserError({
      where: "--folds",
      got: `${folds} folds with --learn`,
      expected: "no folds: one training learns the strengths from the validation part",
    });
}

/** A recipe that trains all its epochs, and which techniques of it would have ended them. */
export function ofAllEpochs(recipe: Recipe): { readonly whole: Recipe; readonly leftOut: readonly string[] } {
  const { regularizers } = recipe;
  return {
    whole: { ...recipe, regularizers: regularizers.filter((entry) => !endsTraining(entry)) },
    leftOut: regularizers.filter(endsTraining).map(({ use }) => use),
  };
}

async function write(folder: string, { recipe, ...learned }: Learned, baseFolder: string): Promise<void> {
  const paths = learnedPaths(folder);
  const content = { baseFolder: resolve(baseFolder), ...learned };
  await writeWhole(paths.result, `${JSON.stringify(content, null, 2)}\n`);
  await writeWhole(paths.recipe, formatRecipe(recipe));
  const size = { width: 640, height: learnedHeight(learned) };
  await writeWhole(paths.curve, toSvg(lineFigure(learnedFigure(learned), size)));
}

function print(
  learned: Learned,
  { folder, report, json }: Pick<LearnWork, "folder" | "report" | "json">,
): void {
  const { recipe: _, ...told } = learned;
  const paths = learnedPaths(folder);
  if (json) return printJson({ dir: folder, ...told });
  const { columns, color } = outputSize();
  const plot = terminalPlot(learnedFigure(learned), { columns: Math.min(100, columns), rows: 16, color });
  const files = [
    `Curve   ${paths.curve}`,
    ...(report === undefined ? [] : [`Report  ${report}`]),
    `Train   ockham train ${shellWord(paths.recipe)}`,
  ];
  printText([learnedText(learned), plot, files.join("\n")].join("\n\n"));
}

const tell = (line: string): boolean => process.stderr.write(`${line}\n`);

interface LearnWork {
  readonly recipe: Recipe;
  readonly isOwn: boolean;
  readonly axes: readonly Axis[];
  readonly folder: string;
  readonly baseFolder: string;
  readonly json: boolean | undefined;
  readonly report: string | undefined;
}

/** Learns strengths in one training; Ctrl-C ends it, and nothing is kept. */
export async function learnCommand(work: LearnWork): Promise<void> {
  const { recipe, isOwn, axes, folder, baseFolder, json, report } = work;
  const abort = new AbortController();
  const interrupt = (): void => abort.abort();
  process.on("SIGINT", interrupt);
  const { whole, leftOut } = ofAllEpochs(recipe);
  const data: string[] = [];
  let { name = "" } = recipe;
  try {
    const { signal } = abort;
    const onPlanned = (planned: Planned): void => {
      name ||= planned.data;
      data.push(...searchLines(planned, 1));
      if (leftOut.length > 0)
        data.push(
          `Left out   ${leftOut.join(", ")}: while strengths move, early epochs say little about later ones. All epochs are trained (--epochs)`,
        );
      data.push(`One training of ${counted(whole.epochs, "epoch")}, which learns the strengths`);
      data.forEach(tell);
    };
    const learned = await asAsked(isOwn, () =>
      learnRecipe(whole, { axes, folder, baseFolder, signal, onPlanned }),
    );
    if (learned) {
      await write(folder, learned, baseFolder);
      if (report !== undefined) await writeNew(report, learnedHtml({ name, data, learned }));
      return print(learned, work);
    }
    process.stderr.write("Stopped; nothing was kept.\n");
    if (json) printJson({ interrupted: { dir: folder } });
    process.exitCode = exitCodes.interrupted;
  } finally {
    process.off("SIGINT", interrupt);
  }
}
