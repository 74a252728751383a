import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { holdFolder } from "./lock.node.ts";

const folder = mkdtempSync(join(tmpdir(), "ockham-lock-"));
afterAll(() => rmSync(folder, { recursive: true }));
/** The lock that counts. */
const lock = (): string =>
  join(
    folder,
    readdirSync(folder)
      .toSorted((a, b) => Number(a.split(".")[1]) - Number(b.split(".")[1]))
      .at(-1) ?? "run.1.lock",
  );

/** A process of its own that holds the folder until it ends. */
async function holder(ms: number) {
  const child = spawn(process.execPath, ["-e", `setTimeout(() => {}, ${ms})`], { stdio: "ignore" });
  await new Promise((resolve) => child.once("spawn", resolve));
  const stat = existsSync(`/proc/${child.pid}/stat`) ? readFileSync(`/proc/${child.pid}/stat`, "utf8") : "";
  writeFileSync(lock(), `${child.pid} ${stat.split(") ").at(-1)?.split(" ")[19] ?? ""}`);
  return child;
}

test("holds a folder and gives it back", async () => {
  const release = await holdFolder(folder);
  expect(readFileSync(lock(), "utf8")).toContain(String(process.pid));
  await release();
  expect(readdirSync(folder)).toEqual([]);
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
  writeFileSync(lock(), text);
  const release = await holdFolder(folder, 0);
  expect(readFileSync(lock(), "utf8")).toContain(String(process.pid));
  await release();
});

/** Comes to a folder at a given moment, and stays there until its input ends. */
const comer = `
  import { holdFolder } from ${JSON.stringify(new URL("./lock.node.ts", import.meta.url).href)};
  while (Date.now() < Number(process.argv[2]));
  await holdFolder(process.argv[1], 0).then(
    () => console.log("in"),
    () => console.log("refused"),
  );
  process.stdin.resume();
`;

test.each([
  ["of a process that was killed", "2147483646 1"],
  ["that was given back", ""],
])(
  "lets one of several processes that come at the same moment in over a lock %s",
  async (_, text) => {
    writeFileSync(lock(), text);
    const args = ["--import", "tsx", "--input-type=module", "-e", comer, folder, String(Date.now() + 2000)];
    const children = Array.from({ length: 4 }, () =>
      spawn(process.execPath, args, { stdio: ["pipe", "pipe", "ignore"] }),
    );
    const answers = await Promise.all(
      children.map(async ({ stdout }) => {
        const [chunk] = (await once(stdout, "data")) as [Buffer];
        return chunk.toString().trim();
      }),
    );
    await Promise.all(
      children.map((child) => {
        child.stdin.end();
        return once(child, "close");
      }),
    );
    expect(answers.toSorted()).toEqual(["in", "refused", "refused", "refused"]);
  },
  30_000,
);
