import { readFileSync } from "node:fs";
import { arch, availableParallelism, cpus, loadavg, release, totalmem, type } from "node:os";

/** The machine and the moment of a run, as Markdown lines. */
export function describeMachine(): string {
  const instructions = [
    ...new Set(readIfThere("/proc/cpuinfo").match(/\b(avx2|avx512f|amx_tile|asimd)\b/g)),
  ].toSorted();
  const memory = Math.round(totalmem() / 2 ** 30);
  const system = /PRETTY_NAME="(.*)"/.exec(readIfThere("/etc/os-release"))?.[1] ?? `${type()} ${release()}`;
  return [
    `- ${new Date().toISOString().slice(0, 16).replace("T", " ")} UTC, load average ${(loadavg()[0] ?? 0).toFixed(2)} at the start`,
    `- ${cpus()[0]?.model.trim() ?? "unknown processor"} (${arch()}; ${instructions.join(", ")}), ${availableParallelism()} cores, ${memory} GB`,
    `- ${system}, Node ${process.versions.node}`,
  ].join("\n");
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
