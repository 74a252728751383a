import { execFileSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { UserError } from "../base/index.ts";
import { appendLine, makeFolder, readIfThere, writeWhole } from "./files.node.ts";

const folder = mkdtempSync(join(tmpdir(), "ockham-files-"));
afterAll(() => rmSync(folder, { recursive: true }));

test("a file is replaced whole, and no draft stays behind", async () => {
  const path = join(folder, "a");
  await writeWhole(path, "old");
  await writeWhole(path, "new");
  expect(readFileSync(path, "utf8")).toBe("new");
  expect(readdirSync(folder)).toEqual(["a"]);
});

test("lines are added, and what is missing is nothing", async () => {
  const path = join(folder, "lines");
  await appendLine(path, "one");
  await appendLine(path, "two");
  expect((await readIfThere(path))?.toString()).toBe("one\ntwo\n");
  expect(await readIfThere(join(folder, "none"))).toBeUndefined();
});

test("a file where a folder should be is named in one sentence", async () => {
  const file = join(folder, "file");
  writeFileSync(file, "");
  await expect(writeWhole(join(file, "x"), "")).rejects.toThrow(
    `${join(file, "x")}: got a file on the way to it`,
  );
  await expect(makeFolder(file)).rejects.toThrow("got a file of that name, expected a folder");
  await expect(makeFolder(join(file, "x"))).rejects.toThrow(UserError);
});

test("folders are made with those above them", async () => {
  const path = join(folder, "one", "two", "three");
  await makeFolder(path);
  await makeFolder(path);
  await writeWhole(join(path, "x"), "");
  expect(existsSync(join(path, "x"))).toBe(true);
});

test("a missing folder is named, and so is a folder where a file should be", async () => {
  const missing = join(folder, "missing", "x");
  await expect(writeWhole(missing, "")).rejects.toThrow(`${missing}: got no such folder`);
  await expect(appendLine(missing, "")).rejects.toThrow("got no such folder");
  await expect(writeWhole(join(folder), "")).rejects.toThrow("got a folder of that name");
});

test.skipIf(process.platform !== "linux")(
  "a place that takes no folders is refused at once (skipped where there is no /proc)",
  async () => {
    await expect(makeFolder("/proc/none")).rejects.toThrow("/proc/none: got no such folder");
    await expect(makeFolder("/proc/none/deeper")).rejects.toThrow(UserError);
  },
);

const isRoot = process.getuid?.() === 0;

test.skipIf(isRoot)(
  "a folder that may not be written is named (skipped for root, who may write all)",
  async () => {
    const closed = join(folder, "closed");
    await makeFolder(closed);
    chmodSync(closed, 0o500);
    await expect(writeWhole(join(closed, "x"), "")).rejects.toThrow("got no permission");
  },
);

/** A disk of 64 kB, where the system lets us make one. */
function smallDisk(): string | undefined {
  const path = mkdtempSync(join(tmpdir(), "ockham-disk-"));
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=64k", "none", path], { stdio: "ignore" });
    return path;
  } catch {
    rmSync(path, { recursive: true });
    return undefined;
  }
}
const disk = smallDisk();
afterAll(() => {
  if (disk === undefined) return;
  execFileSync("umount", [disk]);
  rmSync(disk, { recursive: true });
});

test.skipIf(disk === undefined)(
  "a disk that fills up leaves the old file whole (skipped where no small disk can be mounted)",
  async () => {
    const path = join(disk as string, "weights");
    const old = new Uint8Array(20_000).fill(1);
    await writeWhole(path, old);
    await expect(writeWhole(path, new Uint8Array(100_000))).rejects.toThrow(
      `${path}: got no space left on the disk, expected room for the run's files. Free some space, then resume the run.`,
    );
    expect(readFileSync(path).equals(old)).toBe(true);
    expect(existsSync(`${path}.partial`)).toBe(false);
    await writeWhole(path, "room again");
    const lines = join(disk as string, "lines");
    await expect(appendLine(lines, "x".repeat(100_000))).rejects.toThrow(UserError);
  },
);
