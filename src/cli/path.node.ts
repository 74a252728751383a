import { wrapText } from "../derive/index.ts";
import { terminalPlot, toSvg } from "../draw/index.ts";
import { columnDeviations, crossValidateLonger, type Examples, twinColumns } from "../linear/index.ts";
import {
  comparisonText,
  linearHtml,
  type LinearInput,
  linearPicture,
  type PathTold,
  pathText,
  validationFigure,
} from "../report/index.ts";
import { asMisuse } from "./misuse.ts";
import { refuseThere, writeNew } from "./new-file.node.ts";
import { outputSize, printJson, printText } from "./output.node.ts";
import { type FittedPenalty, pathJson } from "./path-json.ts";
import { lambdasOf, penaltiesOf } from "./path-penalties.ts";
import {
  dataLines,
  foldOptions,
  foldsText,
  readTable,
  responseOf,
  type TableFlags,
} from "./path-table.node.ts";

interface PathFlags extends TableFlags {
  readonly penalty?: string | undefined;
  readonly alpha?: number | undefined;
  readonly lambda?: string | undefined;
  readonly svg?: string | undefined;
  readonly report?: string | undefined;
  readonly json?: boolean | undefined;
}

/** Columns that say the same, so that nobody reads meaning into which of them is chosen. */
function twinRemarks(examples: Examples): string[] {
  const pairs = twinColumns(examples).map(([a, b]) => `${examples.names?.[a]} and ${examples.names?.[b]}`);
  return pairs.length === 0
    ? []
    : [
        `Collinear, so how they share a coefficient says nothing: ${pairs.slice(0, 5).join("; ")}${pairs.length > 5 ? "; …" : ""}.`,
      ];
}

/** Fits the paths of a table and prints what cross-validation says of them. */
export async function pathCommand(file: string, flags: PathFlags): Promise<void> {
  const { svg, report, json, lambda } = flags;
  const asked = await asMisuse(() => ({
    lambdas: lambda === undefined ? undefined : lambdasOf(lambda),
    penalties: penaltiesOf(flags.penalty, flags.alpha),
  }));
  for (const path of [svg, report]) if (path !== undefined) await refuseThere(path);
  const table = await readTable(file, flags);
  const { dataset, examples } = table;
  const response = await asMisuse(() => responseOf(dataset, flags.family));
  const folds = foldOptions(table, flags);
  const models = asked.penalties.map(({ title, alpha }): FittedPenalty => {
    const options = { alpha, lambdas: asked.lambdas, exact: true, ...folds };
    return { title, alpha, validation: crossValidateLonger(examples, response, options) };
  });
  const told: PathTold = {
    rows: examples.rows,
    names: examples.names ?? [],
    deviations: columnDeviations(examples),
    classes: dataset.targets.kind === "classes" ? dataset.targets.classes : [],
  };
  const twins = twinRemarks(examples);
  const input: LinearInput = {
    name: dataset.name,
    models,
    told,
    examples,
    response,
    data: [
      ...dataLines(table, response),
      `Penalty   ${models.map(({ title }) => title).join(", ")}; ${foldsText(table, flags)}`,
    ],
    remarks: twins,
  };
  if (svg !== undefined) await writeNew(svg, toSvg(linearPicture(input)));
  if (report !== undefined) await writeNew(report, linearHtml(input));
  if (json) return printJson(pathJson(table, models, told, twins));
  const { columns, color } = outputSize();
  const [only] = models.length === 1 ? models : [];
  printText(
    [
      input.data.join("\n"),
      [
        only ? pathText(only.validation, told) : comparisonText(models, told),
        ...twins.map((sentence) => wrapText(sentence, 80)),
      ].join("\n"),
      ...models.map(({ validation, title }) =>
        terminalPlot(validationFigure(validation, title), {
          columns: Math.min(100, columns),
          rows: only ? 16 : 10,
          color,
        }),
      ),
      ...(svg === undefined ? [] : [`Picture   ${svg}`]),
      ...(report === undefined ? [] : [`Report    ${report}`]),
    ].join("\n\n"),
  );
}
