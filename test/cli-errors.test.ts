// What the command line says to wrong input: one sentence, no stack trace, the right exit code, nothing lost.
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openDesk } from "./desk.ts";

const { at, ockham, recipe, clear } = openDesk();
beforeAll(() => {
  const { status, stderr } = ockham("train", "small.json", "--out", "first");
  expect(status, stderr).toBe(0);
});
afterAll(clear);

describe("a command line that cannot be meant", () => {
  test.each([
    [["trian"], /Unknown command 'trian'\. Did you mean train\?/],
    [
      ["train", "--epoch", "3"],
      /Unknown option '--epoch'\. Did you mean --epochs\? See "ockham train --help"\.$/m,
    ],
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
    [["train", "--fold", "2 of 5"], /--fold: got "2 of 5", expected a fold and how many there are/],
    [["train", "cifar"], /command line, data\.folder: got nothing, expected a text/],
    [["train", "--model", "resnet-21"], /model\.depth: got 21.*The nearest one is 20/],
    [
      ["train", "made-digits", "--target", "x"],
      /--target: got a flag for other data .*, expected none for Made handwriting/,
    ],
    [
      ["train", "plants.csv", "--text", "kind", "--target", "kind", "--labels", "plants.csv"],
      /--text: got a flag beside --labels, expected one of the two/,
    ],
    [["train", "plants.csv", "--labels", "plants.csv"], /--target: got nothing.*one of height, width, kind/],
    [["train", "plants.csv", "--target", "kin"], /the column "kin".*Did you mean "kind"\?/],
    [
      ["train", "plants.csv", "--target", "kind", "--positive", "x"],
      /data.positive: got "x", expected one of/,
    ],
    [["train", "plants.csv", "--target", "kind", "--fold", "6/5"], /split.folds.number: got 6/],
    [["regularizers", "droput"], /regularizers: got "droput".*Did you mean "dropout"\?/],
    [["translate"], /--lambda: got nothing, expected the strength to translate/],
    [["translate", "--from", "kears:1"], /--from: got "kears".*Did you mean "keras"\?/],
    [["translate", "--from", "keras:x"], /--from: got "keras:x", expected a name and a number/],
    [["translate", "--from", "keras:1", "--lambda", "2"], /--lambda: got a strength beside that of --from/],
    [["translate", "--lambda", "5", "--batch", "8"], /--rows: got nothing, expected the number of training/],
    [["translate", "--lambda", "-1"], /--lambda.*Expected a number of at least 0/],
    [["translate", "small.json"], /--lambda: got nothing.*This recipe has no technique with one/],
    [["regularizers", "--svg", "x.svg"], /--svg: got no technique, expected the name of the one to draw/],
    [["tune", "small.json"], /--over: got nothing, expected one strength, or two different ones/],
    [["tune", "small.json", "--over", "l2", "--over", "l2.lambda"], /--over: got l2.lambda, l2.lambda/],
    [["tune", "small.json", "--over", "l3"], /--over: got "l3".*Did you mean "l1"\?/],
    [["tune", "small.json", "--over", "l2=3"], /a grid with one value/],
    [["tune", "small.json", "--over", "l2", "--grid", "1:10"], /--grid: got "1:10", expected LO:HI:N/],
    [
      ["tune", "small.json", "--over", "l2=1,2", "--grid", "1:10:3"],
      /--grid: got a grid beside --over l2=1,2/,
    ],
    [["tune", "small.json", "--over", "l2", "--points", "1"], /--points.*Expected a whole number from 2 on/],
    [["resume"], /Missing required argument 'DIR'/],
    [
      ["summary", "plants.csv", "--target", "kind", "--with", "flip"],
      /got "flip" for a table, expected images/,
    ],
    [["summary", "small.json", "--with", "ema,swa"], /got "swa" beside "ema": both decide/],
    [
      ["summary", "small.json", "--with", "dropout@dense9=0.1"],
      /got "dense9", expected names of hidden layers/,
    ],
    [["summary", "small.json", "--with", "groupNorm=3"], /got 3 groups for dense1 with 8 .*: 1, 2, 4, 8/],
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
    [
      "unknown technique",
      { regularizers: ["droput"] },
      /regularizers\[0\].use: got "droput".*Did you mean "dropout"\?/,
    ],
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

  const plants = { data: { source: "csv", path: "plants.csv", target: "kind" }, epochs: 1 };

  test.each([
    [
      "augmentation on a table",
      { regularizers: ["flip"] },
      /regularizers\[0\]: got "flip" for a table, expected images, which it needs\. Leave it out, or train on images\./,
    ],
    [
      "channels without any",
      { regularizers: ["spatialDropout"] },
      /got "spatialDropout" for a model of dense layers, expected hidden layers of images or sequences/,
    ],
    [
      "groups that do not divide the channels",
      {
        model: {
          layers: [
            { use: "dense", units: 8 },
            { use: "groupNorm", groups: 3 },
          ],
        },
      },
      /The layer groupNorm1: got 3 groups for 8 channels, expected a number that divides them: 1, 2, 4, 8/,
    ],
  ])("a technique on a model it cannot act on: %s", (_, fields, message) => {
    refuses(["train", recipe("unfit.json", { ...plants, ...fields })], message);
  });

  test("a truncated IDX file", () => {
    const header = (type: number, ...sizes: number[]): Buffer => {
      const bytes = Buffer.alloc(4 + 4 * sizes.length);
      bytes.writeUInt8(type, 2);
      bytes.writeUInt8(sizes.length, 3);
      sizes.forEach((size, i) => bytes.writeUInt32BE(size, 4 + 4 * i));
      return bytes;
    };
    mkdirSync(at("idx"));
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

  test("a finished run whose checkpoint is gone", () => {
    cpSync(at("first"), at("lost"), { recursive: true });
    rmSync(at("lost", "last.safetensors"));
    refuses(
      ["resume", "lost"],
      /last.safetensors: got no such file, though the run has finished.*train lost/,
    );
    expect(readFileSync(at("lost", "metrics.jsonl"), "utf8")).not.toBe("");
  });

  test("a folder that is not there", () => {
    refuses(["export", "first", "--to", join("nowhere", "x.onnx")], /x.onnx: got no such folder/);
  });

  test("a line of metrics.jsonl that is cut off, though result.json is whole", () => {
    cpSync(at("first"), at("torn"), { recursive: true });
    writeFileSync(at("torn", "metrics.jsonl"), readFileSync(at("torn", "metrics.jsonl")).subarray(0, -20));
    refuses(
      ["diagnose", join("torn", "metrics.jsonl")],
      /metrics.jsonl, line 2: got a record that is cut off/,
    );
    expect(ockham("diagnose", "torn").status).toBe(0);
  });

  test("a run that cannot be read beside others that can", () => {
    const { status, stdout, stderr } = ockham("diagnose", "none", "first");
    expect(stdout).toMatch(/^first +Too short to tell/m);
    expect(stderr).toMatch(/^error: none: got no such file or folder/);
    expect(status).toBe(1);
    const { runs, errors } = JSON.parse(ockham("diagnose", "none", "first", "--json").stdout) as {
      runs: unknown[];
      errors: unknown[];
    };
    expect(runs).toMatchObject([{ path: "first" }]);
    expect(errors).toMatchObject([{ path: "none", exitCode: 1 }]);
  });

  test("a device that is not there", () => {
    const { status, stderr } = ockham("train", "small.json", "--device", "cuda", "--out", "cuda");
    expect(stderr).toMatch(/error: --device: got "cuda", which ONNX Runtime cannot use on this machine/);
    expect(stderr).not.toContain("\u001b");
    expect(stderr).not.toMatch(/\[E:|\.cc|\/onnxruntime|operator\(\)/);
    expect(status).toBe(1);
  });

  test("a table that is no log", () => {
    refuses(
      ["diagnose", "plants.csv"],
      /plants.csv: got a table whose columns are no losses \(.*expected the log of a training: .*--train-loss COLUMN/,
    );
  });
});

describe("a run that diverged", () => {
  const diverge = (out: string, learningRate: number) => {
    const optimizer = `optimizer={"use":"sgd","learningRate":${learningRate}}`;
    return ockham("train", "small.json", "--set", optimizer, "--out", out);
  };

  test("before its first epoch fails, warns of its weights, and has a diagnosis", () => {
    const { status, stderr } = diverge("burst", 1e38);
    expect(stderr).toMatch(/^Warning: The run diverged, and the exported weights are those before/m);
    expect(status).toBe(1);
    const judged = ockham("diagnose", "burst", "first");
    expect(judged.stdout).toMatch(/^burst +Diverged +– +– /m);
    expect(judged.status).toBe(0);
    expect(ockham("export", "burst").stderr).toMatch(/^Warning: The run diverged/);
  });

  test("fails also where its loss stayed finite", () => {
    const { status, stdout, stderr } = diverge("high", 1000);
    expect(stdout).toMatch(/^Stopped +after epoch 2: all 2 epochs are done$/m);
    expect(stderr).toMatch(/^Warning: The run diverged, and the exported weights are those of epoch 2/m);
    expect(status).toBe(1);
  });
});
