import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { IdxFiles, IdxPair } from "./idx-dataset.node.ts";

/** What the parts are called in the names of MNIST-style files. */
const prefixes = { free: /^train/i, validation: /^val/i, test: /^(t10k|test)/i };

/** The images and labels of one part, plain files before packed ones; nothing unless both are there. */
function pairOf(folder: string, files: readonly string[], prefix: RegExp): IdxPair | undefined {
  const find = (what: RegExp): string | undefined => {
    const names = files.filter((name) => prefix.test(name) && what.test(name));
    return names.toSorted((a, b) => a.length - b.length)[0];
  };
  const images = find(/images.*idx\d.*ubyte(\.gz)?$/i);
  const labels = find(/labels.*idx1.*ubyte(\.gz)?$/i);
  return images && labels ? { images: join(folder, images), labels: join(folder, labels) } : undefined;
}

/** The IDX files of a folder by their customary names, such as `train-images-idx3-ubyte.gz`; nothing when it has none. */
export async function findIdxFiles(folder: string): Promise<IdxFiles | undefined> {
  const files = await readdir(folder).catch(() => []);
  const free = pairOf(folder, files, prefixes.free);
  return (
    free && {
      free,
      validation: pairOf(folder, files, prefixes.validation),
      test: pairOf(folder, files, prefixes.test),
    }
  );
}
