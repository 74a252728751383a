import { sizes, widthOf } from "./layout.ts";
import type { Mark, Picture } from "./picture.ts";

const [margin, lineHeight] = [10, 16] as const;
/** Narrower pictures get room for their note. */
const leastWidth = 360;

/** Words in lines that are no wider than `width` pixels. */
function linesOf(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const longer = `${lines.at(-1) ?? ""} ${word}`;
    if (lines.length > 0 && widthOf(longer, sizes.tick) <= width) lines.push(`${lines.pop()} ${word}`);
    else lines.push(word);
  }
  return lines;
}

/** The picture with its note under it, for where nothing stands around it. */
export function noted({ note, ...picture }: Picture): Picture {
  if (note === undefined) return picture;
  const width = Math.max(picture.width, leastWidth);
  const lines = linesOf(note, width - 2 * margin);
  const texts = lines.map(
    (text, i): Mark => ({
      shape: "text",
      role: "muted",
      x: margin,
      y: picture.height + 6 + (i + 1) * lineHeight,
      text,
      size: sizes.tick,
      anchor: "start",
    }),
  );
  return {
    ...picture,
    width,
    height: picture.height + lines.length * lineHeight + 22,
    marks: [...picture.marks, ...texts],
  };
}
