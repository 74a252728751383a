// Predictions of a model file for images.
import { stat } from "node:fs/promises";
import { UserError } from "../base/index.ts";
import type { ImageForm } from "../data/index.ts";
import { imagesIn, readImage } from "../data/index.node.ts";
import { float32, uint8, type Value } from "../runtime/index.ts";
import { answersOf } from "./answers.node.ts";
import { type ModelFile, named, type Predictions } from "./model-file.node.ts";

/** How many images the model is asked about at once. */
const atOnce = 64;

/** An image alone, or those of a folder. */
async function filesOf(path: string): Promise<readonly string[]> {
  const found = await stat(path).catch((cause: unknown) => {
    throw new UserError(
      { where: path, got: "no such file or folder", expected: "an image, or a folder of images" },
      { cause },
    );
  });
  if (!found.isDirectory()) return [path];
  const files = await imagesIn(path);
  if (files.length > 0) return files;
  throw new UserError({
    where: path,
    got: "no file that is named as an image",
    expected: "an image, or a folder of images",
  });
}

async function pixelsOf(files: readonly string[], form: ImageForm): Promise<Value> {
  const { channels, height, width, white } = form;
  const values = new Uint8Array(files.length * channels * height * width);
  const images = await Promise.all(files.map((file) => readImage(file, form)));
  images.forEach((pixels, row) => values.set(pixels, row * pixels.length));
  const shape = [files.length, channels, height, width];
  return white === undefined
    ? uint8(values, shape)
    : float32(
        Float32Array.from(values, (value) => (value * white) / 255),
        shape,
      );
}

/** @throws UserError when there is no image, or one cannot be read. */
export async function predictImages(model: ModelFile, data: string): Promise<Predictions> {
  const form = JSON.parse(model.metadata["images"] ?? "{}") as ImageForm;
  if (form.channels !== 1 && form.channels !== 3)
    throw new UserError({
      where: model.path,
      got: `a model of images with ${form.channels} channels`,
      expected: "one of grey or colour images",
      hint: "Ask it through ONNX Runtime: the guide on the files of a run says what it takes",
    });
  const files = await filesOf(data);
  const rows = await answersOf(model, { rows: files.length, atOnce }, async ({ from, to }) => ({
    input: await pixelsOf(files.slice(from, to), form),
  }));
  return { ...named(model, rows), files };
}
