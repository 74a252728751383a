// A folder to run the built program in, as users run it.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

export const program = resolve("dist/cli/main.node.js");
export const environment = { ...process.env, NO_COLOR: "1" };

export interface Told {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A network and data so small that training takes no time: 120 rows, 4 updates an epoch. */
const small = {
  data: { source: "made-digits", size: 200 },
  model: { preset: "mlp", hidden: [8] },
  epochs: 2,
  batchSize: 32,
};

export interface Desk {
  readonly folder: string;
  at(...names: string[]): string;
  /** Runs the program to its end in the folder. */
  ockham(...args: string[]): Told;
  /** Writes a recipe, or a text that is meant to be one; gives its name back. */
  recipe(name: string, value: unknown): string;
  clear(): void;
}

/** Makes a folder that holds `small.json` and `plants.csv` (height, width, kind). */
export function openDesk(): Desk {
  const folder = mkdtempSync(join(tmpdir(), "ockham-cli-"));
  const at = (...names: string[]): string => join(folder, ...names);
  const recipe = (name: string, value: unknown): string => {
    writeFileSync(at(name), typeof value === "string" ? value : JSON.stringify(value));
    return name;
  };
  recipe("small.json", small);
  const plants = Array.from({ length: 40 }, (_, i) => `${i % 7},${(i * 3) % 11},${i % 2 ? "oak" : "elm"}`);
  writeFileSync(at("plants.csv"), `height,width,kind\n${plants.join("\n")}\n`);
  return {
    folder,
    at,
    recipe,
    ockham: (...args) => {
      const options = { cwd: folder, encoding: "utf8", env: environment } as const;
      const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], options);
      return { status, stdout, stderr };
    },
    clear: () => rmSync(folder, { recursive: true, force: true }),
  };
}
