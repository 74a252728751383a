// Damaged files of every format: always a value, or one sentence that names the file.
import { readFileSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { npyFile } from "../../test/npy-files.ts";
import { columnsOfJson, csv, jsonLines, texts, written } from "../../test/text-files.ts";
import { stream, type Stream, UserError } from "../base/index.ts";
import { readCifar } from "./cifar.node.ts";
import { readIdxDataset } from "./idx-dataset.node.ts";
import { readImage } from "./image-file.node.ts";
import { readImageFolder } from "./image-folder.node.ts";
import { readArrays, readInputArray } from "./npy/dataset.node.ts";
import { readGivenColumns } from "./table-given.node.ts";
import { readTableFiles } from "./table-parts.node.ts";
import { withDuckDb } from "./table.node.ts";
import { readTextColumn, readTextColumns } from "./text-table.node.ts";
import { readText } from "./text.node.ts";

/** How many damaged files of each format are read; `npm run fuzz` sets more. */
const rounds = Number(process.env["OCKHAM_FUZZ"] ?? 0);
const seed = Number(process.env["OCKHAM_FUZZ_SEED"] ?? 1);

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "ockham-fuzz-"));
});
afterAll(() => rm(folder, { recursive: true }));

/** A file format: how a whole file looks, and how it is read. */
interface Format {
  readonly name: string;
  readonly file: string;
  readonly whole: () => Promise<Uint8Array> | Uint8Array;
  readonly read: (path: string) => Promise<unknown>;
  /** The readers that it goes through, by their names. */
  readonly readers: readonly string[];
  /** How many damaged files are read in a usual run of the tests. */
  readonly usual: number;
}

async function parquet(): Promise<Uint8Array> {
  const path = join(folder, "whole.parquet");
  await withDuckDb((connection) =>
    connection.run(
      `COPY (SELECT i AS a, i / 8 AS b, 'nö ' || i % 5 AS note, i % 2 AS y FROM range(500) t(i)) TO '${path}' (FORMAT parquet)`,
    ),
  );
  return readFile(path);
}

function idx(shape: readonly number[]): Buffer {
  const header = Buffer.alloc(4 + 4 * shape.length);
  header.set([0, 0, 8, shape.length]);
  shape.forEach((side, axis) => header.writeUInt32BE(side, 4 + 4 * axis));
  const values = Buffer.alloc(shape.reduce((size, side) => size * side, 1));
  values.forEach((_, i) => (values[i] = i % 3));
  return Buffer.concat([header, values]);
}

const idxReaders = ["readIdxDataset", "readIdx"];

async function readImages(images: string): Promise<unknown> {
  const labels = join(folder, "labels");
  await writeFile(labels, idx([20]));
  return readIdxDataset("images", { free: { images, labels } });
}

const numpy = JSON.parse(readFileSync("test/golden/npy.json", "utf8")) as {
  readonly archives: Readonly<Record<string, string>>;
};
const archive = (name: string): Buffer => Buffer.from(numpy.archives[name] ?? "", "base64");

async function readArrayFile(path: string): Promise<unknown> {
  const labels = join(folder, "labels.npy");
  await writeFile(
    labels,
    npyFile(
      [20],
      Int32Array.from({ length: 20 }, (_, i) => i % 3),
    ),
  );
  await readArrays(path, { labels });
  return readInputArray(path, {});
}

/** As for training, and then as for predictions. */
async function table(path: string): Promise<unknown> {
  await readTableFiles(path, { target: "y" });
  return readGivenColumns(path, [{ name: "note", kind: "levels" }]);
}
const tableReaders = ["readTableFiles", "readGivenColumns"];

const png = (): Promise<Uint8Array> =>
  sharp(Buffer.alloc(12 * 12 * 3, 90), { raw: { width: 12, height: 12, channels: 3 } })
    .png()
    .toBuffer();

/** A folder of images of which one is damaged. */
async function readPhotos(path: string): Promise<unknown> {
  const other = join(folder, "photos", "b", "whole.png");
  await mkdir(dirname(other), { recursive: true });
  await writeFile(other, await png());
  await readImageFolder(join(folder, "photos"), { fit: "cover", colour: "auto", unreadable: "refuse" });
  return readImage(path, { channels: 1, height: 4, width: 4, fit: "cover" });
}
async function text(path: string): Promise<unknown> {
  await readText(path, {
    text: "#0",
    target: "#1",
    vocabularySize: 99,
    minimumCount: 1,
    maximumLength: 9,
    lowerCase: true,
  });
  await readTextColumns(path);
  return readTextColumn(path, "#0");
}

/** Each reader that `index.node.ts` names has to be in some line: the last test looks. */
const formats: readonly Format[] = [
  { name: "CSV", file: "t.csv", whole: csv, read: table, readers: [...tableReaders, "readCsv"], usual: 60 },
  {
    name: "CSV, gzip",
    file: "t.csv.gz",
    whole: () => gzipSync(csv()),
    read: table,
    readers: tableReaders,
    usual: 40,
  },
  { name: "JSON lines", file: "t.jsonl", whole: jsonLines, read: table, readers: tableReaders, usual: 40 },
  {
    name: "JSON array",
    file: "t.json",
    whole: () => Buffer.from(`[${jsonLines().toString().trim().split("\n").join(",\n")}]`),
    read: table,
    readers: tableReaders,
    usual: 30,
  },
  {
    name: "JSON by columns",
    file: "c.json",
    whole: columnsOfJson,
    read: table,
    readers: tableReaders,
    usual: 20,
  },
  {
    name: "CSV of written numbers",
    file: "w.csv",
    whole: written,
    read: table,
    readers: tableReaders,
    usual: 20,
  },
  { name: "Parquet", file: "t.parquet", whole: parquet, read: table, readers: tableReaders, usual: 60 },
  {
    name: "IDX",
    file: "images",
    whole: () => idx([20, 4, 4]),
    read: readImages,
    readers: idxReaders,
    usual: 300,
  },
  {
    name: "IDX, gzip",
    file: "images.gz",
    whole: () => gzipSync(idx([20, 4, 4])),
    read: readImages,
    readers: idxReaders,
    usual: 300,
  },
  {
    name: "CIFAR-10",
    file: "cifar/data_batch_1.bin",
    whole: () => Buffer.alloc(4 * 3073, 1),
    read: (path) => readCifar(dirname(path)),
    readers: ["readCifar"],
    usual: 200,
  },
  {
    name: "NPY",
    file: "a.npy",
    whole: () => npyFile([20, 4], new Float32Array(80).fill(0.5)),
    read: readArrayFile,
    readers: ["readArrays", "readInputArray"],
    usual: 100,
  },
  {
    name: "NPZ",
    file: "a.npz",
    whole: () => archive("stored"),
    read: (path) => readArrays(path, {}),
    readers: ["readArrays"],
    usual: 100,
  },
  {
    name: "NPZ, compressed",
    file: "b.npz",
    whole: () => archive("packed"),
    read: (path) => readArrays(path, {}),
    readers: ["readArrays"],
    usual: 100,
  },
  {
    name: "texts",
    file: "m.tsv",
    whole: texts,
    read: text,
    readers: ["readText", "readTextColumns", "readTextColumn"],
    usual: 200,
  },
  {
    name: "images",
    file: "photos/a/1.png",
    whole: png,
    read: readPhotos,
    readers: ["readImageFolder", "readImage"],
    usual: 100,
  },
];

/** One of the ways in which files break. */
function damaged(whole: Uint8Array, draw: Stream): Uint8Array {
  const below = (limit: number): number => Math.floor(draw.uniform() * limit);
  const bytes = Buffer.from(whole);
  const kind = below(6);
  if (kind === 0) return bytes.subarray(0, below(bytes.length + 1));
  if (kind === 1) for (let flip = 0; flip <= below(8); flip++) bytes[below(bytes.length)]! ^= 1 << below(8);
  if (kind === 2) for (let at = 0; at < 16; at++) bytes[at] = below(256);
  if (kind === 3) bytes.fill(below(2) * 255, below(bytes.length));
  if (kind === 4) {
    const from = below(bytes.length);
    return Buffer.concat([bytes.subarray(0, from), bytes.subarray(from + below(40))]);
  }
  if (kind === 5) {
    const from = below(bytes.length);
    const again = bytes.subarray(from, from + below(200));
    return Buffer.concat([bytes.subarray(0, from), again, again, bytes.subarray(from)]);
  }
  return bytes;
}

/** @throws what is neither a value nor one sentence that names the file. */
async function readOrRefuse({ read, file }: Format, content: Uint8Array): Promise<boolean> {
  const path = join(folder, file);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
  try {
    await read(path);
    return true;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    expect(error.message).not.toContain("\n");
    const names = [basename(path), folder, "labels"];
    expect(names.some((name) => error.message.includes(name))).toBe(true);
    return false;
  }
}

test("every reader of files is here", () => {
  const index = readFileSync("src/data/index.node.ts", "utf8");
  const named = new Set(index.match(/\bread[A-Z]\w*/g));
  expect(named).toEqual(new Set(formats.flatMap(({ readers }) => readers)));
});

describe.each(formats)("$name", (format) => {
  const count = rounds > 0 ? rounds : format.usual;

  test(
    `${count} damaged files`,
    async () => {
      const whole = await format.whole();
      expect(await readOrRefuse(format, whole)).toBe(true);
      const before = process.memoryUsage().rss;
      let refused = 0;
      for (let round = 0; round < count; round++) {
        const content = damaged(whole, stream(seed, "fuzz", format.name, round));
        const wasRead = await readOrRefuse(format, content).catch((error: unknown) => {
          throw new Error(`Round ${round} of seed ${seed}`, { cause: error });
        });
        refused += wasRead ? 0 : 1;
      }
      expect(refused).toBeGreaterThan(count / 10);
      expect(process.memoryUsage().rss - before).toBeLessThan(1e9);
    },
    rounds > 0 ? 3_600_000 : 240_000,
  );

  test("a million random bytes", async () => {
    const draw = stream(seed, "random", format.name);
    const bytes = Uint8Array.from({ length: 1e6 }, () => Math.floor(draw.uniform() * 256));
    await readOrRefuse(format, bytes);
  }, 120_000);
});
