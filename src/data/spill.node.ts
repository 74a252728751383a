// Numbers on disk that do not fit in memory: files without a name, gone with the process, however it ends.
import { openSync, readSync, unlinkSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { UserError } from "../base/index.ts";

export type NumberArray = Float32Array | Float64Array | Int32Array;
export interface ArrayOf<A extends NumberArray> {
  new (length: number): A;
  readonly BYTES_PER_ELEMENT: number;
}

let made = 0;

function withoutRoom<T>(act: () => T): T {
  try {
    return act();
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    throw new UserError(
      {
        where: tmpdir(),
        got: code === "ENOSPC" ? "no room left for the numbers of the table" : message,
        expected: "a folder for temporary files with room for them",
        hint: "Set TMPDIR to another folder, or raise data.memory to keep the table in memory",
      },
      { cause },
    );
  }
}

/** Numbers that are written one after another, and read anywhere. */
export class Spill<A extends NumberArray> {
  readonly fd: number;
  length = 0;
  readonly #Array: ArrayOf<A>;

  constructor(Array: ArrayOf<A>) {
    this.#Array = Array;
    const path = join(tmpdir(), `ockham-${process.pid}-${made++}`);
    this.fd = withoutRoom(() => openSync(path, "wx+", 0o600));
    unlinkSync(path);
  }

  append(values: NumberArray): void {
    const size = this.#Array.BYTES_PER_ELEMENT;
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    for (let at = 0; at < bytes.length; )
      at += withoutRoom(() => writeSync(this.fd, bytes, at, bytes.length - at, size * this.length + at));
    this.length += values.length;
  }

  read(from: number, to: number): A {
    const values = new this.#Array(to - from);
    readWhole(this.fd, new Uint8Array(values.buffer), this.#Array.BYTES_PER_ELEMENT * from);
    return values;
  }
}

/** Fills bytes from a place of a file. */
export function readWhole(fd: number, bytes: Uint8Array, from: number): void {
  for (let at = 0; at < bytes.length; ) {
    const count = readSync(fd, bytes, at, bytes.length - at, from + at);
    if (count === 0) throw new Error("a file of numbers ends too early");
    at += count;
  }
}
