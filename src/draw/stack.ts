import type { Mark, Picture, Point } from "./picture.ts";

const lowered = ([x, y]: Point, by: number): Point => [x, y + by];

function moved(mark: Mark, by: number): Mark {
  if (mark.shape === "line") return { ...mark, points: mark.points.map((point) => lowered(point, by)) };
  if (mark.shape === "area")
    return { ...mark, points: mark.points.map(([x, low, high]) => [x, low + by, high + by] as const) };
  if (mark.shape === "boxes")
    return { ...mark, boxes: mark.boxes.map(([x, y, width, height]) => [x, y + by, width, height] as const) };
  return { ...mark, y: mark.y + by };
}

/** Pictures one below the other, as one. */
export function stack(title: string, pictures: readonly Picture[]): Picture {
  let height = 0;
  const marks = pictures.flatMap((picture) => {
    const own = picture.marks.map((mark) => moved(mark, height));
    height += picture.height;
    return own;
  });
  const description = pictures.map((picture) => `${picture.title}: ${picture.description}`).join(" ");
  return { title, description, width: Math.max(0, ...pictures.map(({ width }) => width)), height, marks };
}
