import { UserError } from "../base/index.ts";
import {
  describeRegularizer,
  drawRegularizer,
  regularizerData,
  regularizerList,
  regularizerTable,
  wrapText,
} from "../derive/index.ts";
import { type Drawing, drawingText, noteOf, pictureOf, toSvg } from "../draw/index.ts";
import { plainFormula } from "../report/index.ts";
import { asMisuse } from "./misuse.ts";
import { outputSize, print } from "./output.node.ts";

const pictureRows = 17;

/** The picture as text, with how to read it. */
function pictureText(drawing: Drawing, columns: number): string {
  const note = noteOf(drawing);
  const { color } = outputSize();
  const text = drawingText(drawing, { columns: Math.min(80, columns), rows: pictureRows, color });
  return note === undefined ? text : `${text}\n${wrapText(note, columns)}`;
}

/** Prints the table of all techniques. @throws Misuse for a picture of all of them. */
export async function listRegularizers(svg: string | undefined, json: boolean | undefined): Promise<void> {
  if (svg !== undefined)
    await asMisuse(() => {
      throw new UserError({
        where: "--svg",
        got: "no technique",
        expected: "the name of the one to draw, before it",
      });
    });
  print(json, regularizerList(), regularizerTable);
}

/** Prints the page of one technique with its picture, which `svg` names a file for. @throws Misuse for an unknown name. */
export async function explainRegularizer(
  name: string,
  svg: string | undefined,
  json: boolean | undefined,
): Promise<void> {
  const columns = Math.min(100, outputSize().columns);
  const page = await asMisuse(() => describeRegularizer(name, columns, plainFormula));
  if (json && svg === undefined) return print(json, regularizerData(name), () => page);
  const drawing = await drawRegularizer(name);
  if (svg !== undefined) {
    const { writeWhole } = await import("../train/index.node.ts");
    await writeWhole(svg, toSvg(pictureOf(drawing)));
  }
  print(json, regularizerData(name), () => `${page}\n${pictureText(drawing, columns)}\n`);
}
