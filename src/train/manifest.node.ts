import { readFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { z } from "zod";
import { UserError } from "../base/index.ts";
import { hashDataset } from "../data/index.node.ts";
import { hashRecipe } from "../recipe/index.ts";
import { engineVersion } from "../runtime/index.ts";
import { channelBlockOf } from "./blocks.ts";
import { readIfThere } from "./files.node.ts";
import type { Plan } from "./plan.ts";

const packageFile = new URL("../../package.json", import.meta.url);
/** The version of Ockham at work. */
export const ockhamVersion: string = z
  .object({ version: z.string() })
  .parse(JSON.parse(readFileSync(packageFile, "utf8"))).version;

/** Vector instructions that decide which kernels run, where the system tells. */
function vectorInstructions(): string {
  try {
    const flags = /^flags\s*:(.*)$/m.exec(readFileSync("/proc/cpuinfo", "utf8"))?.[1]?.split(" ") ?? [];
    return ["avx512f", "avx2", "avx"].find((name) => flags.includes(name)) ?? process.arch;
  } catch {
    return process.arch;
  }
}

const manifestSchema = z.object({
  data: z.object({ name: z.string(), rows: z.number(), sha256: z.string() }),
  split: z.object({ train: z.number(), validation: z.number(), test: z.number() }),
  recipeSha256: z.string(),
  seed: z.number(),
  /** Where relative paths in the recipe count from. */
  baseFolder: z.string(),
  versions: z.object({ ockham: z.string(), onnxruntime: z.string(), node: z.string() }),
  /** What changes the last bits of a result. */
  arithmetic: z.object({
    device: z.string(),
    threads: z.number(),
    processor: z.string(),
    architecture: z.string(),
    instructions: z.string(),
    /** How many channels make a block in the convolutions; 0 for plain ones, or none. */
    channelBlock: z.number().default(0),
  }),
  machine: z.object({ platform: z.string(), cores: z.number(), memoryGigabytes: z.number() }),
});

/** What a run was made from and on: enough to make it again. */
export type Manifest = z.infer<typeof manifestSchema>;

export async function manifestOf(plan: Plan, baseFolder: string): Promise<Manifest> {
  const { dataset, recipe, rows } = plan;
  return {
    data: { name: dataset.name, rows: dataset.rows, sha256: hashDataset(dataset) },
    split: { train: rows.train.length, validation: rows.validation.length, test: rows.test.length },
    recipeSha256: await hashRecipe(recipe),
    seed: recipe.seed,
    baseFolder,
    versions: { ockham: ockhamVersion, onnxruntime: engineVersion, node: process.version },
    arithmetic: {
      device: recipe.run.device,
      threads: recipe.run.threads,
      processor: cpus()[0]?.model ?? "unknown",
      architecture: process.arch,
      instructions: vectorInstructions(),
      channelBlock: await channelBlockOf(plan),
    },
    machine: {
      platform: process.platform,
      cores: cpus().length,
      memoryGigabytes: Math.round(totalmem() / 2 ** 30),
    },
  };
}

export async function readManifest(path: string): Promise<Manifest | undefined> {
  const text = (await readIfThere(path))?.toString("utf8");
  if (text === undefined) return undefined;
  try {
    return manifestSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw new UserError(
      {
        where: path,
        got: "a text that is no manifest",
        expected: "the manifest that Ockham wrote",
        hint: "Restore the file from a copy",
      },
      { cause },
    );
  }
}

/** What the last bits of a result depend on. */
const bitFacts = ({ versions, arithmetic }: Manifest): Record<string, string | number> => ({
  onnxruntime: versions.onnxruntime,
  ...arithmetic,
});

/**
 * Compares a run's manifest with the present data, recipe and machine.
 * @returns what may change the last bits of the result, as phrases.
 * @throws UserError when data or recipe are not those of the run.
 */
export function compareManifests(before: Manifest, now: Manifest, where: string): string[] {
  const expected = "what the run was started with";
  if (before.data.sha256 !== now.data.sha256)
    throw new UserError({
      where,
      got: "data whose content has changed",
      expected,
      hint: "Start a new run on it",
    });
  if (before.recipeSha256 !== now.recipeSha256)
    throw new UserError({
      where,
      got: "a recipe that has changed",
      expected,
      hint: "Start a new run with it",
    });
  const current = bitFacts(now);
  return Object.entries(bitFacts(before))
    .filter(([key, value]) => current[key] !== value)
    .map(([key, value]) => `${key}: ${value} before, ${current[key]} now`);
}
