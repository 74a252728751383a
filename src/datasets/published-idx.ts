import { z } from "zod";
import { UserError } from "../base/index.ts";
import type { Published, SourceDataset } from "../data/index.ts";
import type { DatasetContext } from "./define.ts";

const names = {
  trainImages: "train-images-idx3-ubyte",
  trainLabels: "train-labels-idx1-ubyte",
  testImages: "t10k-images-idx3-ubyte",
  testLabels: "t10k-labels-idx1-ubyte",
} as const;

type Checksums = Readonly<Record<keyof typeof names, string>>;

/** The four packed files of a data set in the manner of MNIST, by their SHA-256. */
export const publishedFiles = (checksums: Checksums, of: "file" | "content"): Published["files"] =>
  Object.entries(names).map(([key, name]) => ({
    name: `${name}.gz`,
    sha256: checksums[key as keyof typeof names],
    of,
  }));

export const heldOut = z.enum(["test", "validation"]).default("test").meta({
  description: "Which part the 10,000 held-out images become.",
});

interface Asked {
  /** For people. */
  readonly title: string;
  readonly source: string;
  readonly folder: string;
  readonly part: "test" | "validation";
}

/** Reads such a data set from the first folder that has its files, plain or packed. */
export async function readPublished(
  { title, source, folder, part }: Asked,
  { dataFolders }: DatasetContext,
): Promise<SourceDataset> {
  const { findFile, readIdxDataset } = await import("../data/index.node.ts");
  const find = async (name: string): Promise<string> => {
    const found = await findFile(dataFolders, [`${folder}/${name}.gz`, `${folder}/${name}`]);
    if (found !== undefined) return found;
    throw new UserError({
      where: title,
      got: `no file ${folder}/${name} or ${folder}/${name}.gz in ${dataFolders.join(" or ") || "any folder (none is set)"}`,
      expected: `the four files ${Object.values(names).join(", ")}, plain or .gz, in a folder named ${folder}`,
      hint: `Set OCKHAM_DATA to the folder that holds ${folder}, or run "ockham data fetch ${source}"`,
    });
  };
  return readIdxDataset(title, {
    free: { images: await find(names.trainImages), labels: await find(names.trainLabels) },
    [part]: { images: await find(names.testImages), labels: await find(names.testLabels) },
  });
}
