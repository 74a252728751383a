import { z } from "zod";
import { UserError } from "../base/index.ts";
import type { IdxPair } from "../data/index.ts";
import { defineDataset } from "./define.ts";

const file = (what: string) =>
  z
    .string()
    .min(1)
    .meta({ description: `IDX file of the ${what}, plain or gzip.` });
const optionalFile = (what: string) =>
  z
    .string()
    .min(1)
    .optional()
    .meta({ description: `IDX file of the ${what}, plain or gzip.` });

export const idx = defineDataset({
  id: "idx",
  title: "IDX files",
  summary:
    "Reads images and labels in the format of MNIST. Without files of their own, validation and test are split off.",
  params: {
    images: file("images"),
    labels: file("labels"),
    validationImages: optionalFile("validation images"),
    validationLabels: optionalFile("validation labels"),
    testImages: optionalFile("test images"),
    testLabels: optionalFile("test labels"),
  },
  load: async (params, { baseFolder }) => {
    const { readIdxDataset, resolvePath } = await import("../data/index.node.ts");
    const absolute = ({ images, labels }: IdxPair): IdxPair => ({
      images: resolvePath(baseFolder, images),
      labels: resolvePath(baseFolder, labels),
    });
    const validation = pair("validation", params.validationImages, params.validationLabels);
    const test = pair("test", params.testImages, params.testLabels);
    return readIdxDataset(params.images, {
      free: absolute(params),
      validation: validation && absolute(validation),
      test: test && absolute(test),
    });
  },
  fromPath: async (path) => {
    const { findIdxFiles } = await import("../data/index.node.ts");
    const found = await findIdxFiles(path);
    if (!found) return undefined;
    const { free, validation, test } = found;
    return {
      settings: {
        ...free,
        ...(validation && { validationImages: validation.images, validationLabels: validation.labels }),
        ...(test && { testImages: test.images, testLabels: test.labels }),
      },
    };
  },
});

function pair(part: string, images: string | undefined, labels: string | undefined): IdxPair | undefined {
  if (images !== undefined && labels !== undefined) return { images, labels };
  if (images === labels) return undefined;
  const [present, absent] = images === undefined ? ["Labels", "Images"] : ["Images", "Labels"];
  throw new UserError({
    where: `data.${part}${present}`,
    got: `no ${part}${absent} beside it`,
    expected: "both files of a part, or none",
    hint: `Add ${part}${absent}`,
  });
}
