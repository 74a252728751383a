// Builds dist before the tests, so that they can run the command line and import the package by its own name.
import { spawnSync } from "node:child_process";
import { readdirSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const marker = "dist/.built";
const changed = (path: string): number => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;

function newestSource(): number {
  const sources = readdirSync("src", { recursive: true, encoding: "utf8" }).map((file) => join("src", file));
  return Math.max(...[...sources, "package.json", "tsconfig.json", "tsconfig.build.json"].map(changed));
}

export function setup(): void {
  if (changed(marker) > newestSource()) return;
  const started = new Date();
  const { status, stdout } = spawnSync("npx", ["tsc", "-p", "tsconfig.build.json"], { encoding: "utf8" });
  if (status === 0) {
    writeFileSync(marker, "");
    // What changes while the build runs is newer than this.
    utimesSync(marker, started, started);
  }
  // Tests of single folders are still worth running then; those of the build fail by themselves.
  else console.error(`The build has errors, so dist may be incomplete:\n${stdout}`);
}
