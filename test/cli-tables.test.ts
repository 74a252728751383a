// Tables of every format as users train on them and predict them.
import { readFileSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { withDuckDb } from "../src/data/table.node.ts";
import { openDesk } from "./desk.ts";

const { at, ockham, clear } = openDesk();
afterAll(clear);

/** 80 orders; `state` is known only once it is clear what came of them, and rows 70 to 79 repeat the first ones. */
const orders = Array.from({ length: 80 }, (_, i) => i % 70).map((i) => ({
  amount: ((i * 37) % 100) / 4,
  first: i % 3 === 0,
  size: ["S", "M", "L"][i % 3] as string,
  state: (i * 37) % 100 > 49 ? "paid" : "open",
  bought: (i * 37) % 100 > 49 ? "yes" : "no",
}));
const keys = ["amount", "first", "size", "state", "bought"] as const;

beforeAll(async () => {
  const pythonic = (value: unknown): string =>
    value === true ? "True" : value === false ? "False" : String(value);
  const lines = [keys.join(","), ...orders.map((order) => keys.map((key) => pythonic(order[key])).join(","))];
  writeFileSync(at("orders.csv"), `${lines.join("\n")}\n`);
  writeFileSync(at("orders.jsonl"), orders.map((order) => `${JSON.stringify(order)}\n`).join(""));
  await withDuckDb((connection) =>
    connection.run(
      `COPY (FROM read_json('${at("orders.jsonl")}')) TO '${at("orders.parquet")}' (FORMAT parquet)`,
    ),
  );
});

const train = (file: string, out: string, ...more: string[]) =>
  ockham("train", file, "--target", "bought", "--epochs", "2", "--out", out, ...more);

describe("one table in three formats", () => {
  test.each(["csv", "parquet", "jsonl"])("%s trains, and tells what it read", (format) => {
    const { status, stderr } = train(`orders.${format}`, format, "--positive", "no");
    expect(status, stderr).toBe(0);
    expect(stderr).toMatch(/^Target +bought: classes no, yes \(its values are texts\); no is looked for$/m);
    expect(stderr).toMatch(/^Columns +1 of numbers, 3 of categories$/m);
    expect(stderr).toMatch(/^Split +at random, classes in proportion, seed 1$/m);
    expect(stderr).toMatch(/^Repeated +\d+ of 16 validation rows .*have the inputs of a training row/m);
  });

  test("gives the same model, and takes rows of the other formats", () => {
    const predict = (run: string, file: string): string => ockham("predict", run, file).stdout;
    const own = predict("csv", "orders.csv");
    expect(own).toMatch(/^prediction,probability of no,probability of yes\n(no|yes),0\.\d+/);
    expect(own.trimEnd().split("\n")).toHaveLength(81);
    for (const file of ["orders.parquet", "orders.jsonl"]) expect(predict("csv", file), file).toBe(own);
    expect(predict("parquet", "orders.csv")).toBe(own);
  });
});

test("groups, folds and orders of levels are told, and a run without a validation part needs no further flags", () => {
  const { status, stderr } = train(
    "orders.csv",
    "folds",
    ..."--group amount --fold 2/4 --ignore state --set split.validation=0".split(" "),
    "--set",
    'data.ordinal={"size":["S","M","L"]}',
  );
  expect(status, stderr).toBe(0);
  expect(stderr).toMatch(
    /^Split +groups of "amount" \(70\) dealt whole at random, classes in proportion, seed 1; fold 2 of 4 held out as the test part$/m,
  );
  expect(stderr).toMatch(/^Columns +1 of categories, 1 of categories in order$/m);
  expect(stderr).toMatch(/^With +l2=5 \(lambda\), dropout=0\.2 \(rate\)$/m);
  const { data } = JSON.parse(readFileSync(at("folds", "result.json"), "utf8")) as {
    data: { apart: object; leaks: { groups: object } };
  };
  expect(data.leaks.groups).toEqual({ groups: 0, all: 70 });
  expect(data.apart).toEqual({ state: "left out as asked", amount: "says which rows belong together" });
});
