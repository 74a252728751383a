import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { UserError } from "../base/index.ts";
import { sameShape } from "../graph/index.ts";
import { writeWhole } from "./files.node.ts";
import { decodeTensors, encodeTensors } from "./safetensors.ts";
import type { State } from "./state.ts";

/** Weights on disk, with facts about them as texts. */
export interface Checkpoint {
  readonly state: State;
  readonly facts: Readonly<Record<string, string>>;
}

const byName = <T>(values: Readonly<Record<string, T>>): [string, T][] =>
  Object.entries(values).toSorted(([a], [b]) => (a < b ? -1 : 1));

/** A digest over names, shapes, numbers and facts: it changes when any of them is changed. */
function digest({ state, facts }: Checkpoint): string {
  const hash = createHash("sha256");
  hash.update(JSON.stringify(byName(facts)));
  for (const [name, { shape, values }] of byName(state)) {
    hash.update(JSON.stringify([name, shape]));
    hash.update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  }
  return hash.digest("hex");
}

export const saveCheckpoint = (path: string, checkpoint: Checkpoint): Promise<void> =>
  writeWhole(
    path,
    encodeTensors({
      tensors: checkpoint.state,
      metadata: { ...checkpoint.facts, sha256: digest(checkpoint) },
    }),
  );

/**
 * Reads a checkpoint.
 * @param expected the state's names and shapes; only they are read, and all of them must be there.
 * @throws UserError when the file is missing, damaged, changed, or of another model.
 */
export async function loadCheckpoint(
  path: string,
  expected: Readonly<Record<string, readonly number[]>>,
): Promise<Checkpoint> {
  const { tensors, metadata } = decodeTensors(await bytesOf(path), path);
  const { sha256, ...facts } = metadata;
  if (sha256 !== digest({ state: tensors, facts }))
    throw new UserError({
      where: path,
      got: "weights that do not match the checksum written with them",
      expected: "a checkpoint as Ockham wrote it",
      hint: "The file was damaged or changed: restore it from a copy, or train again",
    });
  for (const [name, shape] of Object.entries(expected)) {
    const found = tensors[name];
    if (!found || !sameShape(found.shape, shape))
      throw new UserError({
        where: path,
        got: found ? `"${name}" of shape [${found.shape}]` : `no tensor "${name}"`,
        expected: `"${name}" of shape [${shape}], as the recipe's model has it`,
        hint: "The checkpoint belongs to another recipe",
      });
  }
  return {
    state: Object.fromEntries(Object.keys(expected).map((name) => [name, tensors[name]])) as State,
    facts,
  };
}

async function bytesOf(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (cause) {
    throw new UserError(
      {
        where: path,
        got:
          (cause as NodeJS.ErrnoException).code === "ENOENT" ? "no such file" : "a file that cannot be read",
        expected: "a checkpoint of the run",
        hint: "Start the run again with ockham train",
      },
      { cause },
    );
  }
}
