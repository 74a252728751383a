import type { VNode } from "preact";
import {
  contourLines,
  heatPicture,
  type HeatFigure,
  type PlaneFigure,
  type PlaneItem,
  pictureOf,
  planePicture,
  type RasterFigure,
} from "../draw/index.ts";
import type { WeightStory } from "../train/index.ts";
import { PictureFigure } from "./figures.tsx";
import { Part } from "./part.tsx";
import { minimumPath, valueIn } from "./slice-path.ts";
import { levelsOf, readWeightSpace, refined } from "./weight-space.ts";

/** More epochs than this are not told apart in a picture. */
const mostColumns = 60;
/** So many parameters are shown: the first ones and the last ones. */
const mostParameters = 8;

/** The histograms of one parameter over the epochs. */
export function histogramFigure({ records }: WeightStory, name: string): HeatFigure {
  const every = Math.ceil(records.length / mostColumns);
  const columns = records
    .filter((_, i) => i % every === 0)
    .flatMap(({ epoch, histograms: { [name]: histogram } }) =>
      histogram ? [{ x: epoch, ...histogram }] : [],
    );
  return {
    title: `Weights of ${name}`,
    xLabel: "epoch",
    yLabel: "value of the weight",
    columns,
    note: "The darker, the more weights have that value after that epoch. Where the band widens weights grow; where it narrows around 0 they shrink, as under a penalty.",
  };
}

const channelNames = ["red", "green", "blue"] as const;

/** The first layer's filters as images. */
export function filterFigure({
  width,
  height,
  channels,
  shown,
  units,
  name,
}: NonNullable<WeightStory["filters"]>): RasterFigure {
  const [perRow, cell] = width > 12 ? [8, 2] : [16, 9];
  const lines = Array.from({ length: Math.ceil(shown.length / perRow) }, (_, i) =>
    shown.slice(i * perRow, (i + 1) * perRow),
  );
  const size = width * height;
  return {
    title: `What the first layer looks for (${name})`,
    ink: "signed",
    cell,
    rows: lines.flatMap((line, row) =>
      Array.from({ length: channels }, (_, channel) => ({
        label: `${channels === 3 ? channelNames[channel] : channels > 1 ? `channel ${channel + 1}` : row === 0 ? "the largest first" : ""}`,
        rasters: line.map(({ unit, values }) => ({
          width,
          height,
          values: values.slice(channel * size, (channel + 1) * size),
          ...(channel === channels - 1 && { caption: String(unit + 1) }),
        })),
      })),
    ),
    note: `Each square is a unit: pixels in blue excite it, those in orange inhibit it. Patterns are features that were learned; speckle is what is left of the random start, or was fitted to single images.${
      shown.length < units ? ` ${shown.length} of ${units} units are shown.` : ""
    }`,
  };
}

/** The loss over two weights of a trained network. */
export function sliceFigure(slice: NonNullable<WeightStory["slice"]>): PlaneFigure {
  const { names, losses, penalties, kept, way, rows, followed } = slice;
  const field = refined(losses);
  const isPenalized = new Set(penalties.values).size > 1;
  const minima = minimumPath(losses, (x, y) => (isPenalized ? valueIn(penalties, x, y) : x * x + y * y));
  const shapes = contourLines(penalties, [kept.penalty]).map(
    (points): PlaneItem => ({
      name: "penalty as at the kept weights",
      role: "validation",
      kind: "path",
      points,
    }),
  );
  return {
    title: "Weight space",
    xLabel: names[0],
    yLabel: names[1],
    field,
    levels: levelsOf(field, kept.loss),
    fieldName: "training loss, others as kept",
    items: [
      ...shapes,
      {
        name: `minimum as ${isPenalized ? "the" : "an L2"} penalty grows`,
        role: "other",
        kind: "path",
        points: minima,
        dash: [4, 3],
      },
      { name: "training, epoch by epoch", role: "train", kind: "path", points: way },
      { name: "kept", role: "test", kind: "place", points: [kept.place] },
    ],
    note: `${
      shapes.length > 0
        ? `${readWeightSpace} Where they cross at the kept weights, training has not come to that.`
        : "Along a contour the loss is the same."
    } The dashed line is where the minimum of this slice goes as ${isPenalized ? "the penalty" : "an L2 penalty"} grows from none, all other weights as they are. The blue line is how training went; the contours are those of its end, of ${rows.toLocaleString("en-US")} training rows, over the two largest weights of ${followed} that were followed.`,
  };
}

/** What the weights did and became, in pictures. */
export function WeightPictures({ story }: { readonly story: WeightStory | undefined }): VNode | null {
  const names = Object.keys(story?.records[0]?.histograms ?? {});
  if (!story || names.length === 0) return null;
  const half = mostParameters / 2;
  const shown = names.length > mostParameters ? [...names.slice(0, half), ...names.slice(-half)] : names;
  return (
    <Part title="The weights">
      <div class="figures">
        {story.slice ? <PictureFigure picture={planePicture(sliceFigure(story.slice))} /> : null}
        {story.filters ? (
          <PictureFigure picture={pictureOf({ rasters: filterFigure(story.filters) })} />
        ) : null}
        {shown.map((name, i) => (
          <PictureFigure picture={heatPicture(histogramFigure(story, name))} captioned={i === 0} />
        ))}
      </div>
      {shown.length < names.length ? (
        <p>
          The first and the last {half} of {names.length} parameters are shown.
        </p>
      ) : null}
    </Part>
  );
}
