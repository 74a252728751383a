import type { VNode } from "preact";
import { gridPicture, lineFigure, type Picture } from "../draw/index.ts";
import type { Tuned } from "../search/index.ts";
import { apartColumns, apartRows, apartSentences, type Pair, weightSizesFigure } from "./apart.ts";
import { PictureFigure } from "./figures.tsx";
import {
  learnedColumns,
  learnedFigure,
  learnedHeight,
  learnedRows,
  learnedSentences,
  type LearnedTold,
} from "./learned.ts";
import { pageHtml } from "./page.tsx";
import { Part } from "./part.tsx";
import { Table } from "./table.tsx";
import { tunedSentences, tunedTable } from "./tuned.ts";
import { curveFigures, tunedGrid } from "./tuned-figures.ts";

/** What stands on every page about strengths. */
export interface StrengthsInput {
  readonly name: string;
  /** What was made of the data, and what was trained, a line each. */
  readonly data: readonly string[];
}

/** What a page about a search is made from. */
export interface TunedInput extends StrengthsInput {
  readonly tuned: Tuned;
  readonly folds: number;
}

const width = 560;

/** Two techniques searched apart. */
export interface ApartInput extends StrengthsInput {
  readonly pair: Pair;
  readonly folds: number;
}

const sameForAll =
  "Every strength was trained on the same rows, from the same initial weights, with the same batches.";

/** The map of two strengths and the curves of each. */
function picturesOf({ tuned, folds }: Pick<TunedInput, "tuned" | "folds">): Picture[] {
  const grid = tunedGrid(tuned);
  const curves = curveFigures(tuned, folds).map((figure) => lineFigure(figure, { width, height: 360 }));
  return [...(grid ? [gridPicture(grid)] : []), ...curves];
}

const Pictures = ({ pictures }: { readonly pictures: readonly Picture[] }): VNode => (
  <div class="figures">
    {pictures.map((picture) => (
      <PictureFigure picture={picture} />
    ))}
  </div>
);

const Data = ({ data }: Pick<StrengthsInput, "data">): VNode => (
  <Part title="What was trained">
    <pre>{data.join("\n")}</pre>
  </Part>
);

/** What was tried, both choices set apart. */
export function TunedStrengths({ tuned }: Pick<TunedInput, "tuned">): VNode {
  const { columns, rows } = tunedTable(tuned);
  const { min, oneSe } = tuned.curve;
  return (
    <Table
      caption="What was tried; the number after ± is one standard error"
      columns={columns}
      rows={rows.map(([header = "", ...cells], at) => ({
        header,
        cells,
        emphasized: at === min || at === oneSe,
      }))}
    />
  );
}

/** A search over strengths as one HTML document. Equal inputs give equal text. */
export const tunedHtml = (input: TunedInput): string =>
  pageHtml({
    title: `Strengths for ${input.name}`,
    opening: tunedSentences(input.tuned).map((sentence) => <p>{sentence}</p>),
    closing: sameForAll,
    children: (
      <>
        <Pictures pictures={picturesOf(input)} />
        <Part title="Strengths">
          <TunedStrengths tuned={input.tuned} />
        </Part>
        <Data data={input.data} />
      </>
    ),
  });

/** Two techniques searched apart as one HTML document. Equal inputs give equal text. */
export const apartHtml = ({ name, data, pair, folds }: ApartInput): string =>
  pageHtml({
    title: `${pair.map(({ title }) => title).join(" against ")} for ${name}`,
    opening: apartSentences(pair, folds).map((sentence) => <p>{sentence}</p>),
    closing: sameForAll,
    children: (
      <>
        <Table
          caption="The number after ± is one standard error"
          columns={apartColumns}
          rows={apartRows(pair).map(([header, ...cells]) => ({ header, cells }))}
        />
        <Pictures
          pictures={[
            lineFigure(weightSizesFigure(pair), { width, height: 360 }),
            ...pair.flatMap(({ tuned }) => picturesOf({ tuned, folds })),
          ]}
        />
        {pair.map(({ title, tuned }) => (
          <Part title={`Strengths of ${title}`}>
            <TunedStrengths tuned={tuned} />
          </Part>
        ))}
        <Data data={data} />
      </>
    ),
  });

/** A training that learned strengths as one HTML document. Equal inputs give equal text. */
export const learnedHtml = ({
  name,
  data,
  learned,
}: StrengthsInput & { readonly learned: LearnedTold }): string =>
  pageHtml({
    title: `Learned strengths for ${name}`,
    opening: learnedSentences(learned).map((sentence) => <p>{sentence}</p>),
    closing: "One training learned all strengths by their slopes of the validation loss.",
    children: (
      <>
        <Pictures
          pictures={[lineFigure(learnedFigure(learned), { width, height: learnedHeight(learned) })]}
        />
        <Part title="Strengths by layer">
          <Table
            caption="At the end is the value after the last update"
            columns={learnedColumns}
            rows={learnedRows(learned).map(([header, ...cells]) => ({ header, cells }))}
          />
        </Part>
        <Data data={data} />
      </>
    ),
  });
