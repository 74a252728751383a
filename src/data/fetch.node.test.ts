import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, expect, test } from "vitest";
import { fetchPublished } from "./fetch.node.ts";

const body = Buffer.from(Uint8Array.from({ length: 300_000 }, (_, i) => (i * i) % 251));
const sha256 = createHash("sha256").update(body).digest("hex");
const name = "images.gz";

let folder = "";
let server: Server | undefined;
let asked: (string | undefined)[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "ockham-fetch-"));
  asked = [];
});
afterEach(async () => {
  server?.closeAllConnections();
  server?.close();
  await rm(folder, { recursive: true });
});

/** A mirror on this machine; `serve` answers for each path. */
async function mirror(serve: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
  server = createServer((request, response) => {
    asked.push(request.headers.range);
    serve(request, response);
  });
  await new Promise<void>((done) => server?.listen(0, "127.0.0.1", done));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Serves bytes, from where the request asks. */
function whole(request: IncomingMessage, response: ServerResponse, bytes = body): void {
  const from = Number(/bytes=(\d+)-/.exec(request.headers.range ?? "")?.[1] ?? 0);
  const headers = { "content-length": bytes.length - from };
  if (from === 0) response.writeHead(200, headers);
  else
    response.writeHead(206, {
      ...headers,
      "content-range": `bytes ${from}-${bytes.length - 1}/${bytes.length}`,
    });
  response.end(bytes.subarray(from));
}

const get = (mirrors: readonly string[], of: "file" | "content" = "file") =>
  fetchPublished({ folder: "x", mirrors, files: [{ name, sha256, of }] }, join(folder, "x"), {
    patience: 2000,
  });
const path = () => join(folder, "x", name);

test("a file comes whole, and is not fetched twice", async () => {
  const at = await mirror(whole);
  expect(await get([at])).toEqual([name]);
  expect(body.equals(await readFile(path()))).toBe(true);
  expect(existsSync(`${path()}.part`)).toBe(false);
  expect(await get([at])).toEqual([]);
  expect(asked).toEqual([undefined]);
});

test("a cut connection is gone on with where it ended", async () => {
  let cut = false;
  const at = await mirror((request, response) => {
    if (cut) return whole(request, response);
    cut = true;
    response.writeHead(200, { "content-length": body.length });
    response.write(body.subarray(0, 100_000), () => setTimeout(() => response.destroy(), 100));
  });
  expect(await get([at])).toEqual([name]);
  expect(body.equals(await readFile(path()))).toBe(true);
  expect(asked).toEqual([undefined, "bytes=100000-"]);
});

test("what an earlier call left is gone on with, or begun anew when it does not fit", async () => {
  const at = await mirror(whole);
  await get([at]);
  await rm(path());
  await writeFile(`${path()}.part`, body.subarray(0, 5000));
  await get([at]);
  await rm(path());
  await writeFile(`${path()}.part`, Buffer.alloc(5000, 7));
  await get([at]);
  expect(body.equals(await readFile(path()))).toBe(true);
  expect(asked).toEqual([undefined, "bytes=5000-", "bytes=5000-", undefined]);
});

test("a wrong checksum and a 404 lead to the next mirror; when none is right, all are told and nothing is left", async () => {
  const at = await mirror((request, response) => {
    if (request.url?.startsWith("/right/")) whole(request, response);
    else if (request.url?.startsWith("/wrong/")) whole(request, response, Buffer.alloc(1000));
    else response.writeHead(404).end("no");
  });
  await expect(get([`${at}/wrong`, `${at}/none/`])).rejects.toThrow(
    /images\.gz: got no right file from any of 2 mirrors \(.*wrong\/images\.gz: a wrong checksum; .*none\/images\.gz: status 404\)/,
  );
  expect(existsSync(path()) || existsSync(`${path()}.part`)).toBe(false);
  expect(await get([`${at}/wrong`, `${at}/none`, `${at}/right`])).toEqual([name]);
});

test("a checksum of the content takes it however it is packed", async () => {
  const at = await mirror((request, response) => whole(request, response, gzipSync(body, { level: 1 })));
  expect(await get([at], "content")).toEqual([name]);
  await expect(
    fetchPublished({ folder: "x", mirrors: [at], files: [{ name, sha256, of: "file" }] }, join(folder, "y")),
  ).rejects.toThrow("a wrong checksum");
});

test("a mirror that is not there, and a folder that cannot be written, are told in a sentence", async () => {
  const at = await mirror(whole);
  await new Promise((done) => server?.close(done));
  await expect(get([at])).rejects.toThrow(/no right file from the mirror.*ECONNREFUSED/);
  await writeFile(join(folder, "file"), "");
  const under = join(folder, "file", "x");
  await expect(fetchPublished({ folder: "x", mirrors: [], files: [] }, under)).rejects.toThrow(
    /a disk that refuses \(.*Set OCKHAM_CACHE/,
  );
});
