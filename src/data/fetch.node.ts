import { createHash } from "node:crypto";
import { mkdir, open, readFile, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { UserError } from "../base/index.ts";
import type { Published, PublishedFile } from "./published.ts";

/** How far a file has come. */
export interface Fetching {
  readonly name: string;
  readonly bytes: number;
  /** Nothing where the mirror does not say. */
  readonly total: number | undefined;
}

export interface FetchOptions {
  /** Asked before the data set's own mirrors. */
  readonly mirrors?: readonly string[] | undefined;
  readonly onProgress?: ((fetching: Fetching) => void) | undefined;
  /** How long a mirror may send nothing, in milliseconds. */
  readonly patience?: number | undefined;
}

/** A mirror that does not serve, unlike a disk that does not take. */
class MirrorFault extends Error {}

/** A connection that ended too early may be taken up again this often. */
const attempts = 3;
const usualPatience = 30_000;
const mostUnpacked = 1 << 28;

/**
 * Brings the files of a data set into a folder. What a broken connection left is gone on with; a file has its name only
 * when its checksum is right; a right one is not fetched again.
 * @throws UserError when no mirror gives a file, or the folder cannot be written.
 * @returns the names of the files that were fetched.
 */
export async function fetchPublished(
  { mirrors, files }: Published,
  folder: string,
  options: FetchOptions = {},
): Promise<readonly string[]> {
  const fetched: string[] = [];
  await onDisk(folder, () => mkdir(folder, { recursive: true }));
  for (const file of files) {
    const path = join(folder, file.name);
    if (await isRight(path, file)) continue;
    await fetchFile(file, path, [...(options.mirrors ?? []), ...mirrors], options);
    fetched.push(file.name);
  }
  return fetched;
}

/** Turns what the disk refuses into a sentence. */
async function onDisk<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw new UserError(
      {
        where: path,
        got: `a disk that refuses (${(cause as Error).message})`,
        expected: "a folder that can be written, with room",
        hint: "Set OCKHAM_CACHE to another folder, or make room",
      },
      { cause: cause as Error },
    );
  }
}

// oxlint-disable-next-line max-params -- what, where to, from where and how
async function fetchFile(
  file: PublishedFile,
  path: string,
  mirrors: readonly string[],
  options: FetchOptions,
): Promise<void> {
  const faults: string[] = [];
  for (const mirror of mirrors) {
    const address = `${mirror.replace(/\/*$/, "/")}${file.name}`;
    const fault = await fromMirror(file, { path, address }, options);
    if (fault === undefined) return;
    faults.push(`${address}: ${fault}`);
  }
  throw new UserError({
    where: file.name,
    got: `no right file from ${mirrors.length === 1 ? "the mirror" : `any of ${mirrors.length} mirrors`} (${faults.join("; ")})`,
    expected: `the file with SHA-256 ${file.sha256}${file.of === "content" ? " when unpacked" : ""}`,
    hint: "Try again later, or name another mirror with --mirror",
  });
}

interface Way {
  /** The file's place. */
  readonly path: string;
  readonly address: string;
}

/** Fetches and checks; the fault, when the mirror has no right file. */
async function fromMirror(file: PublishedFile, way: Way, options: FetchOptions): Promise<string | undefined> {
  const part = `${way.path}.part`;
  let fault = "";
  for (let attempt = 0; attempt < attempts; attempt++) {
    try {
      const isResumed = await download(file.name, { part, address: way.address }, options);
      if (await isRight(part, file)) {
        await onDisk(way.path, () => rename(part, way.path));
        return undefined;
      }
      await onDisk(part, () => rm(part, { force: true }));
      fault = "a wrong checksum";
      // What another mirror began may not fit what this one has: only a file from one piece is the mirror's own.
      if (!isResumed) return fault;
    } catch (error) {
      if (!(error instanceof MirrorFault)) throw error;
      fault = error.message;
      if (fault.startsWith("status")) return fault;
    }
  }
  return fault;
}

const rangeFrom = (have: number): Readonly<Record<string, string>> =>
  have > 0 ? { range: `bytes=${have}-` } : {};

const sizeOf = (path: string): Promise<number> =>
  stat(path).then(
    ({ size }) => size,
    () => 0,
  );

/** Aborts a request that sends nothing for a while. */
function watchdog(patience: number): { readonly signal: AbortSignal; fed(): void; done(): void } {
  const controller = new AbortController();
  const bite = () => setTimeout(() => controller.abort(new Error("it sends nothing")), patience);
  let timer = bite();
  const done = () => clearTimeout(timer);
  const fed = () => {
    done();
    timer = bite();
  };
  return { signal: controller.signal, fed, done };
}

const faultOf = (error: unknown): MirrorFault => {
  const { message, cause } = error as Error & { cause?: Error };
  return new MirrorFault(cause?.message || message);
};

/**
 * Goes on with a partial file, or begins it.
 * @returns whether it went on.
 * @throws MirrorFault when the mirror refuses or the connection ends too early.
 */
async function download(
  name: string,
  { part, address }: { readonly part: string; readonly address: string },
  { onProgress, patience = usualPatience }: FetchOptions,
): Promise<boolean> {
  const have = await sizeOf(part);
  const dog = watchdog(patience);
  try {
    const response = await fetch(address, {
      signal: dog.signal,
      headers: { "accept-encoding": "identity", ...rangeFrom(have) },
    }).catch((error: unknown) => Promise.reject(faultOf(error)));
    // The partial file is as long as the whole one, or longer: its checksum tells.
    if (response.status === 416 && have > 0) return true;
    const goesOn = response.status === 206 && isFrom(response, have);
    if (response.status !== 200 && !goesOn) throw new MirrorFault(`status ${response.status}`);
    const from = goesOn ? have : 0;
    const total = totalOf(response, from);
    await save(response, { part, from }, (bytes) => {
      dog.fed();
      onProgress?.({ name, bytes, total });
    });
    if ((await sizeOf(part)) < (total ?? 0)) throw new MirrorFault("the connection ended too early");
    return goesOn;
  } finally {
    dog.done();
  }
}

/** How long the whole file is; nothing where the mirror does not say. */
function totalOf(response: Response, from: number): number | undefined {
  const announced = response.headers.get("content-length");
  return announced === null ? undefined : from + Number(announced);
}

const isFrom = (response: Response, from: number): boolean =>
  response.headers.get("content-range")?.startsWith(`bytes ${from}-`) ?? false;

async function save(
  response: Response,
  { part, from }: { readonly part: string; readonly from: number },
  tell: (bytes: number) => void,
): Promise<void> {
  const file = await onDisk(part, () => open(part, from > 0 ? "a" : "w"));
  const reader = response.body?.getReader();
  let bytes = from;
  try {
    for (;;) {
      const read = await reader?.read().catch((error: unknown) => Promise.reject(faultOf(error)));
      if (!read || read.done) break;
      const block = read.value;
      await onDisk(part, () => file.writeFile(block));
      bytes += block.length;
      tell(bytes);
    }
  } finally {
    await file.close();
  }
}

/** Whether a file is there and has its checksum. */
async function isRight(path: string, { sha256, of }: PublishedFile): Promise<boolean> {
  const raw = await readFile(path).catch(() => undefined);
  if (!raw) return false;
  const packed = of === "content" && raw[0] === 0x1f && raw[1] === 0x8b;
  const bytes = packed
    ? await promisify(gunzip)(raw, { maxOutputLength: mostUnpacked }).catch(() => undefined)
    : raw;
  return bytes !== undefined && createHash("sha256").update(bytes).digest("hex") === sha256;
}
