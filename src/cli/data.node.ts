import { join } from "node:path";
import { createLogUpdate } from "log-update";
import { z } from "zod";
import { didYouMean } from "../base/index.ts";
import { type FetchOptions, fetchPublished, findFile } from "../data/index.node.ts";
import { type DatasetSource, datasets } from "../datasets/index.ts";
import { cacheFolder, dataFolders } from "../worker/index.ts";
import { Misuse } from "./misuse.ts";
import { durationText } from "./progress.node.ts";

const sources: Readonly<Record<string, DatasetSource>> = datasets as never;

/** A data source, for `data list`. */
interface Listed {
  readonly name: string;
  readonly title: string;
  readonly kind: "made" | "published" | "files";
  /** Where the files of a published one are; null when they are not all in one folder. */
  readonly found: string | null;
  /** What a recipe sets, each with its default, or null where there is none. */
  readonly settings: Readonly<Record<string, unknown>>;
}

async function found({ published }: DatasetSource): Promise<string | null> {
  if (!published) return null;
  for (const parent of dataFolders()) {
    const folder = join(parent, published.folder);
    const paths = await Promise.all(
      published.files.map(({ name }) => findFile([folder], [name, name.replace(/\.gz$/, "")])),
    );
    if (paths.every((path) => path !== undefined)) return folder;
  }
  return null;
}

function settings({ params }: DatasetSource): Listed["settings"] {
  const { properties = {} } = z.toJSONSchema(z.object(params), { io: "input" });
  const all = properties as Readonly<Record<string, { readonly default?: unknown }>>;
  return Object.fromEntries(Object.entries(all).map(([name, schema]) => [name, schema.default ?? null]));
}

export const listSources = (): Promise<Listed[]> =>
  Promise.all(
    Object.values(sources).map(async (source) => ({
      name: source.id,
      title: source.title,
      kind: source.isMade
        ? ("made" as const)
        : source.published
          ? ("published" as const)
          : ("files" as const),
      found: await found(source),
      settings: settings(source),
    })),
  );

function whereabouts({ name, kind, found: folder }: Listed): string {
  if (kind === "made") return "made from a seed";
  if (kind === "files") return "your files";
  return folder === null ? `not here: ockham data fetch ${name}` : `found in ${folder}`;
}

export function sourcesTable(listed: readonly Listed[]): string {
  const width = Math.max(...listed.map(({ name }) => name.length));
  return listed
    .flatMap((source) => [
      `${source.name.padEnd(width)}  ${source.title} (${whereabouts(source)})`,
      `${" ".repeat(width)}  ${Object.entries(source.settings)
        .map(([name, value]) => (value === null ? name : `${name}=${JSON.stringify(value)}`))
        .join(" ")}`,
    ])
    .join("\n");
}

/** A line about each file on standard error: live in a terminal. */
function shown(): { readonly tell: FetchOptions["onProgress"]; close(): void } {
  if (!process.stderr.isTTY) return { tell: undefined, close: () => undefined };
  const log = createLogUpdate(process.stderr);
  let start: { readonly name: string; readonly at: number; readonly bytes: number } | undefined;
  return {
    tell: ({ name, bytes, total }) => {
      const now = performance.now();
      if (start?.name !== name) start = { name, at: now, bytes };
      const rate = (bytes - start.bytes) / (now - start.at);
      const left = total && rate > 0 ? `  ${durationText((total - bytes) / rate)} left` : "";
      const full = Math.round((24 * bytes) / (total ?? bytes));
      log(`${name}  ${"━".repeat(full)}${"─".repeat(24 - full)}  ${(bytes / 1e6).toFixed(1)} MB${left}`);
    },
    close: () => {
      log.clear();
      log.done();
    },
  };
}

interface Fetched {
  readonly folder: string;
  readonly files: readonly string[];
  /** Those that were not there before. */
  readonly fetched: readonly string[];
}

/** @throws UserError when there is no such published data set, or it cannot be had. */
export async function fetchSource(name: string, mirrors?: readonly string[]): Promise<Fetched> {
  const source = Object.hasOwn(sources, name) ? sources[name] : undefined;
  const known = Object.values(sources).flatMap(({ id, published }) => (published ? id : []));
  if (!source?.published) {
    throw new Misuse({
      where: "NAME",
      got: `"${name}"`,
      expected: `one of ${known.join(", ")}`,
      hint: source ? undefined : didYouMean(name, known),
    });
  }
  const folder = join(cacheFolder(), source.published.folder);
  const screen = shown();
  try {
    const fetched = await fetchPublished(source.published, folder, { mirrors, onProgress: screen.tell });
    return { folder, files: source.published.files.map((file) => file.name), fetched };
  } finally {
    screen.close();
  }
}
