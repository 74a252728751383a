// The order of the folders is the architecture. These tests read the sources as text.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path/posix";
import { describe, expect, test } from "vitest";
import { regularizers } from "../src/regularizers/index.ts";

const order = [
  "base",
  "graph",
  "onnx",
  "runtime",
  "data",
  "history",
  "linear",
  "draw",
  "diagnose",
  "seams",
  "layers",
  "regularizers",
  "models",
  "losses",
  "optimizers",
  "schedules",
  "metrics",
  "datasets",
  "recipe",
  "derive",
  "train",
  "search",
  "prove",
  "report",
  "worker",
  "cli",
  "studio",
];

/** What an import may reach of another folder. */
const doors = ["index.ts", "index.node.ts"];

const files = readdirSync("src", { recursive: true, encoding: "utf8" })
  .map((file) => file.replaceAll("\\", "/"))
  .filter((file) => /\.tsx?$/.test(file));
const isTest = (file: string): boolean => /\.test\.tsx?$/.test(file);
const code = files.filter((file) => !isTest(file) && file !== "onnx/onnx_pb.ts");
const textOf = (file: string): string => readFileSync(join("src", file), "utf8");
const folderOf = (file: string): string => file.split("/")[0] as string;

/** Without comments. */
const bare = (text: string): string => text.replaceAll(/\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm, "");

interface Import {
  readonly from: string;
  readonly specifier: string;
  /** Relative to src, for files of the project. */
  readonly target?: string;
}

const importsOf = (file: string): Import[] =>
  [...bare(textOf(file)).matchAll(/(?:\bfrom|\bimport)\s*\(?\s*"([^"]+)"/g)].map(([, specifier = ""]) => ({
    from: file,
    specifier,
    ...(specifier.startsWith(".") && { target: join(dirname(file), specifier) }),
  }));

const imports = code.flatMap(importsOf);
const inside = imports.filter((entry): entry is Import & { target: string } => entry.target !== undefined);
const say = ({ from, specifier }: Import): string => `${from} imports ${specifier}`;

test("the tests see the sources", () => {
  expect(code.length).toBeGreaterThan(100);
  expect(inside.length).toBeGreaterThan(200);
  expect(say(inside[0] as Import)).toContain("imports");
});

test("every folder has its place in the order", () => {
  const folders = [...new Set(code.filter((file) => file.includes("/")).map(folderOf))];
  expect(folders.filter((folder) => !order.includes(folder))).toEqual([]);
});

test("a folder imports only from folders before it", () => {
  const upwards = inside.filter(({ from, target }) => {
    const [home, other] = [folderOf(from), folderOf(target)];
    return from.includes("/") && home !== other && order.indexOf(other) >= order.indexOf(home);
  });
  expect(upwards.map(say)).toEqual([]);
});

test("other folders are entered by their index alone", () => {
  const reaching = inside.filter(
    ({ from, target }) =>
      folderOf(from) !== folderOf(target) && !doors.includes(target.split("/").slice(1).join("/")),
  );
  expect(reaching.map(say)).toEqual([]);
});

test("imports name files that exist", () => {
  expect(inside.filter(({ target }) => !existsSync(join("src", target))).map(say)).toEqual([]);
});

test("elements never import each other", () => {
  const elements = code.filter((file) => /^export const \w+ = define[A-Z]\w+\(\{/m.test(textOf(file)));
  expect(elements.length).toBeGreaterThan(20);
  const siblings = inside.filter(
    ({ from, target }) =>
      elements.includes(from) && elements.includes(target) && folderOf(from) === folderOf(target),
  );
  expect(siblings.map(say)).toEqual([]);
});

describe("browsers", () => {
  /** Folders that run on Node alone: their indexes may lead to *.node.ts files. */
  const nodeFolders = ["worker", "cli", "studio"];
  const isNodeIndex = (file: string): boolean =>
    file === "index.ts" || (nodeFolders.includes(folderOf(file)) && file.endsWith("/index.ts"));

  /** What runs as soon as a file is imported: neither types nor `await import`. */
  const eager = (file: string): Import[] =>
    [
      ...bare(textOf(file)).matchAll(
        /^(?:import|export)\s(?!type\b)[^;]*?from\s*"([^"]+)"|^import\s*"([^"]+)"/gm,
      ),
    ].map(([, named, alone]) => {
      const specifier = named ?? alone ?? "";
      return { from: file, specifier, target: join(dirname(file), specifier) };
    });

  const needsNode = ({ specifier }: Import): boolean =>
    /^node:|^onnxruntime-node$|^@duckdb\/|\.node\.ts$/.test(specifier);

  test("only *.node.ts files import what needs Node; others may load it on demand", () => {
    const others = code.filter((file) => !/\.node\.tsx?$/.test(file) && !isNodeIndex(file));
    expect(others.flatMap(eager).filter(needsNode).map(say)).toEqual([]);
  });

  test("folders for browsers stay clear of Node's folders", () => {
    const others = code.filter(
      (file) => !/\.node\.tsx?$/.test(file) && !nodeFolders.includes(folderOf(file)),
    );
    const entering = others
      .flatMap(eager)
      .filter(({ from, target = "" }) => from !== "index.ts" && nodeFolders.includes(folderOf(target)));
    expect(entering.map(say)).toEqual([]);
  });

  test("only runtime imports the engine", () => {
    const engines = imports.filter(({ specifier }) => /^#?onnxruntime/.test(specifier));
    expect(engines.filter(({ from }) => folderOf(from) !== "runtime").map(say)).toEqual([]);
    expect(engines.length).toBeGreaterThan(0);
  });
});

test("no file imports itself by a way round", () => {
  const graph = new Map(
    code.map((file) => [file, inside.filter(({ from }) => from === file).map(({ target }) => target)]),
  );
  const done = new Set<string>();
  const cycles: string[] = [];
  const visit = (file: string, path: readonly string[]): void => {
    if (path.includes(file)) cycles.push([...path.slice(path.indexOf(file)), file].join(" → "));
    if (done.has(file) || path.includes(file)) return;
    for (const next of graph.get(file) ?? []) visit(next, [...path, file]);
    done.add(file);
  };
  for (const file of code) visit(file, []);
  expect(cycles).toEqual([]);
});

test("no code names a technique, except its own file, what is generated and the defaults for a kind of data", () => {
  const ids = Object.keys(regularizers);
  const others = code.filter((file) => folderOf(file) !== "regularizers" && file !== "datasets/usual.ts");
  const naming = others.flatMap((file) => {
    const text = bare(textOf(file));
    return (
      ids
        .filter((id) => text.includes(`"${id}"`) || text.includes(`'${id}'`))
        // An element of another kind may be called the same: its own file names itself.
        .filter((id) => !text.includes(`export const ${id} = define`))
        .map((id) => `${file} names ${id}`)
    );
  });
  expect(naming).toEqual([]);
  const siblings = code
    .filter((file) => /^regularizers\/\w+\//.test(file))
    .flatMap((file) => ids.filter((id) => textOf(file).includes(`"${id}"`)).map((id) => ({ file, id })));
  expect(siblings.map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
});

test("randomness and clock times come from outside", () => {
  const naming = code.filter(
    (file) => folderOf(file) !== "cli" && /\bMath\.random\b|\bDate\.now\b/.test(bare(textOf(file))),
  );
  expect(naming).toEqual([]);
});
