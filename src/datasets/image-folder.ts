import { z } from "zod";
import { defineDataset, positiveParam } from "./define.ts";

const side = z.int().min(1).max(4096);

export const imageFolder = defineDataset({
  id: "image-folder",
  title: "Folder of images",
  summary:
    "Reads JPEG, PNG, WebP, GIF and TIFF images; the class of an image is the folder it lies in. Folders train, val and test are parts.",
  usual: { model: { preset: "cnn" } },
  params: {
    folder: z.string().min(1).meta({
      description:
        "The folder with one folder for each class; a relative path counts from the recipe's folder.",
    }),
    size: z
      .union([side, z.tuple([side, side])])
      .optional()
      .meta({
        description:
          "Height and width in pixels that images are brought to, or one number for both. When absent: the size of all images, or 64 where they differ.",
      }),
    fit: z.enum(["cover", "contain", "fill"]).default("cover").meta({
      description:
        "How images of other proportions get there: cut at the edges (cover), set on black (contain) or stretched (fill).",
    }),
    colour: z.enum(["auto", "rgb", "grey"]).default("auto").meta({
      description: "Whether pixels have three values or one; auto takes grey where all images are.",
    }),
    positive: positiveParam,
    test: z.string().min(1).optional().meta({
      description:
        "A folder with the images of the test part, a folder for each class, where they are not in a folder test.",
    }),
    unreadable: z.enum(["refuse", "skip"]).default("refuse").meta({
      description: "Whether a file that is no whole image ends the run, or is left out and counted.",
    }),
    memory: z.number().min(0).optional().meta({
      description:
        "How many megabytes of pixels stay in memory once they are decoded; beyond that, images are decoded anew in every epoch. When absent: a quarter of the machine's memory. It changes no result.",
    }),
  },
  load: async ({ folder, test, ...options }, { baseFolder }) => {
    const { readImageFolder, resolvePath } = await import("../data/index.node.ts");
    return readImageFolder(resolvePath(baseFolder, folder), {
      ...options,
      test: test && resolvePath(baseFolder, test),
    });
  },
  fromPath: async (path) => {
    const { looksLikeImages } = await import("../data/index.node.ts");
    return (await looksLikeImages(path)) ? { settings: { folder: path } } : undefined;
  },
});
