// `ockham data` as users run it: what is made, listed and fetched.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, afterEach, describe, expect, test } from "vitest";
import { datasets } from "../src/datasets/index.ts";
import { environment, openDesk, program } from "./desk.ts";

const { at, folder, ockham, clear } = openDesk();
afterAll(clear);

const jsonOf = (path: string): Record<string, never> =>
  JSON.parse(readFileSync(at(path), "utf8")) as Record<string, never>;

describe("data list", () => {
  test("names every source with its settings, and says which published ones are here", () => {
    const { stdout, status } = ockham("data", "list", "--json");
    const listed = JSON.parse(stdout) as { name: string; kind: string; settings: Record<string, unknown> }[];
    expect(status).toBe(0);
    expect(listed.map(({ name }) => name).toSorted()).toEqual(Object.keys(datasets).toSorted());
    expect(listed.find(({ name }) => name === "two-moons")).toMatchObject({
      kind: "made",
      settings: { rows: 1000, noise: 0.2, flipped: 0, seed: 1 },
    });
    expect(ockham("data", "list").stdout).toMatch(/^two-moons +Two moons \(made from a seed\)$/m);
  });
});

describe("data make", () => {
  test("writes a table with its truth beside it, and training takes it", () => {
    const { status, stdout, stderr } = ockham(
      ..."data make two-moons --rows 200 --seed 7 --set flipped=0.2 --out moons.csv".split(" "),
    );
    expect(status, stderr).toBe(0);
    expect(stdout).toContain("moons.truth.json");
    const [header, ...lines] = readFileSync(at("moons.csv"), "utf8").trimEnd().split("\n");
    expect(header).toBe("x,y,class");
    const truth = jsonOf("moons.truth.json");
    expect(truth["data"]).toEqual({ source: "two-moons", rows: 200, noise: 0.2, flipped: 0.2, seed: 7 });
    const given = lines.map((line) => Number(line.split(",")[2]));
    const trueLabels = truth["trueLabels"] as unknown as readonly number[];
    const differing = given.flatMap((label, row) => (label === trueLabels[row] ? [] : [row]));
    expect(differing.length).toBeGreaterThan(20);
    expect(truth["flippedRows"]).toEqual(differing);
    const trained = ockham("train", "moons.csv", "--target", "class", "--epochs", "1", "--out", "moons");
    expect(trained.stderr).toMatch(/^Data +moons.csv.*120 training rows/m);
    expect(trained.status).toBe(0);
  });

  test("the numbers of a file are those of the source to the last bit, in CSV and in Parquet", async () => {
    ockham(..."data make friedman-1 --rows 50 --set columns=6 --out f.csv".split(" "));
    const made = ockham(..."data make friedman-1 --rows 50 --set columns=6 --out f.parquet".split(" "));
    expect(made.status, made.stderr).toBe(0);
    const { inputs, targets } = await datasets["friedman-1"].load(
      { rows: 50, columns: 6, noise: 1, seed: 1 },
      { baseFolder: "", dataFolders: [] },
    );
    if (inputs.kind !== "table" || targets.kind !== "numbers") throw new Error("not the table that is meant");
    const wanted = Array.from({ length: 50 }, (_, row) => [
      ...inputs.values.subarray(6 * row, 6 * row + 6),
      targets.values[row],
    ]);
    const lines = readFileSync(at("f.csv"), "utf8").trimEnd().split("\n").slice(1);
    expect(lines.map((line) => line.split(",").map((cell) => Math.fround(Number(cell))))).toEqual(wanted);
    const { DuckDBInstance } = await import("@duckdb/node-api");
    const connection = await (await DuckDBInstance.create(":memory:")).connect();
    const read = await connection.runAndReadAll(`SELECT * FROM '${at("f.parquet")}'`);
    expect(read.getRows()).toEqual(wanted);
    expect(read.columnNames()).toEqual(["x1", "x2", "x3", "x4", "x5", "x6", "y"]);
  });

  test("writes handwriting as IDX files and a sheet to look at", () => {
    const made = ockham(
      ..."data make made-digits --rows 60 --seed 2 --out digits --sheet sheet.svg --json".split(" "),
    );
    expect(made.status, made.stderr).toBe(0);
    expect(JSON.parse(made.stdout)).toMatchObject({ name: "made-digits", rows: 60, sheet: "sheet.svg" });
    expect(readdirSync(at("digits")).toSorted()).toEqual([
      "train-images-idx3-ubyte.gz",
      "train-labels-idx1-ubyte.gz",
      "truth.json",
    ]);
    const pixels = gunzipSync(readFileSync(at("digits", "train-images-idx3-ubyte.gz")));
    expect([...pixels.subarray(0, 16)]).toEqual([0, 0, 8, 3, 0, 0, 0, 60, 0, 0, 0, 28, 0, 0, 0, 28]);
    expect(pixels.length).toBe(16 + 60 * 784);
    const sheet = readFileSync(at("sheet.svg"), "utf8");
    expect(sheet).toMatch(/^<svg /);
    for (const digit of "0123456789") expect(sheet).toContain(`>${digit}</text>`);
    ockham(..."data make made-digits --rows 60 --seed 2 --out again --sheet sheet.png".split(" "));
    expect([...readFileSync(at("sheet.png")).subarray(1, 4)]).toEqual([...Buffer.from("PNG")]);
    const trained = ockham("train", "digits", "--epochs", "1", "--out", "digits-run");
    expect(trained.stderr).toMatch(/^Data +digits.*: 36 training rows/m);
    expect(trained.status).toBe(0);
  });

  test.each([
    ["no such source", "moons --out a.csv", /got "moons", expected one of .*two-moons/],
    ["a source that is read", "mnist --out a.csv", /got "mnist", which is read and not made/],
    ["an unknown setting", "two-moons --set arms=2 --out a.csv", /arms/],
    ["too few rows", "two-moons --rows 2 --out a.csv", /rows.*got 2.*10/],
    ["an unknown form", "two-moons --out a.xlsx", /--out.*got "a.xlsx", expected .*\.csv or \.parquet/],
    ["a sheet of a table", "two-moons --out a.csv --sheet a.svg", /--sheet: got a table, expected images/],
    ["a table for images", "made-digits --rows 10 --out a.csv", /--out: got "a.csv".*folder, for images/],
  ])("refuses %s and writes nothing", (_, line, message) => {
    const before = readdirSync(folder);
    const { status, stderr } = ockham("data", "make", ...line.split(" "));
    expect(stderr).toMatch(message);
    expect(status).toBe(2);
    expect(readdirSync(folder)).toEqual(before);
  });

  test("touches no file that is there", () => {
    writeFileSync(at("mine.csv"), "mine");
    const { status, stderr } = ockham(..."data make spirals --out mine.csv".split(" "));
    expect(stderr).toContain("a file that exists");
    expect(status).toBe(1);
    expect(readFileSync(at("mine.csv"), "utf8")).toBe("mine");
    expect(existsSync(at("mine.truth.json"))).toBe(false);
  });
});

describe("data fetch", () => {
  let server: Server | undefined;
  afterEach(() => {
    server?.closeAllConnections();
    server?.close();
  });

  async function mirror(
    serve: (request: IncomingMessage, response: ServerResponse) => void,
  ): Promise<string> {
    server = createServer(serve);
    await new Promise<void>((done) => server?.listen(0, "127.0.0.1", done));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  /** The server answers in this process, so the command has to run beside it. */
  const fetching = (
    ...args: readonly string[]
  ): Promise<{ status: number | null; stdout: string; stderr: string }> =>
    new Promise((done) => {
      const env = { ...environment, OCKHAM_CACHE: at("cache"), OCKHAM_DATA: at("nothing") };
      const child = spawn(process.execPath, [program, "data", "fetch", ...args], { cwd: folder, env });
      const told = { stdout: "", stderr: "" };
      child.stdout.on("data", (text: Buffer) => (told.stdout += text.toString()));
      child.stderr.on("data", (text: Buffer) => (told.stderr += text.toString()));
      child.on("close", (status) => done({ status, ...told }));
    });

  test("refuses what is not published, before it asks anybody", async () => {
    const { status, stderr } = await fetching("mnits");
    expect(stderr).toMatch(/got "mnits", expected one of .*mnist.*Did you mean "mnist"/);
    expect(status).toBe(2);
  });

  const mnist = join(process.env["OCKHAM_DATA"] ?? "", "mnist");
  const isThere = process.env["OCKHAM_DATA"] !== undefined && existsSync(mnist);

  test.skipIf(!isThere)(
    "brings MNIST from a mirror, goes on where it was cut off, and fetches nothing twice (skipped without OCKHAM_DATA)",
    async () => {
      const asked: string[] = [];
      const address = await mirror((request, response) => {
        const name = request.url?.split("/").at(-1) ?? "";
        const bytes = readFileSync(join(mnist, name));
        const from = Number(/bytes=(\d+)-/.exec(request.headers.range ?? "")?.[1] ?? 0);
        asked.push(`${name} ${from}`);
        const rest = bytes.length - from;
        if (from > 0)
          response.writeHead(206, {
            "content-length": rest,
            "content-range": `bytes ${from}-${bytes.length - 1}/${bytes.length}`,
          });
        else response.writeHead(200, { "content-length": rest });
        const isCut = from === 0 && name.startsWith("train-images");
        if (isCut)
          response.write(bytes.subarray(0, 100_000), () => setTimeout(() => response.destroy(), 100));
        else response.end(bytes.subarray(from));
      });
      const first = await fetching("mnist", "--mirror", address, "--json");
      expect(first.status, first.stderr).toBe(0);
      const told = JSON.parse(first.stdout) as { folder: string; files: string[]; fetched: string[] };
      expect(told.fetched).toEqual(told.files);
      expect(told.files).toHaveLength(4);
      expect(asked.slice(0, 2)).toEqual([
        "train-images-idx3-ubyte.gz 0",
        "train-images-idx3-ubyte.gz 100000",
      ]);
      const again = await fetching("mnist", "--mirror", address);
      expect(again.stdout).toMatch(/^All 4 files are in .*, and their checksums are right\.$/m);
      expect(asked).toHaveLength(5);
    },
  );

  const hasTerminal = spawnSync("script", ["--version"]).status === 0;

  test.skipIf(!isThere || !hasTerminal)(
    "shows in a terminal how far a file has come (skipped without OCKHAM_DATA or script)",
    async () => {
      const address = await mirror((request, response) => {
        const bytes = readFileSync(join(mnist, request.url?.split("/").at(-1) ?? ""));
        response.writeHead(200, { "content-length": bytes.length });
        response.end(bytes);
      });
      const command = `stty cols 100 rows 30; ${process.execPath} ${program} data fetch mnist --mirror ${address}`;
      const env = { ...environment, OCKHAM_CACHE: at("terminal"), OCKHAM_DATA: at("nothing") };
      const child = spawn("script", ["-qec", command, "/dev/null"], { cwd: folder, env });
      let shown = "";
      child.stdout.on("data", (text: Buffer) => (shown += text.toString()));
      expect(await new Promise((done) => child.on("close", done))).toBe(0);
      expect(shown).toMatch(/train-images-idx3-ubyte\.gz +━+─* +\d+\.\d MB/);
      expect(shown).toContain("Fetched 4 of 4 files into");
    },
  );
});
