import { z } from "zod";
import { UserError } from "../base/index.ts";
import { defineDataset } from "./define.ts";

const files = {
  trainImages: "train-images-idx3-ubyte",
  trainLabels: "train-labels-idx1-ubyte",
  testImages: "t10k-images-idx3-ubyte",
  testLabels: "t10k-labels-idx1-ubyte",
} as const;

export const mnist = defineDataset({
  id: "mnist",
  title: "MNIST",
  summary:
    "60,000 handwritten digits and 10,000 held-out ones, 28 × 28 grey (LeCun, Cortes and Burges 1998).",
  params: {
    heldOut: z.enum(["test", "validation"]).default("test").meta({
      description: "Which part the 10,000 held-out images become.",
    }),
  },
  load: async ({ heldOut }, { dataFolders }) => {
    const { findFile, readIdxDataset } = await import("../data/index.node.ts");
    const find = async (name: string): Promise<string> => {
      const names = [`mnist/${name}.gz`, `mnist/${name}`];
      return (await findFile(dataFolders, names)) ?? missing(name, dataFolders);
    };
    return readIdxDataset("MNIST", {
      free: { images: await find(files.trainImages), labels: await find(files.trainLabels) },
      [heldOut]: { images: await find(files.testImages), labels: await find(files.testLabels) },
    });
  },
});

function missing(name: string, folders: readonly string[]): never {
  throw new UserError({
    where: "MNIST",
    got: `no file mnist/${name} or mnist/${name}.gz in ${folders.join(" or ") || "any folder (none is set)"}`,
    expected: `the four files ${Object.values(files).join(", ")}, plain or .gz, in a folder named mnist`,
    hint: "Set OCKHAM_DATA to the folder that holds mnist",
  });
}
