// Fits one table's path and its cross-validation in a process of its own: `linear.js FOLDER ROWS COLUMNS`.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { crossValidatePath, fitPath } from "../../src/linear/index.ts";

const [folder = "", ...sizes] = process.argv.slice(2);
const [rows = 0, columns = 0] = sizes.map(Number);

function numbers(name: string): Float64Array {
  const bytes = readFileSync(join(folder, name));
  return new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
}

const examples = { rows, columns, values: numbers("x.bin") };
const response = { family: "gaussian", values: numbers("y.bin") } as const;
const foldOf = Array.from({ length: rows }, (_, row) => row % 10);

/** Wall-clock and processor seconds. */
function timed(work: () => void): { wall: number; cpu: number } {
  const before = process.cpuUsage();
  const started = performance.now();
  work();
  const wall = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage(before);
  return { wall, cpu: (user + system) / 1e6 };
}

const paths: { wall: number; cpu: number }[] = [];
do paths.push(timed(() => void fitPath(examples, response)));
while (paths.length < 3 || (paths.length < 100 && paths.reduce((sum, { wall }) => sum + wall, 0) < 1));
let found = crossValidatePath(examples, response, { foldOf, lambdas: [1, 0.5] });
const validation = timed(() => (found = crossValidatePath(examples, response, { foldOf })));
console.log(
  JSON.stringify({
    paths,
    validation,
    strengths: found.path.lambdas.length,
    lambdaMin: found.lambdaMin,
    leastError: found.means[found.best],
  }),
);
