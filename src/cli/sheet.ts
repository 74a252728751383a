import type { SourceDataset } from "../data/index.ts";
import { pictureOf, type Raster, toSvg } from "../draw/index.ts";

/** How many images of a class are shown. */
const shown = 16;

/** The first images of each class, class by class, as an SVG picture; nothing for what is no images of one channel. */
export function contactSheet({ name, inputs, targets }: SourceDataset): string | undefined {
  if (inputs.kind !== "image" || targets.kind !== "classes" || inputs.shape[0] !== 1) return undefined;
  const [, height = 1, width = 1] = inputs.shape;
  const size = width * height;
  const rasterOf = (row: number): Raster => ({
    width,
    height,
    values: Array.from(inputs.values.subarray(row * size, (row + 1) * size), (grey) => grey / 255),
  });
  const rows = targets.classes.flatMap((label, own) => {
    const members = Array.from(targets.labels.keys()).filter((row) => targets.labels[row] === own);
    return members.length > 0 ? { label, rasters: members.slice(0, shown).map(rasterOf) } : [];
  });
  return toSvg(pictureOf({ rasters: { title: name, ink: "grey", rows } }));
}
