import { UserError } from "../base/index.ts";
import { columnsFacts, type Dataset, leftOutReasons, rowStreamOf, toNumbers } from "../data/index.ts";
import { formatNumber, lineFigure, stack, terminalPlot, toSvg } from "../draw/index.ts";
import {
  coefficientsAt,
  crossValidatePath,
  type CrossValidation,
  type Examples,
  type Family,
  type Response,
  twinColumns,
} from "../linear/index.ts";
import {
  coefficientFigure,
  columnCounts,
  pathRemarks,
  type PathTold,
  pathText,
  validationFigure,
} from "../report/index.ts";
import { loadData } from "../train/index.node.ts";
import { dataFolders } from "../worker/index.ts";
import { asMisuse } from "./misuse.ts";
import { writeNew } from "./new-file.node.ts";
import { outputSize, printJson, printText } from "./output.node.ts";
import { readCommandLine } from "./recipe-argument.node.ts";

interface PathFlags {
  readonly target?: string | undefined;
  readonly alpha: number;
  readonly family?: Family | undefined;
  readonly folds: number;
  readonly lambda?: string | undefined;
  readonly weights?: string | undefined;
  readonly ignore?: string | undefined;
  readonly seed: number;
  readonly svg?: string | undefined;
  readonly json?: boolean | undefined;
}

/** @throws UserError for what is no list of numbers. */
function lambdasOf(text: string): number[] {
  return text.split(",").map((part) => {
    const value = Number(part);
    if (part.trim() !== "" && Number.isFinite(value) && value >= 0) return value;
    throw new UserError({
      where: "--lambda",
      got: JSON.stringify(part.trim()),
      expected: "strengths of at least 0, separated by commas",
    });
  });
}

/** @throws UserError for data that is no table in memory. */
async function readTable(file: string, flags: PathFlags): Promise<Dataset> {
  const { target, weights, ignore, family, seed } = flags;
  const task = family && (family === "gaussian" ? "regression" : "classification");
  const asked = await readCommandLine(file, { target, weights, ignore, task, seed });
  const source = await loadData(asked.recipe, { baseFolder: asked.baseFolder, dataFolders: dataFolders() });
  const dataset = toNumbers(
    source,
    Int32Array.from({ length: source.rows }, (_, row) => row),
  );
  const { inputs } = dataset;
  const got =
    inputs.kind !== "table"
      ? `a data set of ${inputs.kind}s`
      : rowStreamOf(inputs) && "a table too large for memory";
  if (got) throw new UserError({ where: file, got, expected: "a table that fits into memory" });
  return dataset;
}

/** @throws UserError where the family that is asked for does not go with the target. */
function responseOf({ targets, name }: Dataset, family: Family | undefined): Response {
  if (targets.kind === "numbers") return { family: "gaussian", values: targets.values };
  const { labels, classes } = targets;
  if (family === "binomial" && classes.length !== 2)
    throw new UserError({
      where: "--family",
      got: `binomial for the ${classes.length} classes of ${name}`,
      expected: "two classes",
      hint: "multinomial takes several",
    });
  return {
    family: family === "multinomial" || classes.length > 2 ? "multinomial" : "binomial",
    labels,
    classes,
  };
}

function examplesOf({ inputs, rows, weights }: Dataset): Examples {
  if (inputs.kind !== "table") throw new TypeError("examples of what is no table");
  const { values, shape, columns = [] } = inputs;
  return { rows, columns: shape[0] as number, values: Float32Array.from(values), names: columns, weights };
}

/** `[columns]`. */
function deviationsOf({ rows, columns, values }: Examples): Float64Array {
  return Float64Array.from({ length: columns }, (_, column) => {
    let [sum, squares] = [0, 0];
    for (let row = 0; row < rows; row++) sum += values[row * columns + column] as number;
    for (let row = 0; row < rows; row++)
      squares += ((values[row * columns + column] as number) - sum / rows) ** 2;
    return Math.sqrt(squares / rows);
  });
}

/** Several phrases under one heading; nothing where there are none. */
const headed = (heading: string, phrases: readonly string[], separator = ", "): string[] =>
  phrases.length === 0 ? [] : [`${heading.padEnd(10)}${phrases.join(separator)}`];

function readingLines({ table, reading, notes = [] }: Dataset): string[] {
  const phrases = [...(table?.form ?? []), ...(reading === undefined ? [] : [reading]), ...notes];
  return headed("Read as", phrases, "; ");
}

function columnLines(dataset: Dataset): string[] {
  const { inputs } = dataset;
  const by = inputs.kind === "table" ? inputs.encoded?.by : undefined;
  const { columns = [], leftOut = [] } = by ?? {};
  const gaps = columnsFacts(dataset)?.gaps ?? 0;
  return [
    ...headed(
      "One-hot",
      columns.filter(({ kind }) => kind === "levels").map(({ name }) => name),
    ),
    ...headed("Gaps", gaps > 0 ? [`${gaps}, filled with medians or a level of their own`] : []),
    ...headed(
      "Left out",
      leftOut.map(({ name, why }) => `${name} (${leftOutReasons[why]})`),
    ),
  ];
}

/** What was made of the file, a line each. */
function dataLines(dataset: Dataset, { family }: Response): string[] {
  const { inputs, targets, target, name, rows } = dataset;
  const kinds = targets.kind === "numbers" ? "numbers" : `classes ${targets.classes.slice(0, 8).join(", ")}`;
  const count = `${rows.toLocaleString("en-US")} rows; ${inputs.shape[0]} columns to learn from`;
  return [
    ...headed("Data", [name, count]),
    ...readingLines(dataset),
    ...columnLines(dataset),
    ...headed("Target", [`${target?.name ?? ""}: ${kinds}${target ? ` (${target.why})` : ""}; ${family}`]),
  ];
}

function asJson(dataset: Dataset, validation: CrossValidation, remarks: readonly string[]) {
  const { path, means, standardErrors, measure, folds, lambdaMin, lambda1se } = validation;
  const { names = [] } = examplesOf(dataset);
  const counts = columnCounts(path);
  const at = (lambda: number) => {
    const { intercepts, coefficients } = coefficientsAt(path, lambda);
    const outputs = Array.from(intercepts, (intercept, output) => ({
      intercept,
      coefficients: Array.from(coefficients.subarray(output * path.columns, (output + 1) * path.columns)),
    }));
    return { lambda, outputs };
  };
  return {
    data: { name: dataset.name, rows: dataset.rows, columns: names, target: dataset.target?.name ?? null },
    family: path.family,
    classes: dataset.targets.kind === "classes" ? dataset.targets.classes : null,
    alpha: path.alpha,
    folds,
    measure,
    path: Array.from(path.lambdas, (lambda, i) => ({
      lambda,
      columns: counts[i],
      devianceRatio: path.devianceRatios[i],
      mean: means[i],
      standardError: standardErrors[i],
    })),
    ending: path.ending,
    lambdaMin: at(lambdaMin),
    lambda1se: at(lambda1se),
    isAtEdge: validation.isAtEdge,
    remarks,
  };
}

/** Columns that say the same, so that nobody reads meaning into which of them is chosen. */
function twinRemarks(examples: Examples): string[] {
  const pairs = twinColumns(examples).map(([a, b]) => `${examples.names?.[a]} and ${examples.names?.[b]}`);
  return pairs.length === 0
    ? []
    : [
        `Collinear, so which of them has the coefficient says nothing: ${pairs.slice(0, 5).join("; ")}${pairs.length > 5 ? "; …" : ""}.`,
      ];
}

/** Fits the path of a table and prints what cross-validation says of it. */
export async function pathCommand(file: string, flags: PathFlags): Promise<void> {
  const { alpha, folds, seed, svg, json, lambda } = flags;
  const lambdas = await asMisuse(() => (lambda === undefined ? undefined : lambdasOf(lambda)));
  const dataset = await readTable(file, flags);
  const response = await asMisuse(() => responseOf(dataset, flags.family));
  const examples = examplesOf(dataset);
  const validation = crossValidatePath(examples, response, { alpha, lambdas, folds, seed });
  const { path } = validation;
  const told: PathTold = {
    names: examples.names ?? [],
    deviations: deviationsOf(examples),
    classes: dataset.targets.kind === "classes" ? dataset.targets.classes : [],
  };
  const twins = twinRemarks(examples);
  const figure = validationFigure(validation);
  if (svg !== undefined) {
    const size = { width: 640, height: 400 };
    const pictures = [coefficientFigure(path, told, validation), figure].map((each) =>
      lineFigure(each, size),
    );
    await writeNew(svg, toSvg(stack(`Linear path of ${dataset.name}`, pictures)));
  }
  if (json) return printJson(asJson(dataset, validation, [...pathRemarks(path, told, validation), ...twins]));
  const { columns, color } = outputSize();
  const model =
    alpha === 1 ? "lasso" : alpha === 0 ? "ridge regression" : `elastic net, α ${formatNumber(alpha)}`;
  printText(
    [
      [...dataLines(dataset, response), `Model     ${model}; ${folds} folds, seed ${seed}`].join("\n"),
      [pathText(validation, told), ...twins].join("\n"),
      terminalPlot(figure, { columns: Math.min(100, columns), rows: 16, color }),
      ...(svg === undefined ? [] : [`Picture   ${svg}`]),
    ].join("\n\n"),
  );
}
