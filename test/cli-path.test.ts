// `ockham path` as users run it.
import { readFileSync, writeFileSync } from "node:fs";
import { afterAll, expect, test } from "vitest";
import { stream } from "../src/base/index.ts";
import { openDesk } from "./desk.ts";

const { at, ockham, clear } = openDesk();
afterAll(clear);

interface Printed {
  readonly data: { readonly columns: readonly string[] };
  readonly path: readonly { lambda: number; columns: number; mean: number; standardError: number }[];
  readonly lambdaMin: { lambda: number; outputs: { intercept: number; coefficients: number[] }[] };
  readonly lambda1se: { lambda: number };
  readonly remarks: readonly string[];
}

/** A table in which `dose` and the colour matter, `twin` says what `dose` says, and `noise` nothing. */
function writeTable(): void {
  const draws = stream(1, "cliPath");
  const lines = Array.from({ length: 80 }, (_, row) => {
    const [dose, noise] = [draws.normal(), draws.normal()];
    const colour = ["red", "green", "blue"][row % 3] as string;
    const response = 3 * dose + (colour === "red" ? 2 : 0) + 0.3 * draws.normal();
    return [
      dose,
      2 * dose + 1,
      noise,
      colour,
      response,
      row % 10 === 0 ? 4 : 1,
      response > 0 ? "yes" : "no",
    ].join(",");
  });
  writeFileSync(at("doses.csv"), `dose,twin,noise,colour,response,count,improved\n${lines.join("\n")}\n`);
}
writeTable();

test("shows what was inferred, the path, the curve and the coefficients, and draws them", () => {
  const { status, stdout, stderr } = ockham(
    ..."path doses.csv --target response --ignore improved --weights count --svg path.svg --folds 5".split(
      " ",
    ),
  );
  expect(status, stderr).toBe(0);
  expect(stdout).toMatch(/^Data {6}doses\.csv, 80 rows; 6 columns to learn from$/m);
  expect(stdout).toMatch(/^One-hot {3}colour$/m);
  expect(stdout).toMatch(/^Target {4}response: numbers \(.*\); gaussian$/m);
  expect(stdout).toMatch(/^Collinear, so how they share a coefficient says nothing: dose and twin\.$/m);
  expect(stdout).toMatch(/◀ λmin/);
  expect(stdout).toMatch(/^lambda1se, the strongest penalty/m);
  expect(stdout).toMatch(/^colour = red +\d/m);
  const svg = readFileSync(at("path.svg"), "utf8");
  expect(svg).toMatch(
    /^<svg [\s\S]*Coefficient paths[\s\S]*Cross-validation of lasso, 5 folds[\s\S]*<\/svg>\n$/,
  );
  expect(ockham(..."path doses.csv --target response --svg path.svg".split(" ")).stderr).toMatch(
    /path\.svg: got a file that exists/,
  );
});

test("as JSON, with classes and given strengths, the same at each run", () => {
  const args =
    "path doses.csv --target improved --ignore response,count --alpha 0.5 --lambda 0.2,0.05,0.01 --json".split(
      " ",
    );
  const { stdout, status } = ockham(...args);
  const found = JSON.parse(stdout) as Printed;
  expect(status).toBe(0);
  expect(found).toMatchObject({
    family: "binomial",
    classes: ["no", "yes"],
    alpha: 0.5,
    measure: "deviance",
    folds: 10,
    penalty: "elastic net, α 0.5",
    foldPaths: Array(10).fill({ ending: "complete", largest: 0.2, smallest: 0.01 }),
  });
  expect(found.path.map(({ lambda }) => lambda)).toEqual([0.2, 0.05, 0.01]);
  expect(found.lambdaMin.outputs[0]?.coefficients).toHaveLength(found.data.columns.length);
  expect(found.lambda1se.lambda).toBeGreaterThanOrEqual(found.lambdaMin.lambda);
  expect(ockham(...args).stdout).toBe(stdout);
});

test("penalties side by side on the same folds, groups kept whole", () => {
  const args =
    "path doses.csv --target response --ignore improved --penalty lasso,ridge --group colour --folds 3";
  const files = ["--svg", "both.svg", "--report", "both.html"];
  const { stdout, status, stderr } = ockham(...args.split(" "), ...files);
  expect(status, stderr).toBe(0);
  expect(stdout).toMatch(/^Penalty {3}lasso, ridge; 3 folds, groups by colour kept whole, seed 1$/m);
  expect(stdout).toMatch(/^lasso +λmin \S+ +\d of \d +\d\S* ± \d/m);
  expect(stdout.replaceAll("\n", " ")).toMatch(
    /ridge: The usual sequence of λ ended at \S+, where the error was lowest: it went on to weaker penalties/,
  );
  const whole = ockham(...args.split(" "), "--lambda", "3,1,0.3,0.1,0.03,0.01,0.003,0");
  expect(whole.stdout.replaceAll("\n", " ")).toMatch(
    /At their λmin .*(ridge|lasso) .* ± \S+ over the same folds/,
  );
  expect(stdout).toMatch(/^coefficient +lasso λmin +λ1se +ridge λmin +λ1se$/m);
  expect(readFileSync(at("both.svg"), "utf8")).toMatch(
    /Coefficient paths of lasso[\s\S]*Coefficient paths of ridge/,
  );
  expect(readFileSync(at("both.html"), "utf8")).toMatch(/<h1>Linear models of doses\.csv<\/h1>/);
});

test.each([
  ["no target", "", 2, /--target: got nothing, expected the column to predict: one of dose, twin/],
  ["too many folds", "--target response --folds 100", 1, /The folds: got 100 folds for 80 rows/],
  [
    "two classes of numbers",
    "--target colour --family binomial",
    2,
    /--family: got binomial for the 3 classes of doses\.csv, expected two classes/,
  ],
])("says in a sentence what is wrong: %s", (_, flags, code, message) => {
  const { status, stderr } = ockham("path", "doses.csv", ...flags.split(" ").filter(Boolean));
  expect(stderr).toMatch(message);
  expect(stderr.trimEnd().split("\n")).toHaveLength(1);
  expect(status).toBe(code);
});
