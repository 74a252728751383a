import { z } from "zod";
import { defineDataset } from "./define.ts";

export const cifar = defineDataset({
  id: "cifar",
  title: "CIFAR-10",
  summary:
    "Reads 32 × 32 colour images from a folder in CIFAR-10's binary form, plain or gzip; test_batch.bin is the test part.",
  params: {
    folder: z.string().min(1).meta({
      description:
        "The folder with data_batch_1.bin and so on; a relative path counts from the recipe's folder.",
    }),
  },
  load: async ({ folder }, { baseFolder }) => {
    const { readCifar, resolvePath } = await import("../data/index.node.ts");
    return readCifar(resolvePath(baseFolder, folder));
  },
  fromPath: async (path) => {
    const { findCifarFiles } = await import("../data/index.node.ts");
    return (await findCifarFiles(path)) && { settings: { folder: path } };
  },
});
