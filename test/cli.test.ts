// The command line as users run it: processes of the built program, their output, files and exit codes.
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { copyFileSync, cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const program = resolve("dist/cli/main.node.js");
const folder = mkdtempSync(join(tmpdir(), "ockham-cli-"));
const at = (...names: string[]): string => join(folder, ...names);

interface Told {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const environment = { ...process.env, NO_COLOR: "1" };

function ockham(...args: string[]): Told {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
    cwd: folder,
    encoding: "utf8",
    env: environment,
  });
  return { status, stdout, stderr };
}

const small = {
  data: { source: "made-digits", size: 200 },
  model: { preset: "mlp", hidden: [8] },
  epochs: 2,
  batchSize: 32,
};

const recipe = (name: string, value: unknown): string => {
  writeFileSync(at(name), typeof value === "string" ? value : JSON.stringify(value));
  return name;
};

beforeAll(() => {
  recipe("small.json", small);
  writeFileSync(
    at("plants.csv"),
    `height,width,kind\n${Array.from({ length: 40 }, (_, i) => `${i % 7},${(i * 3) % 11},${i % 2 ? "oak" : "elm"}`).join("\n")}\n`,
  );
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("train", () => {
  let told: Told;
  beforeAll(() => {
    told = ockham(
      "train",
      "small.json",
      "--with",
      "l2=0.5,dropout",
      "--seed",
      "3",
      "--out",
      "first",
      "--json",
    );
  });

  test("prints one JSON document with what a program may want to know", () => {
    const result = JSON.parse(told.stdout) as Record<string, never>;
    expect(told.status).toBe(0);
    expect(result).toMatchObject({
      dir: "first",
      seed: 3,
      stopped: { epoch: 2, reason: expect.any(String) as string },
      best: { epoch: expect.any(Number) as number },
      epochs: [1, 2].map((epoch) => ({
        epoch,
        train: { loss: expect.any(Number) as number, metrics: { accuracy: expect.any(Number) as number } },
        validation: { loss: expect.any(Number) as number },
        penalty: expect.any(Number) as number,
        objective: expect.any(Number) as number,
      })),
      test: { metrics: { accuracy: expect.any(Number) as number } },
      diagnosis: {
        verdict: "tooShort",
        evidence: expect.any(Array) as unknown[],
        prescriptions: expect.any(Array) as unknown[],
      },
      timing: { stepMs: expect.any(Number) as number, totalMs: expect.any(Number) as number, steps: 8 },
      sparsity: { total: expect.any(Number) as number },
    });
  });

  test("tells what it inferred and one plain line an epoch on standard error", () => {
    expect(told.stderr).toMatch(
      /^Data +made-digits \(200, seed 1\): \d+ training rows, \d+ validation, \d+ test/m,
    );
    expect(told.stderr).toMatch(/^With +l2=0.5, dropout=0.5$/m);
    expect(told.stderr).toMatch(/^epoch 1\/2 +loss [\d.]+ → [\d.]+ +accuracy [\d.]+ → [\d.]+$/m);
    expect(told.stderr).toMatch(/^epoch 2\/2 /m);
    expect(told.stderr).not.toContain("\u001b");
  });

  test("leaves the files of a run", () => {
    const files = ["recipe.json", "manifest.json", "metrics.jsonl", "last.safetensors", "best.safetensors"];
    for (const file of [...files, "model.onnx", "result.json", "report.html"])
      expect(existsSync(at("first", file)), file).toBe(true);
  });

  test("says on standard output what came of it, and reads the recipe of another run", () => {
    const again = ockham("train", "first", "--set", "l2.lambda=3", "--epochs", "1", "--out", "second");
    expect(again.status).toBe(0);
    expect(again.stdout).toMatch(/Too short to tell/);
    expect(again.stdout).toMatch(/^Test +accuracy/m);
    expect(again.stdout).toContain(join("second", "report.html"));
    expect(again.stderr).toMatch(/^With +l2=3, dropout=0.5$/m);
  });

  test("counts the paths of a recipe from its folder", () => {
    const inside = recipe("table.json", {
      data: { source: "csv", path: "plants.csv", target: "kind" },
      epochs: 1,
    });
    const { status, stderr } = spawnSync(
      process.execPath,
      [program, "train", join(folder, inside), "--out", at("inside")],
      { cwd: tmpdir(), encoding: "utf8", env: environment },
    );
    expect(stderr).toMatch(/^Data +plants.csv/m);
    expect(status).toBe(0);
  });

  test("reads a table and a folder of IDX files as they are", () => {
    const table = ockham("train", "plants.csv", "--target", "kind", "--ignore", "width", "--epochs", "1");
    expect(table.stderr).toMatch(/^Model +1–100–2; Cross-entropy/m);
    expect(table.stdout).toContain(join("runs", "001-csv"));
    expect(table.status).toBe(0);
  });
});

describe("a command line that cannot be meant", () => {
  test.each([
    [["trian"], /Unknown command 'trian'\. Did you mean train\?/],
    [["train", "--epoch", "3"], /Unknown option '--epoch'\. Did you mean --epochs\?/],
    [["train", "--epochs", "many"], /--epochs.*Expected a whole number from 1 on/],
    [["train", "--device", "tpu"], /Allowed choices are cpu, webgpu, cuda/],
    [["train", "--with", "dropuot"], /--with: got "dropuot", expected one of .*Did you mean "dropout"\?/],
    [
      ["train", "--with", "dropout=1.5"],
      /--with dropout: got 1.5, expected a number of at least 0 and at most 0.95/,
    ],
    [["train", "--set", "optimizer.learningrate=1"], /learningrate.*Did you mean "learningRate"\?/],
    [["train", "--model", "mpl"], /got "mpl".*Did you mean "mlp"\?/],
    [["train", "made-digit"], /no such file, and no data source of that name.*Did you mean "made-digits"\?/],
    [
      ["train", "plants.csv"],
      /--target: got nothing, expected the column to predict: one of height, width, kind/,
    ],
    [["train", "made-digits", "--target", "x"], /--target: got a flag for tables/],
    [["regularizers", "l3"], /regularizers: got "l3".*Did you mean "l2"\?/],
    [["resume"], /Missing required argument 'DIR'/],
  ])("%j", (args, message) => {
    const { status, stdout, stderr } = ockham(...args);
    expect(stderr).toMatch(message);
    expect(stderr.trimEnd().split("\n")).toHaveLength(1);
    expect(stdout).toBe("");
    expect(status).toBe(2);
  });

  test("is a document with --json", () => {
    const { status, stdout } = ockham("train", "--with", "l2=-1", "--json");
    const { error } = JSON.parse(stdout) as { error: Record<string, unknown> };
    expect(error).toMatchObject({ where: "--with l2", got: "-1", exitCode: 2 });
    expect(status).toBe(2);
  });
});

describe("bad content", () => {
  const refuses = (args: readonly string[], message: RegExp): void => {
    const { status, stdout, stderr } = ockham(...args);
    expect(stderr).toMatch(message);
    expect(stderr).toMatch(/^error: [^\n]*\n$/m);
    expect(stderr).not.toMatch(/\n {4}at /);
    expect(stdout).toBe("");
    expect(status).toBe(1);
  };

  test.each([
    ["unknown field", { epochz: 3 }, /unknown.json, epochz: got an unknown field.*Did you mean "epochs"\?/],
    ["unknown technique", { regularizers: ["l9"] }, /regularizers\[0\].use: got "l9".*Did you mean "l2"\?/],
    [
      "strength out of range",
      { regularizers: [{ use: "dropout", rate: 1 }] },
      /regularizers\[0\].rate: got 1, expected a number of at least 0 and at most 0.95/,
    ],
    ["broken JSON", '{"epochs": 3,\n "seed" 1}', /unknown.json, line 2, column 9: .*expected ":"/],
    [
      "a target that is no column",
      { data: { source: "csv", path: "plants.csv", target: "kid" } },
      /"kid".*"kind"/,
    ],
  ])("of a recipe: %s", (_, value, message) => {
    refuses(["train", recipe("unknown.json", value)], message);
  });

  test("a truncated IDX file", () => {
    const header = (type: number, ...sizes: number[]): Buffer => {
      const bytes = Buffer.alloc(4 + 4 * sizes.length);
      bytes.writeUInt8(type, 2);
      bytes.writeUInt8(sizes.length, 3);
      sizes.forEach((size, i) => bytes.writeUInt32BE(size, 4 + 4 * i));
      return bytes;
    };
    cpSync(at("plants.csv"), at("idx", "note.txt"), { recursive: true });
    writeFileSync(at("idx", "train-images-idx3-ubyte"), Buffer.concat([header(8, 4, 2, 2), Buffer.alloc(9)]));
    writeFileSync(at("idx", "train-labels-idx1-ubyte"), Buffer.concat([header(8, 4), Buffer.alloc(4)]));
    refuses(["train", "idx"], /train-images-idx3-ubyte: got .*expected/);
  });

  test("a folder that already holds a run", () => {
    const before = readFileSync(at("first", "metrics.jsonl"), "utf8");
    refuses(
      ["train", "small.json", "--out", "first"],
      /first: got a folder that already holds a run.*ockham resume first/,
    );
    expect(readFileSync(at("first", "metrics.jsonl"), "utf8")).toBe(before);
  });

  test("a checkpoint that was tampered with", () => {
    cpSync(at("first"), at("tampered"), { recursive: true });
    const path = at("tampered", "last.safetensors");
    const bytes = readFileSync(path);
    bytes[bytes.length - 3] = (bytes[bytes.length - 3] as number) ^ 1;
    writeFileSync(path, bytes);
    refuses(["resume", "tampered"], /last.safetensors: got weights that do not match the checksum/);
  });

  test("a device that is not there", () => {
    const { status, stderr } = ockham("train", "small.json", "--device", "cuda", "--out", "cuda");
    expect(stderr).toMatch(/error: --device: got "cuda", which ONNX Runtime cannot use on this machine/);
    expect(status).toBe(1);
  });

  test("a log of another program", () => {
    refuses(
      ["diagnose", "plants.csv"],
      /plants.csv: got a file that belongs to no run of Ockham.*cannot be read yet/,
    );
  });
});

describe("Ctrl-C", () => {
  const started = (child: ChildProcess, pattern: RegExp): Promise<void> =>
    new Promise((done) => {
      let seen = "";
      child.stderr?.on("data", (text: Buffer) => {
        seen += text.toString();
        if (pattern.test(seen)) done();
      });
    });
  const ended = (child: ChildProcess): Promise<number | null> =>
    new Promise((done) => {
      child.once("exit", done);
    });

  test("saves and stops; resume then gives the result of a run that was not stopped", async () => {
    const args = ["small.json", "--epochs", "40", "--set", "model.hidden=[64]", "--set", "data.size=1000"];
    const child = spawn(process.execPath, [program, "train", ...args, "--out", "stopped", "--json"], {
      cwd: folder,
      env: environment,
    });
    let stdout = "";
    child.stdout.on("data", (text: Buffer) => (stdout += text.toString()));
    await started(child, /epoch 2\/40/);
    child.kill("SIGINT");
    expect(await ended(child)).toBe(130);
    expect(JSON.parse(stdout)).toEqual({ interrupted: { dir: "stopped", resume: "ockham resume stopped" } });
    expect(existsSync(at("stopped", "result.json"))).toBe(false);
    expect(ockham("diagnose", "stopped").stdout).toMatch(/The run is not finished/);

    expect(ockham("resume", "stopped").status).toBe(0);
    expect(ockham("train", ...args, "--out", "whole").status).toBe(0);
    for (const file of ["metrics.jsonl", "last.safetensors", "model.onnx"])
      expect(readFileSync(at("stopped", file)).equals(readFileSync(at("whole", file))), file).toBe(true);
  });
});

describe("the other commands", () => {
  test("diagnose judges one run, or several in a table", () => {
    const one = ockham("diagnose", join("first", "metrics.jsonl"));
    expect(one.stdout).toMatch(/^Too short to tell/);
    const two = ockham("diagnose", "first", "second");
    expect(two.stdout.trimEnd().split("\n")).toHaveLength(3);
    const { runs } = JSON.parse(ockham("diagnose", "first", "--json").stdout) as { runs: unknown[] };
    expect(runs).toMatchObject([{ path: "first", finished: true, diagnosis: { verdict: "tooShort" } }]);
  });

  test("export writes the model that the run wrote itself", () => {
    copyFileSync(at("first", "model.onnx"), at("copy.onnx"));
    const { status, stdout } = ockham("export", "first", "--to", "again.onnx");
    expect(status).toBe(0);
    expect(stdout).toMatch(/^Wrote again.onnx \([\d,]+ bytes, weights of update 8\)/);
    expect(readFileSync(at("again.onnx")).equals(readFileSync(at("copy.onnx")))).toBe(true);
  });

  test("regularizers lists the techniques, or explains one", () => {
    expect(ockham("regularizers").stdout).toMatch(/^name +seam +strength/);
    expect(ockham("regularizers", "dropout").stdout).toMatch(/^Dropout \(dropout\)/);
  });

  test("help names the commands, and the techniques that --with takes", () => {
    const { status, stdout } = ockham("--help");
    expect(status).toBe(0);
    for (const command of ["train", "resume", "diagnose", "export", "regularizers", "demo"])
      expect(stdout).toContain(`  ${command} `);
    expect(ockham("train", "--help").stdout).toContain("dropout, earlyStopping, l2");
    expect(ockham("--version").stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});
