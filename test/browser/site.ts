import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

/** Debian's names of it and Chrome's; CHROMIUM names another. */
const candidates = [
  process.env["CHROMIUM"],
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
];

/** The browser of this machine, if it has one. */
export const chromium: string | undefined = candidates.find((path) => path && existsSync(path));

/** The page's code and all that it needs, as one module for browsers; what only Node can do stays outside. */
async function bundle(): Promise<Uint8Array> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL("page.ts", import.meta.url))],
    bundle: true,
    write: false,
    platform: "browser",
    format: "esm",
    external: ["*.node.ts"],
    logLevel: "warning",
  });
  return (outputFiles[0] as { contents: Uint8Array }).contents;
}

const engine = fileURLToPath(import.meta.resolve("onnxruntime-web/ort-wasm-simd-threaded.wasm"));
const page = `<!doctype html><meta charset="utf-8"><title>Ockham</title><script type="module" src="page.js"></script>`;

export interface Site {
  readonly url: string;
  close(): void;
}

/** Serves the page on this machine alone, isolated as threads in browsers want it. */
export async function serveSite(): Promise<Site> {
  const html = { type: "text/html", body: page };
  const files: Record<string, { readonly type: string; readonly body: string | Uint8Array }> = {
    "/": html,
    "/favicon.ico": html,
    "/page.js": { type: "text/javascript", body: await bundle() },
    [`/${basename(engine)}`]: { type: "application/wasm", body: readFileSync(engine) },
  };
  const server = createServer(({ url = "" }, response) => {
    const file = files[url];
    response.writeHead(file ? 200 : 404, {
      "content-type": file?.type ?? "text/plain",
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-embedder-policy": "require-corp",
    });
    response.end(file?.body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/`, close: () => server.close() };
}
