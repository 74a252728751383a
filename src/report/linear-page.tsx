import type { VNode } from "preact";
import {
  beside,
  columnFormat,
  formatNumber,
  lineFigure,
  type Picture,
  planePicture,
  stack,
} from "../draw/index.ts";
import { coefficientsAt, type Examples, type Response } from "../linear/index.ts";
import { PictureFigure } from "./figures.tsx";
import { comparisonSentences, measureTitle, type PenaltyModel } from "./linear-comparison.ts";
import { coefficientFigure, coefficientName, type PathTold, validationFigure } from "./linear-figures.ts";
import { freedomFigure, ridgeDirections, shrinkageFigure } from "./linear-ridge.ts";
import { columnCounts, pathSentences } from "./linear-text.ts";
import { largestPair, weightFigure } from "./linear-weights.ts";
import { pageHtml } from "./page.tsx";
import { Part } from "./part.tsx";
import { Table } from "./table.tsx";

/** What a page about penalties is made from. */
export interface LinearInput {
  readonly name: string;
  readonly models: readonly PenaltyModel[];
  readonly told: PathTold;
  readonly examples: Examples;
  readonly response: Response;
  /** What was made of the file, a line each. */
  readonly data: readonly string[];
  /** What else to know, a sentence each. */
  readonly remarks: readonly string[];
}

const size = { width: 560, height: 360 };

/** Why a picture is not there, a sentence. */
const withoutFreedom = (family: Response["family"]): string =>
  `Effective degrees of freedom are not drawn: ${
    family === "multinomial"
      ? "for several classes no simple sum is known to hold"
      : "the table is too large for it"
  }.`;

/** All pictures of one penalty, and what to know of those that are not there. */
function picturesOf({ title, validation }: PenaltyModel, input: LinearInput) {
  const { told, examples, response, models } = input;
  const pair = largestPair(
    models.map((model) => model.validation),
    told,
  );
  const directions = ridgeDirections(validation, examples, response);
  const freedom = freedomFigure(validation, { directions, examples, response }, title);
  const lines = [
    coefficientFigure(validation.path, told, { validation, title }),
    validationFigure(validation, title),
    ...(freedom ? [freedom] : []),
    ...(directions ? [shrinkageFigure(validation, directions, title)] : []),
  ].map((figure) => lineFigure(figure, size));
  const plane =
    pair && planePicture(weightFigure(validation, title, { examples, response, told, pair }), size);
  return {
    pictures: [...lines.slice(0, 2), ...(plane ? [plane] : []), ...lines.slice(2)],
    missing: freedom ? [] : [withoutFreedom(response.family)],
  };
}

/** The pictures of penalties as one: a column for each. */
export function linearPicture(input: LinearInput): Picture {
  const title = `Linear path of ${input.name}`;
  const columns = input.models.map((model) => stack(model.title, picturesOf(model, input).pictures));
  return columns.length === 1 ? { ...(columns[0] as Picture), title } : beside(title, columns);
}

const ScoreRows = ({ models }: { readonly models: readonly PenaltyModel[] }): VNode => {
  const [first] = models as [PenaltyModel];
  const format = columnFormat(
    models.flatMap(({ validation: { means, best, simplest } }) => [
      means[best] as number,
      means[simplest] as number,
    ]),
  );
  return (
    <Table
      caption="At the chosen strengths"
      columns={["Penalty", "λ", "columns", "explained", `held-out ${measureTitle(first.validation)}`]}
      rows={models.flatMap(({ title, validation }) => {
        const { path, best, simplest, means, standardErrors } = validation;
        const counts = columnCounts(path);
        return [
          { at: "λmin", step: best },
          { at: "λ1se", step: simplest },
        ].map(({ at, step }) => ({
          header: `${title}, ${at}`,
          cells: [
            formatNumber(path.lambdas[step] as number, 4),
            `${counts[step]} of ${path.columns}`,
            `${(100 * Math.max(0, path.devianceRatios[step] as number)).toFixed(1)} %`,
            `${format(means[step] as number)} ± ${formatNumber(standardErrors[step] as number, 2)}`,
          ],
        }));
      })}
    />
  );
};

/** More coefficients than this are for `--json`. */
const mostRows = 200;

const Coefficients = ({ models, told }: LinearInput): VNode => {
  const shown = models.flatMap(({ title, validation: { path, lambdaMin, lambda1se } }) => [
    { title: `${title}, λmin`, path, ...coefficientsAt(path, lambdaMin) },
    { title: `${title}, λ1se`, path, ...coefficientsAt(path, lambda1se) },
  ]);
  const { path } = shown[0] as (typeof shown)[number];
  const sizes = Array.from(
    { length: path.outputs * path.columns },
    (_, at) =>
      Math.max(...shown.map(({ coefficients }) => Math.abs(coefficients[at] as number))) *
      (told.deviations[at % path.columns] as number),
  );
  const there = Array.from(sizes.keys())
    .filter((at) => (sizes[at] as number) > 0)
    .toSorted((a, b) => (sizes[b] as number) - (sizes[a] as number));
  const text = (value: number): string => (value === 0 ? "·" : formatNumber(value, 4));
  const more = there.length - mostRows;
  return (
    <>
      <Table
        caption="Coefficients of the columns as they are, the largest by their standard deviations first"
        columns={["Column", ...shown.map(({ title }) => title)]}
        rows={[
          ...Array.from({ length: path.outputs }, (_, output) => ({
            header: `${path.outputs === 1 ? "" : `${told.classes[output]}: `}intercept`,
            cells: shown.map(({ intercepts }) => text(intercepts[output] as number)),
          })),
          ...there.slice(0, mostRows).map((at) => ({
            header: coefficientName(
              { output: Math.floor(at / path.columns), column: at % path.columns },
              path,
              told,
            ),
            cells: shown.map(({ coefficients }) => text(coefficients[at] as number)),
          })),
        ]}
      />
      {more > 0 ? <p>… and {more} smaller ones.</p> : null}
    </>
  );
};

/** The paths of penalties as one HTML document. Equal inputs give equal text. */
export function linearHtml(input: LinearInput): string {
  const { models, name, told, data, remarks } = input;
  const [only] = models.length === 1 ? models : [];
  const sentences = only ? pathSentences(only.validation, told) : comparisonSentences(models, told);
  return pageHtml({
    title: `Linear models of ${name}`,
    opening: [...sentences, ...remarks].map((sentence) => <p>{sentence}</p>),
    closing:
      "The error at a chosen λ flatters it a little, as the same rows chose it. Coefficients are shrunk on purpose, so no standard errors belong to them.",
    children: (
      <>
        <ScoreRows models={models} />
        {models.map((model) => {
          const { pictures, missing } = picturesOf(model, input);
          return (
            <Part title={model.title}>
              <div class="figures">
                {pictures.map((picture) => (
                  <PictureFigure picture={picture} />
                ))}
              </div>
              {missing.map((sentence) => (
                <p>{sentence}</p>
              ))}
            </Part>
          );
        })}
        <Part title="Coefficients">
          <Coefficients {...input} />
        </Part>
        <Part title="The data">
          <pre>{data.join("\n")}</pre>
        </Part>
      </>
    ),
  });
}
