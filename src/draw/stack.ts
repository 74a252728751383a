import { noted } from "./noted.ts";
import type { Mark, Picture, Point } from "./picture.ts";

function moved(mark: Mark, [right, down]: Point): Mark {
  if (mark.shape === "line")
    return { ...mark, points: mark.points.map(([x, y]): Point => [x + right, y + down]) };
  if (mark.shape === "area")
    return {
      ...mark,
      points: mark.points.map(([x, low, high]) => [x + right, low + down, high + down] as const),
    };
  if (mark.shape === "boxes")
    return {
      ...mark,
      boxes: mark.boxes.map(([x, y, width, height]) => [x + right, y + down, width, height] as const),
    };
  return { ...mark, x: mark.x + right, y: mark.y + down };
}

const inWords = (pictures: readonly Picture[]): string =>
  pictures.map((picture) => `${picture.title}: ${picture.description}`).join(" ");

/** Pictures one below the other as one, each with its note. */
export function stack(title: string, pictures: readonly Picture[]): Picture {
  let height = 0;
  const parts = pictures.map(noted);
  const marks = parts.flatMap((picture) => {
    const own = picture.marks.map((mark) => moved(mark, [0, height]));
    height += picture.height;
    return own;
  });
  return {
    title,
    description: inWords(pictures),
    width: Math.max(0, ...parts.map(({ width }) => width)),
    height,
    marks,
  };
}

/** Pictures of one height beside each other as one; the note of the first stands under all. */
export function beside(title: string, pictures: readonly Picture[]): Picture {
  let width = 0;
  const marks = pictures.flatMap((picture) => {
    const own = picture.marks.map((mark) => moved(mark, [width, 0]));
    width += picture.width;
    return own;
  });
  const note = pictures[0]?.note;
  return {
    title,
    description: inWords(pictures),
    width,
    height: Math.max(0, ...pictures.map(({ height }) => height)),
    marks,
    ...(note !== undefined && { note }),
  };
}
