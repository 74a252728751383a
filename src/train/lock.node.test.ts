import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { holdFolder } from "./lock.node.ts";

const folder = mkdtempSync(join(tmpdir(), "ockham-lock-"));
afterAll(() => rmSync(folder, { recursive: true }));
const lock = join(folder, "run.lock");

/** A process of its own that holds the folder until it ends. */
async function holder(ms: number) {
  const child = spawn(process.execPath, ["-e", `setTimeout(() => {}, ${ms})`], { stdio: "ignore" });
  await new Promise((resolve) => child.once("spawn", resolve));
  const stat = existsSync(`/proc/${child.pid}/stat`) ? readFileSync(`/proc/${child.pid}/stat`, "utf8") : "";
  writeFileSync(lock, `${child.pid} ${stat.split(") ").at(-1)?.split(" ")[19] ?? ""}`);
  return child;
}

test("holds a folder and gives it back", async () => {
  const release = await holdFolder(folder);
  expect(readFileSync(lock, "utf8")).toContain(String(process.pid));
  await release();
  expect(existsSync(lock)).toBe(false);
});

test("waits for a process that is about to end", async () => {
  const child = await holder(700);
  const started = performance.now();
  const release = await holdFolder(folder);
  expect(performance.now() - started).toBeGreaterThan(300);
  expect(child.exitCode).toBe(0);
  await release();
});

test("refuses a folder that another process keeps working on", async () => {
  const child = await holder(60_000);
  await expect(holdFolder(folder, 300)).rejects.toThrow(
    `${folder}: got a run that process ${child.pid} is working on, expected a run that no process works on. Wait until it is done, or stop it.`,
  );
  child.kill();
});

test.each([
  ["of a process that was killed", "2147483646 1"],
  ["of a process number that was given away again", `${process.ppid} 1`],
  ["that is damaged", "who knows"],
  ["that is empty", ""],
])("takes over a lock %s", async (_, text) => {
  writeFileSync(lock, text);
  const release = await holdFolder(folder, 0);
  expect(readFileSync(lock, "utf8")).toContain(String(process.pid));
  await release();
});

test("lets one of several processes in that come at the same moment", async () => {
  writeFileSync(lock, "2147483646 1");
  const script = `
    import { holdFolder } from ${JSON.stringify(new URL("./lock.node.ts", import.meta.url).href)};
    while (Date.now() < Number(process.argv[2]));
    await holdFolder(process.argv[1], 0);
    setTimeout(() => {}, 1000);
  `;
  const args = ["--import", "tsx", "--input-type=module", "-e", script, folder, String(Date.now() + 2500)];
  const codes = await Promise.all(
    Array.from({ length: 3 }, async () => {
      const child = spawn(process.execPath, args, { stdio: "ignore" });
      return new Promise<number | null>((resolve) => child.once("close", resolve));
    }),
  );
  expect(codes.toSorted((a, b) => Number(a) - Number(b))).toEqual([0, 1, 1]);
}, 20_000);
